/** What a person opens: menus and dialogs. Loaded by itself when the first of them is opened. */
import { DialogView } from './dialog.js';
import { MenuView } from './menu.js';
import { OverlayView } from './overlay.js';

export const styles = [DialogView, MenuView, OverlayView].map((view) => view.styles);

export const views = {
  'video-call-dialog': DialogView,
  'video-call-menu': MenuView,
  'video-call-overlay': OverlayView,
};
