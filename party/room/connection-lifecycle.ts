/** How sockets open, and how they are lost: closed by the client, evicted for a newer one, or silent for too long. */
import { KNOCKING_GRACE, SILENCE, type RoomLimits } from '../base/limits.js';
import type { Log } from '../base/log.js';
import type { Deadlines } from './deadlines.js';
import type { Presence } from './presence.js';
import type { Sessions } from './sessions.js';
import type { RoomConnection, Sockets } from './sockets.js';

/** Close codes of RFC 6455 and its registry: message too big; try again later. */
const TOO_LONG = 1009;
const TRY_AGAIN = 1013;
/** Our own code: the socket was silent for too long. */
const SILENT = 4009;

interface LifecycleRoom {
  readonly limits: RoomLimits;
  readonly sockets: Sockets;
  readonly sessions: Sessions;
  readonly presence: Presence;
  readonly deadlines: Deadlines;
  readonly log: Log;
  /** A socket is no longer usable. */
  onLost(connection: RoomConnection): void;
}

export class ConnectionLifecycle {
  readonly #room: LifecycleRoom;

  constructor(room: LifecycleRoom) {
    this.#room = room;
  }

  open(connection: RoomConnection): void {
    const { sockets, limits, deadlines } = this.#room;
    sockets.add(connection);
    const evicted = sockets.evictedFor(connection, limits);
    // Its page retries, and is then the newest.
    if (evicted) this.#close(evicted, TRY_AGAIN, 'others came');
    deadlines.watchSilence(SILENCE.other);
  }

  /** A socket is no longer usable; its seat, if any, is kept for a while. */
  lose(connection: RoomConnection, grace?: number): void {
    const { sockets, sessions, presence, deadlines, onLost } = this.#room;
    onLost(connection);
    sockets.remove(connection);
    const record = sessions.recordOf(connection);
    if (!record) return;
    sessions.release(record);
    presence.markLost(record, grace);
    deadlines.arm();
  }

  /** Closes a socket that sent a message beyond the size limit. */
  refuseLongMessage(connection: RoomConnection): void {
    this.#room.log('refused', { reason: 'too-long' });
    this.#close(connection, TOO_LONG, 'too long');
  }

  closeSilent(): void {
    const { deadlines, sessions, log } = this.#room;
    for (const connection of deadlines.takeSilent()) {
      const isKnocking = sessions.recordOf(connection)?.knocking;
      log('silent');
      this.#close(connection, SILENT, 'silent', isKnocking ? KNOCKING_GRACE : undefined);
    }
  }

  /** Closes a socket. Its close event may come late, so it counts as lost right away. */
  #close(connection: RoomConnection, code: number, reason: string, grace?: number): void {
    connection.close(code, reason);
    this.lose(connection, grace);
  }
}
