/** Decides whether a `join` gets a seat, and why if it does not. */
import { TIMES, VERSION, type ClientMessage } from '../../src/protocol.js';
import type { Access, Denial, Grant } from './access.js';
import { originOf } from '../base/addresses.js';
import { TokenBucket } from '../../src/token-bucket.js';
import type { RoomLimits } from '../base/limits.js';
import type { Log } from '../base/log.js';
import { hashesOf, type Record } from './storage/record.js';
import type { Records } from './storage/records.js';
import type { Membership } from './membership.js';
import type { Rules } from './rules.js';
import type { Sessions } from './sessions.js';
import type { RoomConnection, Sockets } from './sockets.js';

export type Join = ClientMessage & { type: 'join' };

/** A new token is requested this long before expiry, in milliseconds; for a short-lived one, halfway to expiry. */
const RENEWAL = 60_000;
/** How often a page that requests seats too fast gets `slow-down` before it is refused. */
const EXCESS = { burst: 10, perSecond: 1 };

/** A participant who may take a seat, for the first time or again. */
export interface Entry {
  readonly record: Record;
  readonly isNew: boolean;
}

interface AdmissionRoom {
  readonly access: Access;
  readonly limits: RoomLimits;
  readonly records: Records;
  readonly rules: Rules;
  readonly sockets: Sockets;
  readonly sessions: Sessions;
  readonly membership: Membership;
  readonly log: Log;
  /** The room's name. */
  name(): string;
  /** Milliseconds since 1970. */
  now(): number;
}

/** How often a seat may change pages or a socket change seats, and how often either gets `slow-down`. */
interface SwitchLimits {
  readonly allowed: TokenBucket;
  readonly excess: TokenBucket;
}

export class Admission {
  readonly #room: AdmissionRoom;
  /** Joins whose token is being checked. */
  readonly #joining = new Map<RoomConnection, Join>();
  /** By seat or socket. */
  readonly #switches = new WeakMap<object, SwitchLimits>();
  readonly #arrivals: TokenBucket;

  constructor(room: AdmissionRoom) {
    this.#room = room;
    this.#arrivals = new TokenBucket(room.limits.arrivals, room.now());
  }

  /** A socket left or closed: its pending join is dropped. */
  forget(connection: RoomConnection): void {
    this.#joining.delete(connection);
  }

  /** The entry for a join; undefined if it was refused, after a reply, or superseded while its token was checked. */
  enter(connection: RoomConnection, message: Join): Entry | Promise<Entry | undefined> | undefined {
    const { sessions, records, access } = this.#room;
    if (message.version !== VERSION) return this.#refuse(connection, 'version');
    const hashes = hashesOf(message.seat);
    const seated = sessions.recordOf(connection) ?? records.ofSeat(hashes.seatHash);
    if (seated) {
      const isSamePage = seated.page === message.page;
      if (!isSamePage && !this.#maySwitch(seated, connection)) {
        // The page will retry with this seat, so the seat must still exist by then.
        const goneAt = this.#room.now() + TIMES.lossToGone;
        if (seated.presence.type !== 'present') seated.presence = { ...seated.presence, goneAt };
        return undefined;
      }
      return { record: seated, isNew: false };
    }
    if (access.isOpen) return this.#accept(connection, message, hashes);
    this.#joining.set(connection, message);
    return this.#check(connection, message, hashes);
  }

  async #check(
    connection: RoomConnection,
    message: Join,
    hashes: ReturnType<typeof hashesOf>,
  ): Promise<Entry | undefined> {
    const answer = await this.#room.access.check(message.token, this.#room.name());
    // Meanwhile the client may have left, sent another join, or taken the seat on another socket.
    if (this.#joining.get(connection) !== message) return undefined;
    this.#joining.delete(connection);
    if (this.#room.records.ofSeat(hashes.seatHash)) return this.enter(connection, message);
    if (typeof answer === 'string') return this.#refuse(connection, answer);
    return this.#accept(connection, message, hashes, answer);
  }

  /** Replaces a token before it expires. The subject must stay the same. */
  async renew(record: Record, token: string): Promise<'renewed' | 'gone' | Denial> {
    const { access, records, log } = this.#room;
    // In an open room, tokens have no effect.
    if (access.isOpen) return 'gone';
    const grant = await access.check(token, this.#room.name());
    if (records.get(record.id) !== record) return 'gone';
    if (typeof grant === 'string' || grant.sub !== record.sub) {
      const reason = typeof grant === 'string' ? grant : 'sub';
      log('token-refused', { id: record.id, reason });
      return reason === 'sub' ? 'token-invalid' : reason;
    }
    this.#grant(record, grant, this.#room.rules.roleAfter(record, grant.role));
    log('token-renewed', { id: record.id, role: record.role });
    return 'renewed';
  }

  /** Asks for new tokens in place of those that expire soon. */
  requestRenewals(): void {
    const { records, sessions } = this.#room;
    const now = this.#room.now();
    for (const record of records.all.filter(({ renewAt }) => renewAt && renewAt <= now)) {
      delete record.renewAt;
      records.store(record);
      sessions.sendTo(record, { type: 'renew' });
    }
  }

  /** Takes the seats of participants whose token has expired, and returns their records. */
  evictExpired(): Record[] {
    const { records, sessions } = this.#room;
    const now = this.#room.now();
    const expired = records.all.filter(({ endsAt }) => endsAt && endsAt <= now);
    for (const record of expired) sessions.evict(record, 'token-expired');
    return expired;
  }

  /** Accepts a newcomer, if the room allows it. */
  #accept(
    connection: RoomConnection,
    { page, profile }: Join,
    hashes: ReturnType<typeof hashesOf>,
    grant?: Grant,
  ): Entry | undefined {
    const { records, rules, sockets, sessions, membership, limits } = this.#room;
    const now = this.#room.now();
    const role = grant?.role ?? (records.present.length ? 'participant' : 'host');
    const refusal = rules.refusal(role, hashes.seatHash, grant?.sub, now);
    if (refusal) return this.#refuse(connection, refusal);
    // Tokens cannot be forged, but in an open room anyone can join as a newcomer repeatedly.
    if (!grant && sockets.isCrowded(connection, limits))
      return this.#refuse(connection, 'room-full');
    if (!this.#maySwitch(connection, connection)) return undefined;
    if (!grant && !this.#arrivals.take(1, now)) return this.#delay(connection);
    const origin = originOf(connection);
    const mustKnock = rules.mustKnock(role);
    const displaced = mustKnock ? rules.displacedBy(origin) : undefined;
    if (displaced === 'nobody') return this.#refuse(connection, 'room-full');
    if (displaced) {
      sessions.evict(displaced, 'room-full');
      membership.remove([displaced], 'room-full');
    }
    const record: Record = {
      id: records.nextId(now),
      page,
      role,
      profile,
      presence: { type: 'present' },
      knocking: mustKnock,
      barred: [],
      ...hashes,
      ...(origin && { origin }),
    };
    if (grant) this.#grant(record, grant, role);
    // Added immediately, so that simultaneous joins count this one.
    records.add(record);
    return { record, isNew: true };
  }

  /** Records what a token grants. */
  #grant(record: Record, { name, sub, endsAt }: Grant, role: Record['role']): void {
    const now = this.#room.now();
    const left = endsAt - now;
    const renewAt = now + Math.max(left - RENEWAL, left / 2);
    Object.assign(record, { role, named: name, sub, endsAt, renewAt });
  }

  /** Whether a seat may change pages now, or a socket change seats: peers have to create new links for it. */
  #maySwitch(of: Record | RoomConnection, connection: RoomConnection): boolean {
    const now = this.#room.now();
    const limits = this.#switches.get(of) ?? {
      allowed: new TokenBucket(this.#room.limits.pages, now),
      excess: new TokenBucket(EXCESS, now),
    };
    this.#switches.set(of, limits);
    if (limits.allowed.take(1, now)) return true;
    // A page that was reloaded quickly retries by itself, and gets its seat a little later.
    if (limits.excess.take(1, now)) this.#delay(connection);
    else this.#refuse(connection, 'too-fast');
    return false;
  }

  #delay(connection: RoomConnection): undefined {
    this.#room.log('delayed');
    this.#room.sessions.send(connection, { type: 'slow-down' });
  }

  #refuse(connection: RoomConnection, reason: Parameters<Sessions['refuse']>[1]): undefined {
    this.#room.sessions.refuse(connection, reason);
  }
}
