/** People with real Calls in one real Room, all in memory: one clock, one internet, one server. */
import { Call, type CallOptions } from '../../src/call/call.js';
import * as linkAsides from '../../src/call/link-asides.js';
import * as mediaAsides from '../../src/call/media-asides.js';
import type { Clock, PageEvents, Platform } from '../../src/call/platform.js';
import type { Source } from '../../src/protocol.js';
import { FakeClock } from './fake-clock.js';
import { FakeConnection, FakeInternet } from './fake-connection.js';
import { FakeDevices, FakeStream, type FakeTrack } from './fake-devices.js';
import { FakeRoomServer } from './fake-room-server.js';

/** One page of one person. A reload is another page of the same tab. */
export interface Page {
  readonly host: string;
  readonly call: Call;
  readonly devices: FakeDevices;
  readonly connections: FakeConnection[];
  events: PageEvents | undefined;
  isHidden: boolean;
  /** While the page is hidden its timers run only at whole multiples of this, in milliseconds. */
  wakesEvery: number;
}

/** Numbers that look random and are the same for the same seed (mulberry32). */
export const randomFrom = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};

export class World {
  readonly clock = new FakeClock();
  readonly internet = new FakeInternet(this.clock);
  readonly server = new FakeRoomServer(this.clock);
  /** Hosts whose link is cut. */
  readonly cut = new Set<string>();
  readonly random: () => number;
  readonly #tabs = new Map<string, Map<string, string>>();
  readonly #memories = new Map<string, Map<string, string>>();
  readonly #addresses = new Map<string, number>();
  #ids = 0;

  private constructor(seed: number) {
    this.random = randomFrom(seed);
    this.internet.isOpen = (from, to) => !this.cut.has(from) && !this.cut.has(to);
  }

  static async create(seed = 1): Promise<World> {
    const world = new World(seed);
    await world.server.start();
    return world;
  }

  /** Opens a page in a tab of its own, or again in the same tab. */
  page(
    name: string,
    {
      host = name,
      room = 'tea',
      ...options
    }: { host?: string; room?: string } & Partial<CallOptions> = {},
  ): Page {
    const devices = new FakeDevices();
    const connections: FakeConnection[] = [];
    const tab = this.#tabs.get(host) ?? new Map<string, string>();
    this.#tabs.set(host, tab);
    const memory = this.#memories.get(host) ?? new Map<string, string>();
    this.#memories.set(host, memory);
    const page: { -readonly [Key in keyof Page]: Page[Key] } = {
      host,
      devices,
      connections,
      events: undefined,
      isHidden: false,
      wakesEvery: 1,
      call: undefined as unknown as Call,
    };
    let hasAsides = false;
    const platform: Platform = {
      isSupported: true,
      clock: this.#clockOf(page),
      openSocket: ({ timeout }, events) => {
        const address = this.#addresses.get(host);
        return this.server.connect(host, events, timeout, () => {
          if (address !== this.#addresses.get(host)) return 'gone';
          return this.cut.has(host) ? 'cut' : 'open';
        });
      },
      createConnection: (configuration) => {
        const connection = new FakeConnection(this.internet, host, configuration);
        connections.push(connection);
        return connection as unknown as RTCPeerConnection;
      },
      createCertificate: () => Promise.resolve(undefined),
      createStream: (tracks) => new FakeStream(tracks) as unknown as MediaStream,
      measure: (track) => devices.measure(track as unknown as FakeTrack),
      mediaDevices: devices as unknown as MediaDevices,
      allowsFeature: (feature) => devices.isAllowed(feature),
      seats: {
        take: (place) => Promise.resolve(tab.get(place)),
        keep: (place, seat) => void (seat === undefined ? tab.delete(place) : tab.set(place, seat)),
        leaveNote: (place, note) => void tab.set(`note ${place}`, note),
        takeNote: (place) => {
          const note = tab.get(`note ${place}`);
          tab.delete(`note ${place}`);
          return note;
        },
      },
      memory: {
        get: (key) => memory.get(key),
        set: (key, value) => void memory.set(key, value),
      },
      get isHidden() {
        return page.isHidden;
      },
      watchPage: (events, signal) => {
        page.events = events;
        signal.addEventListener('abort', () => (page.events = undefined));
      },
      loadMediaAsides: async () => {
        if (this.cut.has(host) && !hasAsides) throw new TypeError('Failed to fetch');
        hasAsides = true;
        return Promise.resolve(mediaAsides);
      },
      // The interface has it ready before it is wanted.
      loadLinkAsides: () => Promise.resolve(linkAsides),
      randomId: () => (++this.#ids).toString(16).padStart(16, '0').repeat(2),
      random: this.random,
    };
    page.call = new Call({ server: 'https://calls.example.com', room, name, platform, ...options });
    return page;
  }

  /** Several people who have joined and see each other. */
  async joined(...names: string[]): Promise<Page[]> {
    const pages = names.map((name) => this.page(name));
    for (const { call } of pages) {
      void call.join();
      await this.clock.until(() => call.status === 'joined');
    }
    await this.clock.until(() => areAllConnected(pages));
    return pages;
  }

  /** Puts a page out of sight, where the browser slows its timers down. */
  hide(page: Page, wakesEvery: number): void {
    page.isHidden = true;
    page.wakesEvery = wakesEvery;
    page.events?.onHidden();
  }

  /** Moves a host to another network: its sockets are half-open for ever. */
  move(host: string): void {
    this.#addresses.set(host, (this.#addresses.get(host) ?? 0) + 1);
  }

  /** Ends a page without a word, as a crash does. */
  crash(page: Page): void {
    this.cut.add(page.host);
    for (const connection of page.connections) connection.close();
  }

  /** The clock of one page. What is set before the page is hidden is slow as well. */
  #clockOf(page: Pick<Page, 'isHidden' | 'wakesEvery'>): Clock {
    return {
      now: () => this.clock.now(),
      after: (delay, callback) => {
        const run = () => {
          const early = page.isHidden ? this.clock.now() % page.wakesEvery : 0;
          if (early) cancel = this.clock.after(page.wakesEvery - early, run);
          else callback();
        };
        let cancel = this.clock.after(delay, run);
        return () => cancel();
      },
    };
  }
}

/** Names of the others that a page shows, in order. */
export const othersOf = ({ call }: Page): string[] =>
  call.participants.filter((person) => person !== call.self).map(({ name }) => name);

/** Whether everybody has a link to everybody that is up on both ends. */
export const areAllConnected = (pages: readonly Page[]): boolean =>
  pages.every(
    ({ call }) =>
      call.participants.length === pages.length &&
      call.participants
        .filter(({ id }) => id !== call.self?.id)
        .every(({ id }) => call.linkStatus(id) === 'connected'),
  );

/** What a page shows of a person's sources. */
export const sourcesOf = (page: Page, name: string): readonly Source[] | undefined =>
  page.call.participants.find((person) => person.name === name)?.sources;
