/** A real Room behind sockets in memory, with a storage that outlives it. */
import type { Socket, SocketEvents } from '../../src/call/platform.js';
import type { Policy } from '../../src/protocol.js';
import { Access, type AccessSettings } from '../../party/room/access.js';
import { CAPACITY, ROOM_LIMITS, type Capacity, type RoomLimits } from '../../party/base/limits.js';
import type { IceHost } from '../../party/ice/hosted-credentials.js';
import { IceServers, type IceSettings } from '../../party/ice/ice-servers.js';
import type { Record } from '../../party/room/storage/record.js';
import { Room, type RoomHost } from '../../party/room/room.js';
import type { Attachment, RoomConnection } from '../../party/room/sockets.js';
import type { FakeClock } from './fake-clock.js';

class FakeServerConnection implements RoomConnection {
  readonly id: string;
  state: Attachment | null = null;
  readonly sent: string[] = [];
  readonly #deliver: (text: string) => void;
  readonly #end: (code?: number) => void;
  isClosed = false;
  /** The code with which the Room closed it. */
  closedWith: number | undefined;

  constructor(id: string, deliver: (text: string) => void, end: (code?: number) => void) {
    this.id = id;
    this.#deliver = deliver;
    this.#end = end;
  }

  setState(state: Attachment | null): void {
    this.state = state;
  }

  send(text: string): void {
    if (this.isClosed) throw new Error('closed');
    this.sent.push(text);
    this.#deliver(text);
  }

  close(code?: number): void {
    this.closedWith ??= code;
    this.#end(code);
  }
}

/** Whether packets pass between a host and the server; `gone`: never again, since the host's address changed. */
export type LinkState = 'open' | 'cut' | 'gone';

const RETRANSMIT = 20;

/** What a test can do to a frame in transit: the frame arrives once after each of these delays, in milliseconds. */
export type Fate = (frame: { to: 'room' | 'client'; text: string; host: string }) => number[];

export class FakeRoomServer {
  readonly clock: FakeClock;
  readonly storage = new Map<string, unknown>();
  readonly connections = new Set<FakeServerConnection>();
  /** Called for every frame of every client, so that a test can also inspect it. */
  fate: Fate = () => [10];
  policy: Policy = { preview: 'count', locked: false, waiting: false };
  capacity: Capacity = CAPACITY;
  limits: RoomLimits = ROOM_LIMITS;
  access: AccessSettings = {};
  /** What was reported to the directory of rooms. */
  readonly reported: (number | undefined)[] = [];
  /** Each line of the log. */
  readonly events: { event: string; [fact: string]: string | number }[] = [];
  ice: IceSettings = { stun: [], lifetime: 7_200_000 };
  /** The response of a hosted TURN service. */
  fetch: IceHost['fetch'] = () => Promise.reject(new TypeError('nobody is there'));
  /** When the platform itself last answered a ping of a connection. */
  answeredAt: RoomHost['answeredAt'];
  readonly logged: string[] = [];
  /** The stored records of participants. */
  get records(): Record[] {
    return [...this.storage]
      .filter(([key]) => key.startsWith('record:'))
      .map(([, record]) => record as Record);
  }

  /** The address under which a host is counted; '' if the server doesn't know it. */
  addressOf: (host: string) => string = () => '';
  #sockets = 0;
  room: Room | undefined;
  /** Pending timers of the current Room instance. */
  readonly #waiting = new Set<() => void>();
  #life = 0;
  #cancelAlarm = () => {};
  #storedAlarm: number | undefined;

  constructor(clock: FakeClock) {
    this.clock = clock;
  }

  /** Starts the Room from its storage, for the first time or after a crash. */
  async start(): Promise<void> {
    const life = ++this.#life;
    const room = new Room({
      storage: {
        get: <T>(key: string) => Promise.resolve(structuredClone(this.storage.get(key)) as T),
        list: <T>({ prefix }: { prefix: string }) =>
          Promise.resolve(
            new Map(
              [...this.storage]
                .filter(([key]) => key.startsWith(prefix))
                .map(([key, value]) => [key, structuredClone(value) as T]),
            ),
          ),
        put: (key, value) => {
          this.storage.set(key, structuredClone(value));
          return Promise.resolve();
        },
        delete: (key) => {
          this.storage.delete(key);
          return Promise.resolve();
        },
        deleteAll: () => {
          this.storage.clear();
          this.#storedAlarm = undefined;
          this.#cancelAlarm();
          return Promise.resolve();
        },
        setAlarm: (at) => {
          this.#storedAlarm = at;
          this.#cancelAlarm();
          this.#cancelAlarm = this.clock.after(at - this.clock.now(), () => {
            if (life === this.#life) this.room?.alarm();
          });
          return Promise.resolve();
        },
      },
      connections: () => this.connections,
      answeredAt: (connection) => this.answeredAt?.(connection),
      now: () => this.clock.now(),
      after: (delay, callback) => {
        const act = () => {
          this.#waiting.delete(act);
          cancel();
          if (life === this.#life) callback();
        };
        const cancel = this.clock.after(delay, act);
        this.#waiting.add(act);
        return () => {
          this.#waiting.delete(act);
          cancel();
        };
      },
      name: () => 'tea',
      report: (_name, since) => {
        this.reported.push(since);
        return Promise.resolve();
      },
      settings: { policy: this.policy, capacity: this.capacity },
      limits: this.limits,
      access: new Access(this.access, () => this.clock.now()),
      log: (event, facts) => this.events.push({ event, ...facts }),
      ice: new IceServers(this.ice, {
        now: () => this.clock.now(),
        fetch: (url, init) => this.fetch(url, init),
        log: (line) => this.logged.push(line),
      }),
    });
    await room.start();
    this.room = room;
  }

  /** Crashes as with SIGKILL: clients' sockets close, memory and alarms are lost, storage remains. */
  kill(): void {
    this.room = undefined;
    this.#life++;
    this.#cancelAlarm();
    for (const connection of [...this.connections]) connection.close();
    this.connections.clear();
  }

  /**
   * Hibernates and wakes: memory is lost, while sockets, their attachments and the alarm remain.
   * @param lost a socket whose close wakes the Room: by then, both runtimes no longer list it
   */
  async hibernate(lost?: FakeServerConnection): Promise<void> {
    // A runtime doesn't hibernate a room that has pending timers.
    for (const act of [...this.#waiting]) act();
    const alarm = this.#storedAlarm;
    if (lost) this.#forget(lost);
    await this.start();
    if (alarm !== undefined && alarm > this.clock.now()) this.#storedAlarm = alarm;
    if (lost) this.room?.close(lost);
  }

  /** A browser's socket to this server, from a host whose link a test can interrupt. */
  connect(host: string, events: SocketEvents, timeout: number, link: () => LinkState): Socket {
    const isOpen = () => link() === 'open';
    let state: 'connecting' | 'open' | 'closed' = 'connecting';
    const end = (code = 1006) => {
      if (state === 'closed') return;
      state = 'closed';
      cancelTimeout();
      events.onClose(code);
    };
    const cancelTimeout = this.clock.after(timeout, () => {
      if (state === 'connecting') end();
    });
    const inOrder = { room: 0, client: 0 };
    const onTheWay: { room: (() => void)[]; client: (() => void)[] } = { room: [], client: [] };
    const pump = (to: 'room' | 'client') => {
      // TCP retransmits what was lost during a cut; if the address is gone, nothing arrives.
      if (link() === 'cut') this.clock.after(RETRANSMIT, () => pump(to));
      else if (isOpen()) onTheWay[to].shift()?.();
    };
    const travel = (to: 'room' | 'client', text: string, arrive: () => void) => {
      for (const delay of this.fate({ to, text, host })) {
        // A socket delivers in order: a late frame delays those behind it.
        inOrder[to] = Math.max(inOrder[to], this.clock.now() + delay);
        onTheWay[to].push(arrive);
        this.clock.after(inOrder[to] - this.clock.now(), () => pump(to));
      }
    };
    const connection = new FakeServerConnection(
      `${this.addressOf(host)}.${++this.#sockets}`,
      (text) => travel('client', text, () => state === 'open' && events.onMessage(text)),
      (code) => {
        this.#forget(connection);
        if (!isOpen()) return;
        // After everything that was sent before it.
        inOrder.client = Math.max(inOrder.client, this.clock.now() + 10);
        this.clock.after(inOrder.client - this.clock.now(), () => end(code));
      },
    );
    this.clock.after(20, () => {
      if (state !== 'connecting' || !isOpen()) return;
      if (!this.room) return end();
      state = 'open';
      cancelTimeout();
      this.connections.add(connection);
      events.onOpen();
      this.room.connect(connection);
    });
    return {
      get isOpen() {
        return state === 'open';
      },
      send: (text) =>
        travel('room', text, () => {
          const work = connection.isClosed ? undefined : this.room?.message(connection, text);
          if (work) void this.clock.hold(work);
        }),
      close: () => {
        if (state === 'closed') return;
        const wasOpen = state === 'open';
        state = 'closed';
        cancelTimeout();
        const arrives = Math.max(inOrder.room, this.clock.now() + 10);
        if (wasOpen && isOpen()) {
          this.clock.after(arrives - this.clock.now(), () => this.#closed(connection));
        }
      },
    };
  }

  /** The server notices that a socket is dead, as TCP eventually does. */
  noticeDead(connection: FakeServerConnection): void {
    this.#closed(connection);
  }

  #closed(connection: FakeServerConnection): void {
    if (!this.connections.has(connection)) return;
    this.#forget(connection);
    this.room?.close(connection);
  }

  #forget(connection: FakeServerConnection): void {
    connection.isClosed = true;
    this.connections.delete(connection);
  }
}
