/** What a person opens: menus and dialogs. Loaded by itself when the first of them is opened. */
import { DevicesView } from './devices.js';
import { DialogView } from './dialog.js';
import { MenuView } from './menu.js';
import { OverlayView } from './overlay.js';

export const styles = [DevicesView, DialogView, MenuView, OverlayView].map((view) => view.styles);

export const views = {
  'video-call-devices': DevicesView,
  'video-call-dialog': DialogView,
  'video-call-menu': MenuView,
  'video-call-overlay': OverlayView,
};
