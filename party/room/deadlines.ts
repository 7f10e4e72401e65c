/** When the platform must wake a room: for absences, expiring tokens and relay credentials, and silent sockets. */
import type { IceServers } from '../ice/ice-servers.js';
import { SILENCE } from '../base/limits.js';
import { presenceDeadline } from './storage/record.js';
import type { Records } from './storage/records.js';
import type { Sessions } from './sessions.js';
import type { RoomConnection, Sockets } from './sockets.js';

interface DeadlinesRoom {
  readonly records: Records;
  readonly sockets: Sockets;
  readonly sessions: Sessions;
  readonly ice: IceServers;
  readonly isOpen: boolean;
  /** Milliseconds since 1970. */
  now(): number;
  setAlarm(at: number): Promise<void>;
}

/** The latest alarm, in milliseconds from now: a later one would overflow the units that platforms use. */
const LATEST = 86_400_000;

const hasPassed = (at: number | undefined, now: number) => at === undefined || at <= now;

export class Deadlines {
  readonly #room: DeadlinesRoom;
  /** The alarm that this instance has set; remembered because setting one costs a write. */
  #armedFor: number | undefined;
  /** When the next socket may reach its silence limit. */
  #sweepAt = Infinity;
  /** When clients need new ICE servers; undefined after hibernation, when that time may have passed. */
  #renewAt: number | undefined;
  #lobbyRenewAt: number | undefined;

  constructor(room: DeadlinesRoom) {
    this.#room = room;
  }

  /** Whether the participants' ICE servers are due for renewal. */
  get isIceDue(): boolean {
    const { ice, now } = this.#room;
    return ice.renewAt !== undefined && hasPassed(this.#renewAt, now());
  }

  /** The same for sockets that have not joined. */
  get isLobbyIceDue(): boolean {
    const { ice, now, isOpen } = this.#room;
    return isOpen && ice.lobbyRenewAt !== undefined && hasPassed(this.#lobbyRenewAt, now());
  }

  /** A socket opened, or its user knocked. */
  watchSilence(within: number): void {
    this.#sweepAt = Math.min(this.#sweepAt, this.#room.now() + within);
    this.arm();
  }

  /** The alarm fired, or was lost; returns the sockets that have been silent for too long. */
  takeSilent(): RoomConnection[] {
    this.#armedFor = undefined;
    const { sockets, now } = this.#room;
    const silentAt = (one: RoomConnection) => sockets.lastHeard(one) + this.#silenceLimitOf(one);
    const silent = sockets.all.filter((one) => silentAt(one) <= now());
    const others = sockets.all.filter((one) => !silent.includes(one));
    this.#sweepAt = Math.min(Infinity, ...others.map(silentAt));
    return silent;
  }

  /** The alarm is erased along with the storage. */
  reset(): void {
    this.#armedFor = undefined;
    this.#sweepAt = Infinity;
  }

  /** Sets the alarm for the next deadline. */
  arm(): void {
    const { records, sockets, ice, isOpen, now, setAlarm } = this.#room;
    this.#renewAt = ice.renewAt;
    this.#lobbyRenewAt = ice.lobbyRenewAt;
    const { all } = records;
    let next = this.#sweepAt;
    if (all.length) next = Math.min(next, ice.renewAt ?? Infinity);
    if (isOpen && sockets.count > 0) next = Math.min(next, ice.lobbyRenewAt ?? Infinity);
    for (const { presence, renewAt, endsAt } of all) {
      for (const at of [presenceDeadline(presence), renewAt, endsAt]) {
        if (at && at < next) next = at;
      }
    }
    if (next === Infinity) return;
    next = Math.min(next, now() + LATEST);
    // An alarm that is too early does no harm.
    if (this.#armedFor !== undefined && this.#armedFor <= next) return;
    this.#armedFor = next;
    void setAlarm(next);
  }

  #silenceLimitOf(connection: RoomConnection): number {
    const isKnocking = this.#room.sessions.recordOf(connection)?.knocking;
    return isKnocking ? SILENCE.knocking : SILENCE.other;
  }
}
