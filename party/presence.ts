/** Who is there: whose socket was lost, how long that is borne, and who only seems to be there. */
import { TIMES } from '../src/protocol.js';
import type { Record, Records } from './records.js';
import type { RoomConnection, Seats } from './seats.js';

/** A deadline overdue by more than this was missed because the server was away, not because an alarm is slow. */
const SLOW_ALARM = 5_000;

interface PresenceHost {
  /** When the platform itself answered a ping of a connection last, where it does so. */
  answeredAt?(connection: RoomConnection): number | undefined;
  /** Milliseconds since 1970. */
  now(): number;
}

export class Presence {
  readonly #host: PresenceHost;
  readonly #records: Records;
  readonly #seats: Seats;
  readonly #heardAt = new WeakMap<RoomConnection, number>();
  readonly #startedAt: number;

  /** Takes up where an earlier life ended: whoever has no socket may be back soon. */
  constructor(host: PresenceHost, records: Records, seats: Seats) {
    this.#host = host;
    this.#records = records;
    this.#seats = seats;
    // Sockets outlive a sleep, and nothing else.
    const hasSlept = seats.resume();
    const now = (this.#startedAt = host.now());
    for (const record of records.all) {
      if (seats.of(record)) continue;
      const absenceIsTheServers = record.goneAt === undefined || record.goneAt < now - SLOW_ALARM;
      if (!absenceIsTheServers) continue;
      // The end of a socket can be what woke the room, and then it is no longer among them.
      if (hasSlept) record.awayAt = now + TIMES.lossToAway;
      else {
        record.away = true;
        delete record.awayAt;
      }
      record.goneAt = now + TIMES.lossToGone;
      records.store(record);
    }
  }

  /** Their socket is gone, maybe for a moment. */
  lose(record: Record): void {
    if (record.goneAt === undefined) {
      const now = this.#host.now();
      record.awayAt = now + TIMES.lossToAway;
      record.goneAt = now + TIMES.lossToGone;
    }
    this.#records.store(record);
  }

  /** They say themselves that they may be gone. */
  hide(record: Record): void {
    record.away = true;
    record.goneAt = this.#host.now() + TIMES.hideToGone;
  }

  /** They are there again. */
  find(record: Record): void {
    record.away = false;
    delete record.awayAt;
    delete record.goneAt;
    delete record.unheard;
  }

  /** Something came from a connection; tells whose it is, if they seemed not to be there. */
  hear(connection: RoomConnection): Record | undefined {
    this.#heardAt.set(connection, this.#host.now());
    const record = this.#seats.recordOf(connection);
    if (!record?.unheard) return undefined;
    this.find(record);
    return record;
  }

  /**
   * Somebody calls them, maybe since nothing is heard of them any more; tells whether that is so. A socket whose
   * other end lost its network or its power looks open for many minutes; nobody but the callers would ever tell.
   */
  isUnheard(record: Record): boolean {
    const connection = this.#seats.of(record);
    if (!connection || record.goneAt !== undefined) return false;
    // After a sleep nobody knows when a ping came that the Room answered itself.
    const heardAt = Math.max(this.#startedAt, this.#lastHeard(connection));
    if (this.#host.now() - heardAt < TIMES.unheardToLost) return false;
    record.unheard = true;
    return true;
  }

  /** Carries out the deadlines that have passed: tells who is gone, and whether somebody else looks otherwise now. */
  review(): { gone: Record[]; isChanged: boolean } {
    const now = this.#host.now();
    const isDue = (at: number | undefined) => at !== undefined && at <= now;
    const { all } = this.#records;
    const found = all.filter((record) => {
      const connection = record.unheard && this.#seats.of(record);
      return connection && now - this.#lastHeard(connection) < TIMES.unheardToLost;
    });
    for (const record of found) this.find(record);
    const gone = all.filter(({ goneAt }) => isDue(goneAt));
    const lost = all.filter(({ awayAt, goneAt }) => isDue(awayAt) && !isDue(goneAt));
    for (const record of lost) {
      record.away = true;
      delete record.awayAt;
    }
    for (const record of [...found, ...lost]) this.#records.store(record);
    return { gone, isChanged: found.length + lost.length > 0 };
  }

  /** When something came from a connection last, be it a ping that the platform answered. */
  #lastHeard(connection: RoomConnection): number {
    const { answeredAt } = this.#host;
    return Math.max(this.#heardAt.get(connection) ?? 0, answeredAt?.(connection) ?? 0);
  }
}
