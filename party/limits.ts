/** How much a room takes, and of whom: given in from outside, so that a test can run it with others or with none. */
import { LIMITS, PING, type Role } from '../src/protocol.js';

/** How many of each role a room holds. */
export type Capacity = Readonly<Record<Role, number>>;

export const CAPACITY: Capacity = { host: 8, participant: 8, broadcaster: 8, viewer: 12 };

export interface RoomLimits {
  /** Sockets open to one room, joined or not. */
  readonly sockets: number;
  /** People in a room who may send picture or sound, of whatever roles. */
  readonly publishers: number;
  /** People who wait before it. */
  readonly knocking: number;
  /**
   * What one socket may say at once, and each second after that. A message costs 1, and 1 more for each
   * `weight` of it. Eight people who come at once need some 60 each.
   */
  readonly burst: number;
  readonly perSecond: number;
  /** In characters. */
  readonly weight: number;
  /** Of a message that was parsed. */
  readonly depth: number;
}

export const ROOM_LIMITS: RoomLimits = {
  sockets: 256,
  publishers: LIMITS.publishers,
  knocking: LIMITS.knocking,
  burst: 120,
  perSecond: 30,
  weight: 4_096,
  depth: 8,
};

/** Sockets that one address may open in a minute, all rooms together. */
export const OPENINGS_PER_MINUTE = 60;

/** Whoever goes on after being told to slow down, for so long or by another burst, has to go. In milliseconds. */
const PATIENCE = { least: 1_000, most: 10_000 };

/** Tokens that drip into a bucket until it is full. */
export class Bucket {
  readonly #size: number;
  readonly #perSecond: number;
  #level: number;
  #at: number;

  constructor(size: number, perSecond: number, now: number) {
    this.#size = this.#level = size;
    this.#perSecond = perSecond;
    this.#at = now;
  }

  /** Takes that much out; false if there is not so much in it. */
  take(amount: number, now: number): boolean {
    const dripped = (Math.max(0, now - this.#at) / 1_000) * this.#perSecond;
    this.#level = Math.min(this.#size, this.#level + dripped);
    this.#at = now;
    if (this.#level < amount) return false;
    this.#level -= amount;
    return true;
  }

  isFull(now: number): boolean {
    return this.take(0, now) && this.#level >= this.#size;
  }
}

/** What becomes of a message: it is heard, or dropped with or without a word, or ends its socket. */
export type Verdict = 'heard' | 'dropped' | 'slow-down' | 'too-fast';

/** Counts what one socket says. */
export class Meter {
  readonly #limits: RoomLimits;
  readonly #bucket: Bucket;
  #warnedAt = -Infinity;
  #dropped = 0;

  constructor(limits: RoomLimits, now: number) {
    this.#limits = limits;
    this.#bucket = new Bucket(limits.burst, limits.perSecond, now);
  }

  judge(message: unknown, now: number): Verdict {
    const { burst, weight } = this.#limits;
    const length = typeof message === 'string' ? message.length : LIMITS.message;
    const cost = message === PING ? 1 : 1 + Math.floor(length / weight);
    if (this.#bucket.take(Math.min(cost, burst), now)) return 'heard';
    const since = now - this.#warnedAt;
    if (since > PATIENCE.most) {
      this.#warnedAt = now;
      this.#dropped = 1;
      return 'slow-down';
    }
    this.#dropped++;
    return since > PATIENCE.least || this.#dropped > burst ? 'too-fast' : 'dropped';
  }
}

/** Whether data is nested no deeper than that. */
export function isShallow(data: unknown, depth: number): boolean {
  if (typeof data !== 'object' || data === null) return true;
  return depth > 0 && Object.values(data).every((value) => isShallow(value, depth - 1));
}
