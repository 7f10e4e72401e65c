/** Host permissions, and sending a host's requests to the room server. */
import type { CallApi } from '../../call/call-api.js';
import { ROLES } from '../../protocol.js';
import { noticeWordsFor } from '../i18n/notice-words.js';
import { say } from './say.js';
import type { View } from './view.js';

/** Whether the local participant's role allows moderation. */
export const isHost = ({ self }: CallApi): boolean =>
  self !== undefined && ROLES[self.role].moderates;

/** Which of the texts in `hosting` tells a user who is knocking what they wait for. */
export const waitingFor = ({ hasHost }: CallApi): 'toldHost' | 'noHost' =>
  hasHost === false ? 'noHost' : 'toldHost';

/** Sends a request to the room server, or tells the user that it is unreachable. Returns whether it was sent. */
export function requestModeration(view: View, ask: (call: CallApi) => void): boolean {
  const { call } = view;
  const isWithinReach = call.status === 'joined';
  if (isWithinReach) ask(call);
  else
    say(
      view,
      call.needsReload ? noticeWordsFor(view).needsReload : noticeWordsFor(view).serverLost,
    );
  return isWithinReach;
}
