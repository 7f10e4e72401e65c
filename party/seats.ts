/** Which socket holds whose seat, and all that is said to sockets. */
import type { Refusal, RoomMessage } from '../src/protocol.js';
import type { Log } from './log.js';
import type { Record, Records } from './records.js';

/** What a connection remembers through hibernation; kept far below partykit's 2,048 bytes. */
export interface Attachment {
  readonly id: number;
}

/** One WebSocket, as the platform's adapter gives it. */
export interface RoomConnection {
  readonly state: Attachment | null;
  setState(state: Attachment | null): unknown;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

/** Close codes: 4001 where another socket took over, 4008 for too many messages. */
const CODES: Partial<{ [reason in Refusal]: number }> = { replaced: 4001, 'too-fast': 4008 };
const OTHER_CODE = 4003;

export class Seats {
  readonly #records: Records;
  readonly #connections: () => Iterable<RoomConnection>;
  readonly #log: Log;
  /** All that are open, joined or not: to ask the platform takes it a look into each. */
  #open = new Set<RoomConnection>();
  readonly #seated = new Map<number, RoomConnection>();

  constructor(records: Records, connections: () => Iterable<RoomConnection>, log: Log) {
    this.#records = records;
    this.#connections = connections;
    this.#log = log;
  }

  /** Finds the sockets that outlived a sleep; tells whether there are any. */
  resume(): boolean {
    this.#open = new Set(this.#connections());
    for (const connection of this.#open) {
      const id = connection.state?.id;
      if (id !== undefined && this.#records.get(id)) this.#seated.set(id, connection);
    }
    return this.#open.size > 0;
  }

  /** Those who have not joined. */
  get lobby(): RoomConnection[] {
    return [...this.#open].filter(({ state }) => state === null);
  }

  /** A socket opened; tells whether there are no more than so many. */
  add(connection: RoomConnection, most: number): boolean {
    this.#open.add(connection);
    // One of which no end was heard does not count for ever.
    if (this.#open.size > most) this.#open = new Set(this.#connections());
    return this.#open.size <= most;
  }

  /** A socket closed. */
  drop(connection: RoomConnection): void {
    this.#open.delete(connection);
  }

  of({ id }: Record): RoomConnection | undefined {
    return this.#seated.get(id);
  }

  recordOf(connection: RoomConnection): Record | undefined {
    const id = connection.state?.id;
    if (id === undefined || this.#seated.get(id) !== connection) return undefined;
    return this.#records.get(id);
  }

  /** A socket takes a seat from the one that held it; another page must know that it was replaced. */
  take(record: Record, connection: RoomConnection, page = record.page): void {
    const previous = this.#seated.get(record.id);
    if (previous && previous !== connection) {
      previous.setState(null);
      if (record.page !== page) this.refuse(previous, 'replaced');
      else previous.close(CODES.replaced, 'replaced');
    }
    this.#seated.set(record.id, connection);
    connection.setState({ id: record.id });
  }

  /** The seat is nobody's; its socket, if it is there, is as before joining. */
  release(record: Record): RoomConnection | undefined {
    const connection = this.#seated.get(record.id);
    this.#seated.delete(record.id);
    connection?.setState(null);
    return connection;
  }

  send(connection: RoomConnection, message: RoomMessage): void {
    try {
      connection.send(JSON.stringify(message));
    } catch {
      // The socket died under our hands; its close will follow and speak for it.
    }
  }

  tell(record: Record, message: RoomMessage): void {
    const connection = this.of(record);
    if (connection) this.send(connection, message);
  }

  /** Says no in a message, for a browser cannot read more of a close than its code, and that late. */
  refuse(connection: RoomConnection, reason: Refusal): void {
    const id = connection.state?.id;
    this.#log('refused', { reason, ...(id !== undefined && { id }) });
    this.send(connection, { type: 'refused', reason });
    // One message that was not understood ends nobody's call.
    if (reason !== 'invalid') connection.close(CODES[reason] ?? OTHER_CODE, reason);
  }

  /** Takes the seat of somebody who must go. */
  expel(record: Record, reason: Refusal): void {
    const connection = this.release(record);
    if (connection) this.refuse(connection, reason);
  }
}
