/** All open sockets of a room, joined or not: when each last sent something, and which one is closed for a new one. */
import { originOf } from '../base/addresses.js';
import type { RoomLimits } from '../base/limits.js';

/** What a connection keeps through hibernation; far below partykit's limit of 2,048 bytes. */
export interface Attachment {
  /** Id of the participant whose seat it holds; undefined: it has not joined. */
  readonly id?: number;
  /** When a message last arrived, in milliseconds since 1970; may lag behind by up to `STORE_INTERVAL`. */
  readonly heardAt: number;
}

/** One WebSocket, as provided by the platform's adapter. */
export interface RoomConnection {
  readonly id: string;
  readonly state: Attachment | null;
  setState(state: Attachment | null): unknown;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

export interface SocketsHost {
  connections(): Iterable<RoomConnection>;
  /** When the platform itself last answered a connection's ping, if it does so. */
  answeredAt?(connection: RoomConnection): number | undefined;
  /** Called when a socket opens or closes, to count sockets across all rooms. */
  onSocket?(connection: RoomConnection, isOpen: boolean): void;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Storing `heardAt` is expensive, so it is only done when it is older than this, in milliseconds. */
const STORE_INTERVAL = 5_000;

export class Sockets {
  readonly #host: SocketsHost;
  /** In order of arrival. Kept here, since the platform would have to look into each socket. */
  readonly #open = new Set<RoomConnection>();
  readonly #heardAt = new WeakMap<RoomConnection, number>();

  constructor(host: SocketsHost) {
    this.#host = host;
  }

  /** Finds the sockets that survived hibernation. */
  resume(): void {
    for (const connection of this.#host.connections()) {
      this.#open.add(connection);
      this.#host.onSocket?.(connection, true);
    }
  }

  get all(): RoomConnection[] {
    return [...this.#open];
  }

  get count(): number {
    return this.#open.size;
  }

  /** Sockets that have not joined. */
  get lobby(): RoomConnection[] {
    return this.all.filter(({ state }) => state?.id === undefined);
  }

  add(connection: RoomConnection): void {
    this.#open.add(connection);
    this.markActive(connection);
    this.#host.onSocket?.(connection, true);
  }

  remove(connection: RoomConnection): void {
    this.#open.delete(connection);
    this.#host.onSocket?.(connection, false);
  }

  /** Sets whose seat a socket holds; undefined: none. */
  setSeat(connection: RoomConnection, id?: number): void {
    const heardAt = connection.state?.heardAt ?? this.#host.now();
    connection.setState(id === undefined ? { heardAt } : { id, heardAt });
  }

  /** A message arrived. */
  markActive(connection: RoomConnection): void {
    const now = this.#host.now();
    this.#heardAt.set(connection, now);
    const { state } = connection;
    if (!state || now - state.heardAt > STORE_INTERVAL) {
      connection.setState({ ...state, heardAt: now });
    }
  }

  /** When a message last arrived on a connection, including pings that the platform answered. */
  lastHeard(connection: RoomConnection): number {
    const answeredAt = this.#host.answeredAt?.(connection) ?? 0;
    const known = this.#heardAt.get(connection) ?? connection.state?.heardAt ?? 0;
    return Math.max(answeredAt, known);
  }

  /** Whether a connection's address holds more than its share. */
  isCrowded(connection: RoomConnection, { perAddress }: RoomLimits): boolean {
    const origin = originOf(connection);
    return origin !== '' && this.all.filter((one) => originOf(one) === origin).length > perAddress;
  }

  /**
   * Which socket to close for a new one: never the new one, and none that has joined. Of those that have not, the
   * oldest of the new socket's address, or of the address that has the most.
   */
  evictedFor(newest: RoomConnection, limits: RoomLimits): RoomConnection | undefined {
    const others = this.lobby.filter((one) => one !== newest);
    if (this.isCrowded(newest, limits)) {
      const own = others.find((one) => originOf(one) === originOf(newest));
      if (own) return own;
    }
    if (others.length < limits.lobby) return undefined;
    const byOrigin = new Map<string, number>();
    for (const one of others) {
      byOrigin.set(originOf(one), (byOrigin.get(originOf(one)) ?? 0) + 1);
    }
    const most = Math.max(...byOrigin.values());
    return others.find((one) => byOrigin.get(originOf(one)) === most);
  }
}
