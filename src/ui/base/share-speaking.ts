/** One `Speaking` per call, for all views of an element. */
import type { CallApi } from '../../call/call-api.js';
import { Speaking } from '../../features/speaking.js';
import { hostOf } from './host.js';

/** Who is speaking in the call of a view; sampled until no view needs it. */
export function shareSpeaking(
  view: Element & { readonly call: CallApi },
  until: AbortSignal,
): Speaking {
  const host = hostOf(view);
  const { call } = view;
  if (host.speaking?.call !== call) {
    host.speaking = { call, speaking: new Speaking(call), users: new Set() };
  }
  const { speaking, users } = host.speaking;
  users.add(until);
  speaking.start();
  until.addEventListener('abort', () => {
    users.delete(until);
    if (!users.size) speaking.close();
  });
  return speaking;
}
