/** What a call does without until its first picture: messages, problems, announcements, keys. Loaded by itself. */
import { Activity } from './activity.js';
import { AnnouncerView } from './announcer.js';
import { LevelView } from './level.js';
import { MessageView } from './message.js';
import { NoticesView } from './notices.js';
import { ProblemsView } from './problems.js';
import { UnheardView } from './unheard.js';
import { Shortcuts } from './shortcuts.js';
import { States } from './states.js';
import type { VideoCallElement } from './video-call.js';

/** Adopted by each element; what stands in a page by then upgrades when it is defined. */
export const styles = [LevelView, MessageView, NoticesView, ProblemsView, UnheardView].map(
  (view) => view.styles,
);

export const views = {
  'video-call-announcer': AnnouncerView,
  'video-call-level': LevelView,
  'video-call-message': MessageView,
  'video-call-notices': NoticesView,
  'video-call-problems': ProblemsView,
  'video-call-unheard': UnheardView,
};

/** Gives an element what watches it: for movement, for keys, for its states. */
export function attend(
  element: VideoCallElement,
  internals: ElementInternals,
  calmAfter: () => number,
): void {
  element.addController(new Activity(element, calmAfter));
  element.addController(new Shortcuts(element));
  element.addController(new States(element, internals));
}
