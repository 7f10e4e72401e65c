/** Limits how much each socket sends. The page that holds a seat keeps its allowance when its socket changes. */
import type { RoomLimits } from '../base/limits.js';
import type { Log } from '../base/log.js';
import { Meter, type Verdict } from '../base/meter.js';
import type { ConnectionLifecycle } from './connection-lifecycle.js';
import type { Membership } from './membership.js';
import type { Sessions } from './sessions.js';
import type { RoomConnection } from './sockets.js';
import type { Record } from './storage/record.js';

interface RateLimiterRoom {
  readonly limits: RoomLimits;
  readonly sessions: Sessions;
  readonly membership: Membership;
  readonly lifecycle: ConnectionLifecycle;
  readonly log: Log;
  /** Milliseconds since 1970. */
  now(): number;
}

export class RateLimiter {
  readonly #room: RateLimiterRoom;
  readonly #bySocket = new WeakMap<RoomConnection, Meter>();
  readonly #bySeat = new WeakMap<Record, Meter>();

  constructor(room: RateLimiterRoom) {
    this.#room = room;
  }

  meterOf(connection: RoomConnection): Meter {
    const meter = this.#bySocket.get(connection) ?? new Meter(this.#room.limits, this.#room.now());
    this.#bySocket.set(connection, meter);
    return meter;
  }

  /** A socket takes a seat; for the page that held it before, the new socket brings no new allowance. */
  seat(record: Record, connection: RoomConnection, isSamePage: boolean): void {
    const meter = isSamePage ? this.#bySeat.get(record) : undefined;
    if (meter) this.#bySocket.set(connection, meter);
    this.#bySeat.set(record, this.meterOf(connection));
  }

  /** Whether a message is accepted. If not, its sender may be warned, and is disconnected if that does not help. */
  accepts(connection: RoomConnection, verdict: Verdict): boolean {
    const { sessions, log } = this.#room;
    if (verdict === 'slow-down') sessions.send(connection, { type: verdict });
    if (verdict === 'slow-down' || verdict === 'too-fast') log(verdict);
    if (verdict === 'too-fast') this.#disconnect(connection);
    return verdict === 'accepted';
  }

  #disconnect(connection: RoomConnection): void {
    const { sessions, membership, lifecycle } = this.#room;
    const record = sessions.recordOf(connection);
    sessions.refuse(connection, 'too-fast');
    // A host may return within the grace period: closing their socket must not make someone else host.
    if (record?.role === 'host') lifecycle.lose(connection);
    else if (record) membership.remove([record], 'too-fast');
  }
}
