/** People with real Calls in one real Room, all in memory: one clock, one internet, one server. */
import { setMaxListeners } from 'node:events';
import { Call, type CallOptions } from '../../src/call/call.js';
import * as linkDiagnostics from '../../src/call/diagnostics/link-diagnostics.js';
import * as activeMedia from '../../src/call/media/active-media.js';
import type { CallPlatform } from '../../src/call/lazy-chunks.js';
import type { Clock, PageEvents } from '../../src/call/platform.js';
import { SOURCES, type Source } from '../../src/protocol.js';
import { FakeClock } from './fake-clock.js';
import { FakeConnection, FakeInternet } from './fake-connection.js';
import { FakeDevices, FakeStream, type FakeTrack } from './fake-devices.js';
import { FakeRoomServer } from './fake-room-server.js';

/** One page of one person. A reload is another page in the same tab. */
export interface Page {
  readonly host: string;
  readonly call: Call;
  readonly devices: FakeDevices;
  readonly connections: FakeConnection[];
  events: PageEvents | undefined;
  isHidden: boolean;
  /** While the page is hidden, its timers run only at multiples of this, in milliseconds. */
  wakesEvery: number;
  /** How many more connections its browser creates before it throws. */
  connectionsLeft: number;
  /** How far off this page's system time is, in milliseconds; a test can change it at any time. */
  dateIsOff: number;
}

/** Pseudorandom numbers that are the same for the same seed (mulberry32). */
export const randomFrom = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};

/** Milliseconds between two frames of a page. */
const FRAME = 16;

export class World {
  readonly clock = new FakeClock();
  readonly internet: FakeInternet;
  readonly server = new FakeRoomServer(this.clock);
  /** Hosts whose link is cut. */
  readonly cut = new Set<string>();
  readonly random: () => number;
  /** The maximum duration of a connection operation, a device request and a download, in milliseconds; at least 1. */
  slowness = { connection: 4, device: 40, download: 10 };
  readonly #paces: () => number;
  readonly #tabs = new Map<string, Map<string, string>>();
  readonly #memories = new Map<string, Map<string, string>>();
  readonly #addresses = new Map<string, number>();
  #ids = 0;

  private constructor(seed: number) {
    this.random = randomFrom(seed);
    this.#paces = randomFrom(~seed);
    this.internet = new FakeInternet(this.clock, () => this.#work('connection'));
    this.internet.isOpen = (from, to) => !this.cut.has(from) && !this.cut.has(to);
  }

  static async create(seed = 1): Promise<World> {
    const world = new World(seed);
    await world.server.start();
    return world;
  }

  /** Opens a page in its own tab, or again in the same tab. */
  page(
    name: string,
    {
      host = name,
      room = 'tea',
      foreign = {},
      ...options
    }: {
      host?: string;
      room?: string;
      foreign?: Partial<CallPlatform>;
    } & Partial<CallOptions> = {},
  ): Page {
    const devices = new FakeDevices(() => this.#work('device'));
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
      dateIsOff: 0,
      connectionsLeft: Infinity,
      call: undefined as unknown as Call,
    };
    let hasActiveMedia = false;
    const clock = this.#clockOf(page);
    const platform: CallPlatform = {
      isSupported: true,
      clock,
      nextFrame: (callback) => clock.after(FRAME, callback),
      openSocket: ({ timeout }, events) => {
        const address = this.#addresses.get(host);
        return this.server.connect(host, events, timeout, () => {
          if (address !== this.#addresses.get(host)) return 'gone';
          return this.cut.has(host) ? 'cut' : 'open';
        });
      },
      createConnection: (configuration) => {
        // As Chromium does once a page has 500.
        if (page.connectionsLeft-- <= 0) throw new DOMException('Too many', 'UnknownError');
        const connection = new FakeConnection(this.internet, host, configuration);
        connections.push(connection);
        return connection as unknown as RTCPeerConnection;
      },
      createCertificate: () => this.#work('connection').then(() => undefined),
      createStream: (tracks) => new FakeStream(tracks) as unknown as MediaStream,
      measure: (track) => devices.measure(track as unknown as FakeTrack),
      isSecure: true,
      mediaDevices: devices as unknown as MediaDevices,
      allowsFeature: (feature) => devices.isAllowed(feature),
      seats: {
        take: (place) => this.#work('device').then(() => tab.get(place)),
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
        // Everything that a session listens to ends with this signal.
        setMaxListeners(20, signal);
        signal.addEventListener('abort', () => (page.events = undefined));
      },
      loadActiveMedia: async () => {
        await this.#work('download');
        if (this.cut.has(host) && !hasActiveMedia) throw new TypeError('Failed to fetch');
        hasActiveMedia = true;
        return activeMedia;
      },
      loadLinkDiagnostics: () => this.#work('download').then(() => linkDiagnostics),
      randomId: () => (++this.#ids).toString(16).padStart(16, '0').repeat(2),
      random: this.random,
    };
    // Overrides for this browser.
    Object.assign(platform, foreign);
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

  /** Hides a page, so that the browser slows its timers down. */
  hide(page: Page, wakesEvery: number): void {
    page.isHidden = true;
    page.wakesEvery = wakesEvery;
    page.events?.onHidden();
  }

  /** Moves a host to another network: its sockets stay half-open forever. */
  move(host: string): void {
    this.#addresses.set(host, (this.#addresses.get(host) ?? 0) + 1);
  }

  /** Ends a page without a goodbye, as a crash does. */
  crash(page: Page): void {
    this.cut.add(page.host);
    for (const connection of page.connections) connection.close();
  }

  #work(what: keyof World['slowness']): Promise<void> {
    return this.clock.work(1 + Math.floor(this.#paces() * this.slowness[what]));
  }

  /** The clock of one page. Timers set before the page is hidden are slowed down as well. */
  #clockOf(page: Pick<Page, 'isHidden' | 'wakesEvery' | 'dateIsOff'>): Clock {
    // Like `performance.now()`: it knows no dates, and starts shortly after the page.
    const opened = this.clock.now() - 50;
    return {
      now: () => this.clock.now() - opened,
      date: () => this.clock.now() + page.dateIsOff,
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

/** Names of the other participants that a page shows, in order. */
export const othersOf = ({ call }: Page): string[] =>
  call.participants.filter((person) => person !== call.self).map(({ name }) => name);

/** Whether every participant has a link to every other that is connected on both ends. */
export const areAllConnected = (pages: readonly Page[]): boolean =>
  pages.every(
    ({ call }) =>
      call.participants.length === pages.length &&
      call.participants
        .filter(({ id }) => id !== call.self?.id)
        .every(({ id }) => call.linkStatus(id) === 'connected'),
  );

/** Every difference between what is on and what a page's links send, as text; empty if there is none. */
export function wronglySent({ call, connections }: Page): string[] {
  const living = connections.filter(({ connectionState }) => connectionState === 'connected');
  return living.flatMap((connection) =>
    connection.getTransceivers().flatMap(({ sender }, lane) => {
      const source = SOURCES[lane]!;
      const on = call.stream('self', source)?.getTracks()[0] ?? null;
      const { active } = sender.getParameters().encodings[0]!;
      const to = `${call.name} to ${connection.other?.host}: ${source}`;
      return [
        ...(sender.track === on ? [] : [`${to} is ${on ? 'on' : 'off'}, its track is not`]),
        ...(active === Boolean(on) ? [] : [`${to} is ${on ? 'on' : 'off'}, active ${active}`]),
      ];
    }),
  );
}

/** The sources that a page shows for a participant. */
export const sourcesOf = (page: Page, name: string): readonly Source[] | undefined =>
  page.call.participants.find((person) => person.name === name)?.sources;
