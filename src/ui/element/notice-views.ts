/** The views of notices, problems and announcements, and the styles of interaction. A separate chunk. */
import { interactionTheme } from '../base/interaction-theme.js';
import { LevelView } from '../base/level.js';
import { ConnectionButtonView } from '../lobby/connection-button.js';
import { ProblemsView } from '../lobby/problems.js';
import { smallLobby } from '../lobby/small-lobby.js';
import { AnnouncerView } from '../notices/announcer.js';
import { MessageView } from '../notices/message.js';
import { ModerationNoticesView } from '../notices/moderation-notices.js';
import { UnheardView } from '../notices/muted-notice.js';
import { NoticesView } from '../notices/notices.js';
import { PeopleButtonView } from '../people/people-button.js';
import { HintsView } from '../stage/hints.js';
import { tileStates } from '../stage/tile-states.js';
import { buttonStates } from '../toolbar/button-states.js';

/** Adopted by each element; elements already in the page are upgraded when they are defined. */
export const styles = [
  interactionTheme,
  buttonStates,
  tileStates,
  smallLobby,
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
