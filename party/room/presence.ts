/** Who is present: whose socket was lost, how long the grace period is, and who only seems present. */
import { TIMES } from '../../src/protocol.js';
import { isAway, type Record } from './storage/record.js';
import type { Records } from './storage/records.js';
import type { Sessions } from './sessions.js';
import type { RoomConnection, Sockets } from './sockets.js';

/** A deadline overdue by more than this was missed because the server was down, not because an alarm was slow. */
const SLOW_ALARM = 5_000;

/** Whether a message on their socket, if it is still open, means that they are back. */
const isLost = ({ presence }: Record): boolean =>
  presence.type === 'lost' || presence.type === 'away';

interface PresenceRoom {
  readonly records: Records;
  readonly sessions: Sessions;
  readonly sockets: Sockets;
  /** Milliseconds since 1970. */
  now(): number;
}

export class Presence {
  readonly #room: PresenceRoom;
  #startedAt = 0;

  constructor(room: PresenceRoom) {
    this.#room = room;
  }

  /** Resumes after a restart or hibernation: participants without a socket may be back soon. */
  resume(): void {
    const { records, sessions, sockets } = this.#room;
    // Sockets and stored records survive hibernation; nothing in memory does.
    const hasSlept = sockets.count > 0;
    const now = (this.#startedAt = this.#room.now());
    for (const record of records.all) {
      if (sessions.connectionOf(record)) continue;
      const { presence } = record;
      const absenceIsTheServers = presence.type === 'present' || presence.goneAt < now - SLOW_ALARM;
      if (!absenceIsTheServers) continue;
      const goneAt = now + TIMES.lossToGone;
      // The close of a socket may have woken the room; that socket is then no longer among them.
      record.presence =
        hasSlept && !isAway(record)
          ? { type: 'lost', awayAt: now + TIMES.lossToAway, goneAt }
          : { type: 'away', goneAt };
      records.store(record);
    }
  }

  /** Their socket is gone, maybe only briefly. */
  markLost(record: Record, grace: number = TIMES.lossToGone): void {
    if (record.presence.type === 'present') {
      const now = this.#room.now();
      record.presence = { type: 'lost', awayAt: now + TIMES.lossToAway, goneAt: now + grace };
    }
    this.#room.records.store(record);
  }

  /** Their own page reported that they may be gone. */
  markHidden(record: Record): void {
    record.presence = { type: 'hidden', goneAt: this.#room.now() + TIMES.hideToGone };
  }

  /** They are present again. */
  markPresent(record: Record): void {
    record.presence = { type: 'present' };
  }

  /** A message arrived on a connection; returns the record of a participant who had seemed lost. */
  messageArrived(connection: RoomConnection): Record | undefined {
    this.#room.sockets.markActive(connection);
    const record = this.#room.sessions.recordOf(connection);
    if (!record || !isLost(record)) return undefined;
    this.markPresent(record);
    return record;
  }

  /**
   * Whether a participant whom a peer signals has stopped responding. A socket whose remote end lost its network or its
   * power looks open for many minutes; only the peers would notice.
   */
  isUnresponsive(record: Record): boolean {
    const connection = this.#room.sessions.connectionOf(record);
    if (!connection || record.presence.type !== 'present') return false;
    // After hibernation, the time of the last ping that the Room answered itself is unknown.
    const heardAt = Math.max(this.#startedAt, this.#room.sockets.lastHeard(connection));
    return this.#room.now() - heardAt >= TIMES.unheardToLost;
  }

  /** Applies the deadlines that have passed; returns who is gone, and whether other participants changed. */
  applyDeadlines(): { gone: Record[]; isChanged: boolean } {
    const now = this.#room.now();
    const gone: Record[] = [];
    let isChanged = false;
    for (const record of this.#room.records.all) {
      const { presence } = record;
      if (presence.type === 'present') continue;
      if (isLost(record) && this.#respondsAgain(record)) this.markPresent(record);
      else if (presence.goneAt <= now) gone.push(record);
      else if (presence.type === 'lost' && presence.awayAt <= now) {
        record.presence = { type: 'away', goneAt: presence.goneAt };
      }
      if (record.presence === presence) continue;
      this.#room.records.store(record);
      isChanged = true;
    }
    return { gone, isChanged };
  }

  /** Whether the platform has answered a ping of their open socket in the meantime. */
  #respondsAgain(record: Record): boolean {
    const connection = this.#room.sessions.connectionOf(record);
    if (!connection) return false;
    return this.#room.now() - this.#room.sockets.lastHeard(connection) < TIMES.unheardToLost;
  }
}
