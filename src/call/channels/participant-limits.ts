/**
 * Limits what one participant may cause here, over all their pages and links. Keyed by participant id, which only the
 * server assigns; a sender could reset limits by page, epoch or connection at will.
 */
import { LIMITS } from '../../protocol.js';
import { TokenBucket } from '../../token-bucket.js';

/** Milliseconds before the second, third and each further rebuild of a connection; the first is immediate. */
const REBUILD_AFTER = [0, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000];
/** A connection that is up for this many milliseconds resets the number of rebuilds. */
const HOLDS_AFTER = 10_000;
/** A sender whose channel messages exceed the rate by this much is cut off, for this many milliseconds. */
const EXCESS = { burst: 300, perSecond: 5 };
const CUT_OFF_FOR = 60_000;

/** `own` messages are those of the call itself; `message` those of its features. */
export type MessageKind = 'message' | 'own' | 'beat';

export class ParticipantLimits {
  readonly #messages: Readonly<Record<MessageKind, TokenBucket>>;
  readonly #excess: TokenBucket;
  readonly #negotiations: TokenBucket;
  readonly #connections: TokenBucket;
  #rebuilds = 0;
  #rebuildAt = -Infinity;
  #upSince: number | undefined;
  #cutOffUntil = -Infinity;

  constructor(now: number) {
    const { messageRate, ownRate, beatRate, negotiationRate, connectionRate } = LIMITS;
    this.#messages = {
      message: new TokenBucket(messageRate, now),
      own: new TokenBucket(ownRate, now),
      beat: new TokenBucket(beatRate, now),
    };
    this.#excess = new TokenBucket(EXCESS, now);
    this.#negotiations = new TokenBucket(negotiationRate, now);
    this.#connections = new TokenBucket(connectionRate, now);
  }

  /** Counts a message received over a channel; false if it must be dropped. */
  takeMessage(kind: MessageKind, now: number): boolean {
    if (this.#messages[kind].take(1, now)) return true;
    if (!this.#excess.take(1, now)) this.#cutOffUntil = now + CUT_OFF_FOR;
    return false;
  }

  /** Whether they sent so much that no link to them is allowed for a while. */
  isCutOff(now: number): boolean {
    return now < this.#cutOffUntil;
  }

  /** Counts a signal from them that makes this client negotiate; false if it must be dropped. */
  takeNegotiation(now: number): boolean {
    return this.#negotiations.take(1, now);
  }

  /** Counts a connection required by a new page or epoch of theirs; false if it has to wait. */
  takeConnection(now: number): boolean {
    return this.#connections.take(1, now);
  }

  /** When a failed connection may be rebuilt; each call counts as one rebuild. */
  rebuildAt(now: number): number {
    const wait = REBUILD_AFTER[Math.min(this.#rebuilds++, REBUILD_AFTER.length - 1)] as number;
    // Measured from the last rebuild: the time that it took to fail is part of the wait.
    this.#rebuildAt = Math.max(now, this.#rebuildAt + wait);
    return this.#rebuildAt;
  }

  /** Records whether the link to them is up. */
  noteLink(isUp: boolean, now: number): void {
    this.#upSince = isUp ? (this.#upSince ?? now) : undefined;
    if (this.#upSince !== undefined && now - this.#upSince >= HOLDS_AFTER) this.#rebuilds = 0;
  }

  /** Whether nothing is counted any more, so that this can be discarded. */
  isQuiet(now: number): boolean {
    return (
      !this.isCutOff(now) &&
      now - this.#rebuildAt > CUT_OFF_FOR &&
      [...Object.values(this.#messages), this.#excess, this.#negotiations, this.#connections].every(
        (bucket) => bucket.isFull(now),
      )
    );
  }
}
