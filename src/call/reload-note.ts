/** What a page that is closed in the call leaves for the next page of its tab, in case that is a reload. */
import { TIMES, type Source } from '../protocol.js';
import type { Platform } from './platform.js';

export function leaveNote({ clock, seats }: Platform, place: string, sources: Source[]): void {
  seats.leaveNote(place, [clock.now(), ...sources].join(' '));
}

/** Which sources were on a moment ago; undefined where this is no reload. */
export function takeNote({ clock, seats }: Platform, place: string): Source[] | undefined {
  const [leftAt, ...sources] = (seats.takeNote(place) ?? '').split(' ');
  const age = Math.abs(clock.now() - Number(leftAt));
  return age > TIMES.hideToGone ? undefined : (sources as Source[]);
}
