/** Who is present: whose socket was lost, how long the grace period is, and who only seems present. */
import { TIMES } from '../../src/protocol.js';
import type { Record, Records } from './storage/records.js';
import type { Sessions } from './sessions.js';
import type { RoomConnection, Sockets } from './sockets.js';

/** A deadline overdue by more than this was missed because the server was down, not because an alarm was slow. */
const SLOW_ALARM = 5_000;

interface PresenceHost {
  /** Milliseconds since 1970. */
  now(): number;
}

export class Presence {
  readonly #host: PresenceHost;
  readonly #records: Records;
  readonly #sessions: Sessions;
  readonly #sockets: Sockets;
  readonly #startedAt: number;

  /** Resumes after a restart or hibernation: participants without a socket may be back soon. */
  constructor(host: PresenceHost, records: Records, sessions: Sessions, sockets: Sockets) {
    this.#host = host;
    this.#records = records;
    this.#sessions = sessions;
    this.#sockets = sockets;
    // Sockets and stored records survive hibernation; nothing in memory does.
    const hasSlept = sockets.count > 0;
    const now = (this.#startedAt = host.now());
    for (const record of records.all) {
      if (sessions.of(record)) continue;
      const absenceIsTheServers = record.goneAt === undefined || record.goneAt < now - SLOW_ALARM;
      if (!absenceIsTheServers) continue;
      // The close of a socket may have woken the room; that socket is then no longer among them.
      if (hasSlept) record.awayAt = now + TIMES.lossToAway;
      else {
        record.away = true;
        delete record.awayAt;
      }
      record.goneAt = now + TIMES.lossToGone;
      records.store(record);
    }
  }

  /** Their socket is gone, maybe only briefly. */
  markLost(record: Record, grace: number = TIMES.lossToGone): void {
    if (record.goneAt === undefined) {
      const now = this.#host.now();
      record.awayAt = now + TIMES.lossToAway;
      record.goneAt = now + grace;
    }
    this.#records.store(record);
  }

  /** Their own page reported that they may be gone. */
  hide(record: Record): void {
    record.away = true;
    record.goneAt = this.#host.now() + TIMES.hideToGone;
  }

  /** They are present again. */
  markPresent(record: Record): void {
    record.away = false;
    delete record.awayAt;
    delete record.goneAt;
    delete record.unheard;
  }

  /** A message arrived on a connection; returns its record if they had seemed unresponsive. */
  hear(connection: RoomConnection): Record | undefined {
    this.#sockets.hear(connection);
    const record = this.#sessions.recordOf(connection);
    if (!record?.unheard) return undefined;
    this.markPresent(record);
    return record;
  }

  /**
   * A peer signals them, maybe because they stopped responding; returns whether they did. A socket whose remote end
   * lost its network or its power looks open for many minutes; only the peers would notice.
   */
  isUnresponsive(record: Record): boolean {
    const connection = this.#sessions.of(record);
    if (!connection || record.goneAt !== undefined) return false;
    // After hibernation, the time of the last ping that the Room answered itself is unknown.
    const heardAt = Math.max(this.#startedAt, this.#sockets.lastHeard(connection));
    if (this.#host.now() - heardAt < TIMES.unheardToLost) return false;
    record.unheard = true;
    return true;
  }

  /** Applies the deadlines that have passed; returns who is gone, and whether other participants changed. */
  review(): { gone: Record[]; isChanged: boolean } {
    const now = this.#host.now();
    const isDue = (at: number | undefined) => at !== undefined && at <= now;
    const { all } = this.#records;
    const found = all.filter((record) => {
      const connection = record.unheard && this.#sessions.of(record);
      return connection && now - this.#sockets.lastHeard(connection) < TIMES.unheardToLost;
    });
    for (const record of found) this.markPresent(record);
    const gone = all.filter(({ goneAt }) => isDue(goneAt));
    const lost = all.filter(({ awayAt, goneAt }) => isDue(awayAt) && !isDue(goneAt));
    for (const record of lost) {
      record.away = true;
      delete record.awayAt;
    }
    for (const record of [...found, ...lost]) this.#records.store(record);
    return { gone, isChanged: found.length + lost.length > 0 };
  }
}
