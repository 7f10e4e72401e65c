/** Who may join a room, and its policy: the operator's settings for all rooms and for this one, and its hosts'. */
import { ROLES, type Policy, type Refusal, type Role } from '../../src/protocol.js';
import type { Capacity, RoomLimits } from '../base/limits.js';
import { isAway, type Record } from './storage/record.js';
import type { Records } from './storage/records.js';

export interface RulesHost {
  settings: { policy: Policy; capacity: Capacity };
  limits: RoomLimits;
}

/** From the most to the least privileged. */
const RANKS: readonly Role[] = ['host', 'participant', 'broadcaster', 'viewer'];

const publishes = (role: Role) => ROLES[role].publishes.length > 0;

/** Whether a participant may request that others are muted, removed or let in. */
export const moderates = ({ role, knocking }: Record): boolean =>
  ROLES[role].moderates && !knocking;

export class Rules {
  readonly #host: RulesHost;
  readonly #records: Records;

  constructor(host: RulesHost, records: Records) {
    this.#host = host;
    this.#records = records;
  }

  get policy(): Policy {
    const { operator, host } = this.#records.roomState;
    const { preview, locked, waiting } = { ...this.#host.settings.policy, ...operator, ...host };
    return { preview, locked, waiting };
  }

  get capacity(): Capacity {
    return { ...this.#host.settings.capacity, ...this.#records.roomState.operator.capacity };
  }

  /** Whether a newcomer has to wait for a host. */
  mustKnock(role: Role): boolean {
    return this.policy.waiting && role !== 'host';
  }

  /** Why a newcomer can neither join nor wait, if so. */
  refusal(role: Role, seatHash: string, sub: string | undefined, now: number): Refusal | undefined {
    if (this.#records.isBanned(seatHash, sub)) return 'removed';
    if (this.policy.locked && role !== 'host') return 'locked';
    if (!this.mustKnock(role)) return this.hasPlace(role) ? undefined : 'room-full';
    return this.#records.isDenied(seatHash, sub, now) ? 'denied' : undefined;
  }

  /**
   * Which waiting guest to remove for a new one: the newest of the address with the most, so that one user cannot take
   * all places. Undefined if there is a free place; 'nobody' if the new guest's address would then have as many.
   */
  displacedBy(origin: string): Record | 'nobody' | undefined {
    const { knocking } = this.#records;
    if (knocking.length < this.#host.limits.knocking) return undefined;
    const countOf = (of: string) => knocking.filter((one) => (one.origin ?? '') === of).length;
    const most = Math.max(...knocking.map((one) => countOf(one.origin ?? '')));
    if (most < countOf(origin) + 2) return 'nobody';
    return knocking.findLast((one) => countOf(one.origin ?? '') === most) ?? 'nobody';
  }

  /** Whether there is a place for one more of a role, or for a participant in the room to change to it. */
  hasPlace(role: Role, except?: Record): boolean {
    const others = this.#records.present.filter((record) => record !== except);
    if (others.filter((record) => record.role === role).length >= this.capacity[role]) return false;
    const publishers = others.filter((record) => publishes(record.role));
    return !publishes(role) || publishers.length < this.#host.limits.publishers;
  }

  /** The role after a new token: a lower one always applies, a higher one only if there is a place. */
  roleAfter(record: Record, granted: Role): Role {
    const isMore = RANKS.indexOf(granted) < RANKS.indexOf(record.role);
    return isMore && !this.hasPlace(granted, record) ? record.role : granted;
  }

  /** Who becomes host if there is none; participants who are away come last, since they may be gone soon. */
  get nextHost(): Record | undefined {
    const { present } = this.#records;
    if (present.some(({ role }) => role === 'host')) return undefined;
    return present.find((record) => !isAway(record)) ?? present[0];
  }
}
