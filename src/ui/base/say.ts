/** Tells the user the result of an action: shown briefly, and read out. */
import type { Announcement } from '../notices/announcer.js';

/** @param place the element on which the action was taken, anywhere in the call */
export function say(place: Element, text: string): void {
  const detail: Announcement = { text, isShown: true };
  place.dispatchEvent(new CustomEvent('ask-announce', { detail, bubbles: true }));
}
