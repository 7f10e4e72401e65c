/**
 * Messages longer than every browser accepts on a data channel: sent in parts, in order. Only the call's own signals
 * may be that long.
 */
import { LIMITS } from '../../protocol.js';

/** The first character of a part, which JSON never starts with: more parts follow, or it is the last one. */
const MORE = '+';
const LAST = '=';

/** Splits a message into the parts it is sent in. */
export function toParts(text: string): string[] {
  if (text.length <= LIMITS.channelMessage) return [text];
  const parts: string[] = [];
  for (let from = 0; from < text.length;) {
    let to = from + LIMITS.channelMessage - 1;
    // A lone surrogate would arrive as another character.
    if (/[\ud800-\udbff]/.test(text[to - 1] ?? '')) to--;
    parts.push((to < text.length ? MORE : LAST) + text.slice(from, to));
    from = to;
  }
  return parts;
}

/** Reassembles the parts of one sender. */
export class PartJoiner {
  /** Undefined if the parts so far are too long for any message. */
  #text: string | undefined = '';

  /** Returns the whole message with its last part, before that undefined. */
  take(part: string): { text: string; isLong: boolean } | undefined {
    if (part[0] !== MORE && part[0] !== LAST) return { text: part, isLong: false };
    const whole = this.#text === undefined ? undefined : this.#text + part.slice(1);
    this.#text = whole !== undefined && whole.length <= LIMITS.message ? whole : undefined;
    if (part[0] === MORE) return undefined;
    const text = this.#text;
    this.#text = '';
    return text ? { text, isLong: true } : undefined;
  }
}
