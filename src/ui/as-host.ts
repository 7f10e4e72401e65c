/** What a host may do beyond the others, and how it asks the Room for it. */
import type { CallFace } from '../call/call-face.js';
import { ROLES } from '../protocol.js';
import { asidesFor } from './aside-words.js';
import type { View } from './view.js';

/** Whether my role lets me ask things of others. */
export const isHost = ({ self }: CallFace): boolean =>
  self !== undefined && ROLES[self.role].moderates;

/** Says for a moment, in words and to a screen reader, what became of something. */
export function say(view: View, word: string): void {
  const root = view.getRootNode() as ShadowRoot;
  root.querySelector('video-call-overlay')?.say?.(word);
}

/** Has the Room do something; where it is out of reach, says so. Tells whether it was asked. */
export function askRoom(view: View, ask: (call: CallFace) => void): boolean {
  const { call } = view;
  const isWithinReach = call.status === 'joined';
  if (isWithinReach) ask(call);
  else say(view, asidesFor(view).serverLost);
  return isWithinReach;
}
