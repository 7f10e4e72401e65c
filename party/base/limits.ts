/** Capacity and rate limits of a room: passed in, so that tests can use different limits or none. */
import { LIMITS, type Role } from '../../src/protocol.js';
import type { Rate } from '../../src/token-bucket.js';

/** How many participants of each role a room holds. */
export type Capacity = Readonly<Record<Role, number>>;

export const CAPACITY: Capacity = { host: 8, participant: 8, broadcaster: 8, viewer: 12 };

/**
 * The rule behind these limits is explained at `LIMITS` in `src/protocol.ts`: the sender pays for a message, even if
 * others have to answer it, and is counted by something the sender cannot renew.
 */
export interface RoomLimits extends Rate {
  /** Sockets that have not joined: beyond this, the oldest is closed to admit the newest. */
  readonly lobby: number;
  /** Sockets of one address in this room: beyond this, its oldest that has not joined is closed. */
  readonly perAddress: number;
  /** Participants in a room who may send video or audio, across all roles. */
  readonly publishers: number;
  /** Guests waiting to be let in. */
  readonly knocking: number;
  /**
   * `burst` and `perSecond` apply to one socket: a message costs 1, plus 1 per `weight` characters. Eight participants
   * who join at once need about 60 each.
   */
  readonly weight: number;
  /** A broadcast message such as `update` costs 1 more per this many recipients. */
  readonly audience: number;
  /** What the answers of others to one socket may cost. */
  readonly replies: Rate;
  /** How often a seat may change pages, and a socket change seats. */
  readonly pages: Rate;
  /** Newcomers to one room without a token. */
  readonly arrivals: Rate;
  /** Nesting depth of a message; less than clients read, since the offer of a `join` is nested deeper in a roster. */
  readonly depth: number;
}

export const ROOM_LIMITS: RoomLimits = {
  lobby: 64,
  perAddress: 20,
  publishers: LIMITS.publishers,
  knocking: LIMITS.knocking,
  burst: 120,
  perSecond: 30,
  weight: 4_096,
  audience: 8,
  replies: { burst: 240, perSecond: 30 },
  pages: { burst: 3, perSecond: 0.3 },
  arrivals: { burst: 16, perSecond: 2 },
  depth: LIMITS.depth - 1,
};

/** Sockets an address may open per minute in all rooms together, as a multiple of what it may hold in one room. */
export const OPENINGS_PER_SOCKET = 12;
/** Sockets an address may hold in all rooms together, as a multiple of what it may hold in one. */
export const ROOMS_PER_ADDRESS = 10;

/**
 * A socket that is silent for this long is closed, in milliseconds. Browsers run the timers of a hidden page once a
 * minute (https://developer.chrome.com/blog/timer-throttling-in-chrome-88), so a ping may take just over that.
 */
export const SILENCE = { knocking: 30_000, other: 63_000 };
/** How long a guest keeps their place after a silent socket was closed: a hidden page wakes up once a minute. */
export const KNOCKING_GRACE = 63_000;

/** Minimum interval between broadcasts, in milliseconds: to participants; of waiting guests; to the lobby. */
export const BROADCAST_INTERVAL = { roster: 100, knocking: 1_000, lobby: 1_000 };

/** How long a denied guest cannot ask again, in milliseconds. */
export const DENIAL = 30_000;
