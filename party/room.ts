/** The Room: who is here and what they show, and the relay between them. No platform is imported, so it runs in memory. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import {
  areLinked,
  ClientMessage,
  EXIT,
  LIMITS,
  parseOneOf,
  PING,
  PONG,
  ROLES,
  TIMES,
  VERSION,
  type Hello,
  type Policy,
  type Profile,
  type Refusal,
  type Role,
  type RoomMessage,
  type Roster,
} from '../src/protocol.js';
import type { IceServers } from './ice.js';

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

/** What the Room needs of its platform. */
export interface RoomHost {
  storage: {
    list<T>(options: { prefix: string }): Promise<Map<string, T>>;
    put(key: string, value: unknown): Promise<void>;
    delete(key: string): Promise<unknown>;
    setAlarm(at: number): Promise<void>;
  };
  connections(): Iterable<RoomConnection>;
  /** When the platform itself answered a ping of a connection last, where it does so. */
  answeredAt?(connection: RoomConnection): number | undefined;
  /** Milliseconds since 1970. */
  now(): number;
  settings: { policy: Policy };
  ice: IceServers;
}

/** What the Room keeps of a participant in its storage. */
interface Record {
  id: number;
  page: string;
  role: Role;
  profile: Profile;
  away: boolean;
  /** SHA-256 of the seat, so that whoever reads the storage cannot sit down. */
  seatHash: string;
  /** The same of what lets anybody leave for them. */
  exitHash?: string;
  /** When they become away and when they are gone, if nothing is heard of them until then. */
  awayAt?: number;
  goneAt?: number;
  /** Whether their socket is open, and dead as far as anybody can tell. */
  unheard?: boolean;
}

const keyOf = (id: number) => `record:${id}`;
const hash = (secret: string) => bytesToHex(sha256(utf8ToBytes(secret)));

/** A deadline overdue by more than this was missed because the server was away, not because an alarm is slow. */
const SLOW_ALARM = 5_000;

export class Room {
  readonly #host: RoomHost;
  readonly #records = new Map<number, Record>();
  readonly #seated = new Map<number, RoomConnection>();
  readonly #heardAt = new WeakMap<RoomConnection, number>();
  #startedAt = 0;
  #lastId = 0;
  /** When browsers need other ICE servers; undefined after a sleep, in which it may have passed. */
  #renewAt: number | undefined;

  constructor(host: RoomHost) {
    this.#host = host;
  }

  /** Takes up the records of an earlier life. The platform delivers nothing before it is done. */
  async start(): Promise<void> {
    const stored = await this.#host.storage.list<Record>({ prefix: keyOf(0).slice(0, -1) });
    for (const record of stored.values()) this.#records.set(record.id, record);
    let hasSlept = false;
    for (const connection of this.#host.connections()) {
      // Sockets outlive a sleep, and nothing else.
      hasSlept = true;
      const id = connection.state?.id;
      if (id !== undefined && this.#records.has(id)) this.#seated.set(id, connection);
    }
    const now = (this.#startedAt = this.#host.now());
    for (const record of this.#records.values()) {
      if (this.#seated.has(record.id)) continue;
      const absenceIsTheServers = record.goneAt === undefined || record.goneAt < now - SLOW_ALARM;
      if (!absenceIsTheServers) continue;
      // The end of a socket can be what woke the room, and then it is no longer among them.
      if (hasSlept) record.awayAt = now + TIMES.lossToAway;
      else {
        record.away = true;
        delete record.awayAt;
      }
      record.goneAt = now + TIMES.lossToGone;
      this.#store(record);
    }
    this.#arm();
    void this.#renewIce();
  }

  /** A socket opened: it learns what somebody may know who has not joined. */
  connect(connection: RoomConnection): void {
    this.#send(connection, this.#hello());
  }

  message(connection: RoomConnection, text: unknown): void {
    this.#hear(connection);
    if (text === PING) return connection.send(PONG);
    const message = typeof text === 'string' ? parseOneOf(ClientMessage, text) : undefined;
    if (!message) return this.#refuse(connection, 'invalid');
    if (message.type === 'join') return this.#join(connection, message);
    if (message.type === 'leave' && message.exit) return this.#leaveFor(message.exit);

    const record = this.#recordOf(connection);
    if (!record) return;
    switch (message.type) {
      case 'update':
        if (this.#updateProfile(record, message.profile)) this.#changed(record);
        return;
      case 'signal':
        this.#call(message.to);
        return this.#sendTo(message.to, {
          type: 'signal',
          from: record.id,
          signal: message.signal,
        });
      case 'ask':
        if (!ROLES[record.role].moderates) return;
        return this.#sendTo(message.to, { type: 'asked', from: record.id, action: message.action });
      case 'away':
        record.away = true;
        record.goneAt = this.#host.now() + TIMES.hideToGone;
        return this.#changed(record);
      case 'leave':
        connection.setState(null);
        return this.#remove([record]);
      default:
        message satisfies never;
    }
  }

  /** A socket closed, maybe long after its replacement opened: only the one that holds the seat counts. */
  close(connection: RoomConnection): void {
    const record = this.#recordOf(connection);
    if (!record) return;
    this.#seated.delete(record.id);
    this.#lose(record);
  }

  /** Carries out the deadlines that have passed. */
  alarm(): void {
    const now = this.#host.now();
    const found = [...this.#records.values()].filter(({ id, unheard }) => {
      const connection = this.#seated.get(id);
      return unheard && connection && now - this.#lastHeard(connection) < TIMES.unheardToLost;
    });
    for (const record of found) {
      this.#find(record);
      this.#store(record);
    }
    const due = (at: number | undefined) => at !== undefined && at <= now;
    const gone = [...this.#records.values()].filter((record) => due(record.goneAt));
    const lost = [...this.#records.values()].filter(
      (record) => due(record.awayAt) && !due(record.goneAt),
    );
    for (const record of lost) {
      record.away = true;
      delete record.awayAt;
      this.#store(record);
    }
    if (gone.length) this.#remove(gone);
    else if (lost.length || found.length || this.#isIceOld) this.#tellEverybody();
    this.#arm();
    void this.#renewIce();
  }

  #join(connection: RoomConnection, message: ClientMessage & { type: 'join' }): void {
    if (message.version !== VERSION) return this.#refuse(connection, 'version');
    const seatHash = hash(message.seat);
    let record = this.#recordOf(connection) ?? this.#recordOfSeat(seatHash);
    if (record) {
      this.#replace(record, connection, message.page);
      if (record.page === message.page) this.#updateProfile(record, message.profile);
      else Object.assign(record, { page: message.page, profile: message.profile });
      this.#find(record);
    } else {
      if (this.#isFull()) return this.#refuse(connection, 'room-full');
      record = {
        id: this.#nextId(),
        page: message.page,
        role: 'participant',
        profile: message.profile,
        away: false,
        seatHash,
        exitHash: hash(message.seat.slice(0, EXIT)),
      };
      this.#records.set(record.id, record);
    }
    this.#seated.set(record.id, connection);
    connection.setState({ id: record.id });
    this.#store(record);

    const offered = message.offer && this.#newestFor(record);
    if (offered) this.#call(offered.id);
    this.#send(connection, {
      ...this.#rosterFor(record),
      ...(offered && { offered: offered.id }),
    });
    const { offer } = message;
    for (const other of this.#records.values()) {
      if (other === record) continue;
      const isOffered = other === offered && offer;
      this.#sendTo(other.id, {
        ...this.#rosterFor(other),
        ...(isOffered && { offer: { from: record.id, signal: offer } }),
      });
    }
    this.#tellLobby();
    this.#arm();
  }

  /** Their socket is gone, maybe for a moment. */
  #lose(record: Record): void {
    if (record.goneAt === undefined) {
      const now = this.#host.now();
      record.awayAt = now + TIMES.lossToAway;
      record.goneAt = now + TIMES.lossToGone;
    }
    this.#store(record);
    this.#arm();
  }

  /** They are there again. */
  #find(record: Record): void {
    record.away = false;
    delete record.awayAt;
    delete record.goneAt;
    delete record.unheard;
  }

  /**
   * Somebody calls them, maybe since nothing is heard of them any more. A socket whose other end lost its
   * network or its power looks open for many minutes; nobody but the callers would ever tell.
   */
  #call(id: number): void {
    const connection = this.#seated.get(id);
    const record = this.#records.get(id);
    if (!connection || !record || record.goneAt !== undefined) return;
    // After a sleep nobody knows when a ping came that the Room answered itself.
    const heardAt = Math.max(this.#startedAt, this.#lastHeard(connection));
    if (this.#host.now() - heardAt < TIMES.unheardToLost) return;
    record.unheard = true;
    this.#lose(record);
  }

  /** When something came from a connection last, be it a ping that the platform answered. */
  #lastHeard(connection: RoomConnection): number {
    const { answeredAt } = this.#host;
    return Math.max(this.#heardAt.get(connection) ?? 0, answeredAt?.(connection) ?? 0);
  }

  #hear(connection: RoomConnection): void {
    this.#heardAt.set(connection, this.#host.now());
    const record = this.#recordOf(connection);
    if (!record?.unheard) return;
    this.#find(record);
    this.#changed(record);
  }

  /** Somebody left while the Room could not hear it; who knows the exit has it from nobody else. */
  #leaveFor(exit: string): void {
    const exitHash = hash(exit);
    const record = [...this.#records.values()].find((one) => one.exitHash === exitHash);
    if (!record) return;
    this.#seated.get(record.id)?.setState(null);
    this.#remove([record]);
  }

  /** Takes the seat from the connection that held it; another page must know that it was replaced. */
  #replace(record: Record, connection: RoomConnection, page: string): void {
    const previous = this.#seated.get(record.id);
    if (!previous || previous === connection) return;
    previous.setState(null);
    if (record.page !== page) this.#refuse(previous, 'replaced');
    previous.close(4001, 'replaced');
  }

  /** The member for whom a newcomer prepared its first offer: the newest who can hear it. */
  #newestFor(newcomer: Record): Record | undefined {
    return [...this.#records.values()]
      .filter((record) => record.id < newcomer.id && this.#seated.has(record.id))
      .filter((record) => areLinked(record.role, newcomer.role))
      .sort((a, b) => b.id - a.id)[0];
  }

  #isFull(): boolean {
    const publishers = [...this.#records.values()].filter(
      (record) => ROLES[record.role].publishes.length > 0,
    );
    return publishers.length >= LIMITS.publishers || this.#records.size >= LIMITS.participants;
  }

  #nextId(): number {
    this.#lastId = Math.max(this.#host.now(), this.#lastId + 1, ...this.#ids().map((id) => id + 1));
    return this.#lastId;
  }

  #ids(): number[] {
    return [...this.#records.keys()];
  }

  #recordOf(connection: RoomConnection): Record | undefined {
    const id = connection.state?.id;
    if (id === undefined || this.#seated.get(id) !== connection) return undefined;
    return this.#records.get(id);
  }

  #recordOfSeat(seatHash: string): Record | undefined {
    return [...this.#records.values()].find((record) => record.seatHash === seatHash);
  }

  #updateProfile(record: Record, profile: Profile): boolean {
    if (profile.counter <= record.profile.counter) return false;
    record.profile = profile;
    return true;
  }

  #remove(records: Record[]): void {
    for (const { id } of records) {
      this.#records.delete(id);
      this.#seated.delete(id);
      void this.#host.storage.delete(keyOf(id));
    }
    this.#tellEverybody();
  }

  #changed(record: Record): void {
    this.#store(record);
    this.#tellEverybody();
    this.#arm();
  }

  #store(record: Record): void {
    void this.#host.storage.put(keyOf(record.id), record);
  }

  #arm(): void {
    this.#renewAt = this.#host.ice.renewAt;
    const deadlines = [...this.#records.values()].flatMap(({ awayAt, goneAt }) => [
      awayAt ?? Infinity,
      goneAt ?? Infinity,
      this.#renewAt ?? Infinity,
    ]);
    const next = Math.min(...deadlines);
    if (Number.isFinite(next)) void this.#host.storage.setAlarm(next);
  }

  /** Whether what everybody has of ICE servers is to be renewed. */
  get #isIceOld(): boolean {
    const { ice, now } = this.#host;
    return ice.renewAt !== undefined && (this.#renewAt === undefined || this.#renewAt <= now());
  }

  /** Where credentials come from elsewhere, everybody is told once they are here. */
  async #renewIce(): Promise<void> {
    if (!(await this.#host.ice.renew())) return;
    this.#tellEverybody();
    this.#arm();
  }

  #tellEverybody(): void {
    for (const record of this.#records.values()) this.#sendTo(record.id, this.#rosterFor(record));
    this.#tellLobby();
  }

  /** Those who have not joined learn what they may. */
  #tellLobby(): void {
    const hello = this.#hello();
    for (const connection of this.#host.connections()) {
      if (connection.state === null) this.#send(connection, hello);
    }
  }

  #rosterFor(record: Record): Roster {
    return {
      type: 'roster',
      you: record.id,
      participants: [...this.#records.values()]
        .sort((a, b) => a.id - b.id)
        .map(({ id, page, role, away, profile }) => ({ id, page, role, away, profile })),
      policy: this.#host.settings.policy,
      ice: this.#host.ice.for(`${record.id}`),
    };
  }

  #hello(): Hello {
    const { policy } = this.#host.settings;
    // Whoever is away may be the same person, who comes back through the lobby.
    const records = [...this.#records.values()].filter(({ away }) => !away);
    return {
      type: 'hello',
      version: VERSION,
      policy,
      preview: {
        ...(policy.preview !== 'none' && { count: records.length }),
        ...(policy.preview === 'names' && { names: records.map((record) => record.profile.name) }),
      },
      // The first offer is made in the lobby, and wants its relay too.
      ice: this.#host.ice.for('lobby'),
    };
  }

  #refuse(connection: RoomConnection, reason: Refusal): void {
    this.#send(connection, { type: 'refused', reason });
  }

  #sendTo(id: number, message: RoomMessage): void {
    const connection = this.#seated.get(id);
    if (connection) this.#send(connection, message);
  }

  #send(connection: RoomConnection, message: RoomMessage): void {
    try {
      connection.send(JSON.stringify(message));
    } catch {
      // The socket died under our hands; its close will follow and speak for it.
    }
  }
}
