/** Menus and dialogs, in a chunk of their own that is loaded when the first of them is opened. */
import { DevicesView } from './devices.js';
import { DialogContentView } from './dialog-content.js';
import { DialogView } from './dialog.js';
import { KnockerView } from '../people/knocker.js';
import { MenuView } from './menu.js';
import { OverlayView } from './overlay.js';
import { PeopleView } from '../people/people.js';
import { PersonView } from '../people/person.js';
import { RemovalView } from '../people/removal.js';

export const styles = [
  DevicesView,
  DialogView,
  DialogContentView,
  MenuView,
  PersonView,
  PeopleView,
  RemovalView,
].map((view) => view.styles);

export const views = {
  'video-call-devices': DevicesView,
  'video-call-dialog': DialogView,
  'video-call-dialog-content': DialogContentView,
  'video-call-knocker': KnockerView,
  'video-call-menu': MenuView,
  'video-call-overlay': OverlayView,
  'video-call-people': PeopleView,
  'video-call-person': PersonView,
  'video-call-removal': RemovalView,
};
