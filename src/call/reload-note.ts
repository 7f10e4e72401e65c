/** The note that a page closed during the call leaves for the next page of its tab, in case it is reloading. */
import { TIMES, type Source } from '../protocol.js';
import type { Platform } from './platform.js';

export function leaveNote({ clock, seats }: Platform, place: string, sources: Source[]): void {
  seats.leaveNote(place, [clock.date(), ...sources].join(' '));
}

/** Which sources were on a moment ago; undefined if this is not a reload. */
export function takeNote({ clock, seats }: Platform, place: string): Source[] | undefined {
  const [leftAt, ...sources] = (seats.takeNote(place) ?? '').split(' ');
  const age = Math.abs(clock.date() - Number(leftAt));
  return age > TIMES.hideToGone ? undefined : (sources as Source[]);
}
