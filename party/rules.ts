/** Who may come into a room and what holds in it: the operator's wishes for all rooms, for this one, and its hosts'. */
import { ROLES, type Policy, type Refusal, type Role } from '../src/protocol.js';
import type { Capacity, RoomLimits } from './limits.js';
import type { Record, Records } from './records.js';

export interface RulesHost {
  settings: { policy: Policy; capacity: Capacity };
  limits: RoomLimits;
}

const publishes = (role: Role) => ROLES[role].publishes.length > 0;

/** Whether somebody may ask for others to be muted, removed or let in. */
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
    const { operator, host } = this.#records.kept;
    const { preview, locked, waiting } = { ...this.#host.settings.policy, ...operator, ...host };
    return { preview, locked, waiting };
  }

  get capacity(): Capacity {
    return { ...this.#host.settings.capacity, ...this.#records.kept.operator.capacity };
  }

  /** Whether somebody new has to wait for a host. */
  mustKnock(role: Role): boolean {
    return this.policy.waiting && role !== 'host';
  }

  /** Why somebody new cannot even wait, if so. */
  refusal(role: Role, seatHash: string, sub: string | undefined): Refusal | undefined {
    if (this.#records.isOut(seatHash, sub)) return 'removed';
    if (this.policy.locked && role !== 'host') return 'locked';
    const { knocking } = this.#records;
    const isFull = this.mustKnock(role)
      ? knocking.length >= this.#host.limits.knocking
      : !this.hasPlace(role);
    return isFull ? 'room-full' : undefined;
  }

  /** Whether one more of a role fits in. */
  hasPlace(role: Role): boolean {
    const { present } = this.#records;
    const ofRole = present.filter((record) => record.role === role);
    if (ofRole.length >= this.capacity[role]) return false;
    const publishers = present.filter((record) => publishes(record.role));
    return !publishes(role) || publishers.length < this.#host.limits.publishers;
  }

  /** Who is to be host where there is none; whoever is away may be gone soon. */
  get nextHost(): Record | undefined {
    const { present } = this.#records;
    if (present.some(({ role }) => role === 'host')) return undefined;
    return present.find(({ away }) => !away) ?? present[0];
  }
}
