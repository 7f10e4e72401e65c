/** What a person opens: menus and dialogs. Loaded by itself when the first of them is opened. */
import { MenuView } from './menu.js';
import { OverlayView } from './overlay.js';

export const styles = [MenuView.styles];

export const views = {
  'video-call-menu': MenuView,
  'video-call-overlay': OverlayView,
};
