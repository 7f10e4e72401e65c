/** Changes to what a participant publishes about themselves. */
import type { Profile } from '../../src/protocol.js';
import type { Record } from './storage/record.js';

/** Sets the profile of a page that has just taken the seat. */
export function setProfile(record: Record, profile: Profile): void {
  record.profile = profile;
  // A stopped screen share is over once the profile says so; then a new one may start.
  if (!profile.sources.includes('screen')) record.barred = [];
}

/** Updates the profile of the same page; returns false if a later change arrived before. */
export function updateProfile(record: Record, profile: Profile): boolean {
  if (profile.counter <= record.profile.counter) return false;
  setProfile(record, profile);
  return true;
}
