/** What is not needed for a call's first video frame: messages, problems, announcements, keys. A separate chunk. */
import { Activity } from './activity.js';
import { AnnouncerView } from '../notices/announcer.js';
import { asideTheme } from '../base/interaction-theme.js';
import { AutoPictureInPicture } from '../picture-in-picture/auto-picture-in-picture.js';
import { ConnectionButtonView } from '../lobby/connection-button.js';
import { GrantedDevices } from './granted-devices.js';
import { DeviceErrors } from './device-errors.js';
import { TileSizeReporter } from './tile-size-reporter.js';
import { LanguageObserver } from './language-observer.js';
import { HintsView } from '../stage/hints.js';
import { ModerationNoticesView } from '../notices/moderation-notices.js';
import { KeyBoundary } from './key-boundary.js';
import { LevelView } from '../base/level.js';
import { MessageView } from '../notices/message.js';
import { NoticesView } from '../notices/notices.js';
import { Overlays } from './overlays.js';
import { PeopleButtonView } from '../people/people-button.js';
import { ProblemsView } from '../lobby/problems.js';
import { UnheardView } from '../notices/muted-notice.js';
import { Shortcuts } from './shortcuts.js';
import { States } from './states.js';
import { TokenExpiry } from './token-expiry.js';
import type { HostElement } from '../base/host.js';

/** Adopted by each element; elements already in the page are upgraded when they are defined. */
export const styles = [
  asideTheme,
  ...[
    AnnouncerView,
    ConnectionButtonView,
    HintsView,
    LevelView,
    MessageView,
    NoticesView,
    ModerationNoticesView,
    PeopleButtonView,
    ProblemsView,
    UnheardView,
  ].map(({ styles }) => styles),
];

export const views = {
  'video-call-announcer': AnnouncerView,
  'video-call-connection-button': ConnectionButtonView,
  'video-call-hints': HintsView,
  'video-call-hosting': ModerationNoticesView,
  'video-call-level': LevelView,
  'video-call-message': MessageView,
  'video-call-notices': NoticesView,
  'video-call-people-button': PeopleButtonView,
  'video-call-problems': ProblemsView,
  'video-call-unheard': UnheardView,
};

/** Adds the element's controllers: permissions, tab, activity, keys, states. */
export function attend(
  element: HostElement,
  internals: ElementInternals,
  calmAfter: () => number,
): void {
  // Before devices are requested: audio-only mode needs no camera.
  element.addController(new TileSizeReporter(element));
  element.addController(new DeviceErrors(element));
  element.addController(new GrantedDevices(element));
  element.addController(new AutoPictureInPicture(element));
  element.addController(new Activity(element, calmAfter));
  element.addController(new Overlays(element));
  element.addController(new LanguageObserver(element));
  element.addController(new Shortcuts(element));
  element.addController(new KeyBoundary(element));
  element.addController(new States(element, internals));
  element.addController(new TokenExpiry(element));
}
