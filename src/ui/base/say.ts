/** Tells the user the result of an action: shown briefly, and read out. */
import type { Source } from '../../protocol.js';

/** The detail of `ask-announce`, with which any view can request an announcement. */
export interface Announcement {
  readonly text: string;
  /** Also shows it briefly, if nothing else is shown: for the result of an action. */
  readonly isShown?: boolean;
  /** Interrupts the current announcement: for anything that can't wait. */
  readonly isUrgent?: boolean;
  /** The local source that was turned off by what is announced, so that this is not announced too. */
  readonly explains?: Source;
}

/** @param place the element on which the action was taken, anywhere in the call */
export function say(place: Element, text: string): void {
  const detail: Announcement = { text, isShown: true };
  place.dispatchEvent(new CustomEvent('ask-announce', { detail, bubbles: true }));
}
