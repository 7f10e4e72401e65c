/** Which socket holds whose seat, and all messages to sockets. */
import type { Refusal, RoomMessage } from '../../src/protocol.js';
import type { Log } from '../base/log.js';
import type { Record } from './storage/record.js';
import type { Records } from './storage/records.js';
import type { RoomConnection, Sockets } from './sockets.js';

/** Close codes: 4001 if another socket took over, 4008 for too many messages. */
const CODES: Partial<{ [reason in Refusal]: number }> = { replaced: 4001, 'too-fast': 4008 };
const OTHER_CODE = 4003;

export class Sessions {
  readonly #records: Records;
  readonly #sockets: Sockets;
  readonly #log: Log;
  readonly #bySeat = new Map<number, RoomConnection>();

  constructor(records: Records, sockets: Sockets, log: Log) {
    this.#records = records;
    this.#sockets = sockets;
    this.#log = log;
  }

  /** Restores the seats of sockets that survived hibernation. */
  resume(): void {
    for (const connection of this.#sockets.all) {
      const id = connection.state?.id;
      if (id !== undefined && this.#records.get(id)) this.#bySeat.set(id, connection);
    }
  }

  connectionOf({ id }: Record): RoomConnection | undefined {
    return this.#bySeat.get(id);
  }

  recordOf(connection: RoomConnection): Record | undefined {
    const id = connection.state?.id;
    if (id === undefined || this.#bySeat.get(id) !== connection) return undefined;
    return this.#records.get(id);
  }

  /** Gives a seat to a socket; a different page that held it must learn that it was replaced. */
  assign(record: Record, connection: RoomConnection, page = record.page): void {
    const previous = this.#bySeat.get(record.id);
    if (previous && previous !== connection) {
      this.#sockets.setSeat(previous);
      if (record.page !== page) this.refuse(previous, 'replaced');
      else previous.close(CODES.replaced, 'replaced');
    }
    this.#bySeat.set(record.id, connection);
    this.#sockets.setSeat(connection, record.id);
  }

  /** Frees a seat; its socket, if any, is as before joining. */
  release(record: Record): RoomConnection | undefined {
    const connection = this.#bySeat.get(record.id);
    this.#bySeat.delete(record.id);
    if (connection) this.#sockets.setSeat(connection);
    return connection;
  }

  send(connection: RoomConnection, message: RoomMessage | string): void {
    try {
      connection.send(typeof message === 'string' ? message : JSON.stringify(message));
    } catch {
      // The socket has just died; its close event will follow.
    }
  }

  sendTo(record: Record, message: RoomMessage | string): void {
    const connection = this.connectionOf(record);
    if (connection) this.send(connection, message);
  }

  /** Sends the refusal as a message, since browsers can read only the code of a close, and late. */
  refuse(connection: RoomConnection, reason: Refusal): void {
    const id = connection.state?.id;
    this.#log('refused', { reason, ...(id !== undefined && { id }) });
    this.send(connection, { type: 'refused', reason });
    // A single invalid message must not end a call.
    if (reason !== 'invalid') connection.close(CODES[reason] ?? OTHER_CODE, reason);
  }

  /** Takes the seat of a participant who must leave. */
  evict(record: Record, reason: Refusal): void {
    const connection = this.release(record);
    if (connection) this.refuse(connection, reason);
  }
}
