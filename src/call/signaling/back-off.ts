/** How long to wait before opening another socket: briefly after a loss, longer and longer after rejections. */

/** The server can't take this socket now: https://www.iana.org/assignments/websocket/websocket.xhtml */
const TRY_AGAIN_LATER = 1013;
/** A close without a close frame, RFC 6455 section 7.4.1. */
export const ABNORMAL_CLOSE = 1006;

/** Milliseconds after a loss. Most clients wait briefly, a few longer, so that they don't all return at once. */
const LOSS = { shortest: 250, longest: 3_000 };
/** Milliseconds before the first attempt after a rejection, doubled by each further one. */
const TURNED_AWAY = { shortest: 1_000, longest: 30_000 };
/** A socket that closes within this time, in milliseconds, may have been rejected; this many in a row were. */
const SHORT_LIVED = { within: 5_000, most: 3 };
/** A socket that lasted for this many milliseconds was accepted. */
const SETTLED_AFTER = 300_000;

export class BackOff {
  /** Number of consecutive sockets that closed within a short time. */
  #shortLived = 0;
  #timesTurnedAway = 0;
  #isTurnedAway = false;

  /** Counts the close, by the server, of an open socket whose client is not in the room. */
  noteClose(code: number, lived: number): void {
    if (lived >= SETTLED_AFTER) this.reset();
    if (lived < SHORT_LIVED.within) this.#shortLived++;
    else this.#shortLived = 0;
    this.#isTurnedAway = code === TRY_AGAIN_LATER || this.#shortLived >= SHORT_LIVED.most;
    if (this.#isTurnedAway) this.#timesTurnedAway++;
  }

  /** The socket or the network was lost. */
  noteLoss(): void {
    this.#isTurnedAway = false;
  }

  /** The server accepted the socket, or the user wants to join now. */
  reset(): void {
    this.#shortLived = this.#timesTurnedAway = 0;
    this.#isTurnedAway = false;
  }

  /**
   * Milliseconds until the next attempt.
   * @param random from 0 up to, not including, 1
   * @param isUrgent whether the user is waiting for it
   */
  delay(random: number, isUrgent: boolean): number {
    const { shortest, longest } = LOSS;
    // Longer delays are less likely.
    if (!this.#isTurnedAway) return shortest / (1 - (1 - shortest / longest) * random);
    const most = isUrgent ? longest : TURNED_AWAY.longest;
    const delay = TURNED_AWAY.shortest * 2 ** (this.#timesTurnedAway - 1);
    return Math.min(most, delay) * (1 - random / 2);
  }
}
