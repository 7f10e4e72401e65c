/** Counts the cost of one socket's messages, and of the answers to them. */
import { LIMITS, PING } from '../../src/protocol.js';
import { TokenBucket } from '../../src/token-bucket.js';
import type { RoomLimits } from './limits.js';

/**
 * Messages beyond the limit are dropped. A socket that continues after `slow-down` is closed: for another burst of
 * them after `least` milliseconds, or for more than `bursts` bursts at any time.
 */
const TOLERANCE = { least: 5_000, most: 10_000, bursts: 10 };

/** What happens to a message: it is accepted, or dropped with or without a notice, or its socket is closed. */
export type Verdict = 'accepted' | 'dropped' | 'slow-down' | 'too-fast';

export class Meter {
  readonly #limits: RoomLimits;
  readonly #bucket: TokenBucket;
  readonly #replies: TokenBucket;
  #warnedAt = -Infinity;
  #dropped = 0;

  constructor(limits: RoomLimits, now: number) {
    this.#limits = limits;
    this.#bucket = new TokenBucket(limits, now);
    this.#replies = new TokenBucket(limits.replies, now);
  }

  /** What a message costs its sender. */
  costOf(message: unknown): number {
    const { burst, weight } = this.#limits;
    const length = typeof message === 'string' ? message.length : LIMITS.message;
    return Math.min(burst, message === PING ? 1 : 1 + Math.floor(length / weight));
  }

  /** Charges a message to its sender. */
  spend(cost: number, now: number): Verdict {
    const { burst } = this.#limits;
    if (this.#bucket.take(Math.min(cost, burst), now)) return 'accepted';
    return this.#exceed(now);
  }

  /** Whether the sender may send another message that others have to answer. */
  spendRequest(now: number): Verdict {
    return this.#replies.take(0, now) ? 'accepted' : this.#exceed(now);
  }

  /** An answer costs its sender nothing: the participant who asked pays. */
  refund(cost: number): void {
    this.#bucket.refund(cost);
  }

  /** Charges an answer to the participant who asked. */
  chargeReply(cost: number, now: number): void {
    this.#replies.charge(cost, now);
  }

  #exceed(now: number): Verdict {
    const since = now - this.#warnedAt;
    if (since > TOLERANCE.most) {
      this.#warnedAt = now;
      this.#dropped = 1;
      return 'slow-down';
    }
    this.#dropped++;
    const bursts = this.#dropped / this.#limits.burst;
    const continues = since > TOLERANCE.least && bursts > 1;
    return continues || bursts > TOLERANCE.bursts ? 'too-fast' : 'dropped';
  }
}
