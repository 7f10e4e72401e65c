/** The environment of the connection test, in memory: a server, relays that may or may not answer, a clock. */
import type { Platform, SocketEvents } from '../../src/call/platform.js';
import type { Permission } from '../../src/features/connection-test/report.js';
import { PING, PONG, VERSION, type Hello, type IceServer } from '../../src/protocol.js';
import { FakeClock } from './fake-clock.js';

export const HOST = '10.1.2.3';
export const OUTSIDE = '203.0.113.7';
export const RELAY = '198.51.100.20';

/** A relay's response: an allocation after this many milliseconds, an error code, or none. */
export type Answer = { readonly after: number } | { readonly code: number } | 'silent';

export class FakeWays {
  readonly clock = new FakeClock();
  /** By the URL of the relay. */
  readonly relays = new Map<string, Answer>();
  ice: IceServer[] = [];
  server: 'open' | 'closed' | 'mute' | 'silent' = 'open';
  version = VERSION;
  /** The round trip to the server, and the one-way latency between two ends of a call; in milliseconds. */
  roundTrip = 34;
  latency = 20;
  /** Which packets of a call are lost, by the number of packets sent before. */
  isLost: (number: number) => boolean = () => false;
  /** The candidates that the browser finds without a relay. */
  found = [`udp 1 ${HOST} 50000 typ host`, `udp 1 ${OUTSIDE} 50001 typ srflx`];
  isSupported = true;
  isSecure = true;
  blocked: readonly string[] = [];
  permissions: Record<'microphone' | 'camera', Permission> = {
    microphone: 'granted',
    camera: 'granted',
  };
  devices: readonly MediaDeviceKind[] = ['audioinput', 'videoinput', 'audiooutput'];
  /** Number of connections and sockets that were not closed. */
  open = 0;
  /** Every message sent to the server. */
  readonly sent: string[] = [];
  packets = 0;

  get platform(): Platform {
    const parts: Partial<Platform> = {
      isSupported: this.isSupported,
      clock: this.clock,
      openSocket: (_, events) => this.#connect(events),
      createConnection: (configuration) =>
        new FakeEnd(this, configuration) as unknown as RTCPeerConnection,
      mediaDevices: {
        enumerateDevices: () => Promise.resolve(this.devices.map((kind) => ({ kind }))),
      } as unknown as MediaDevices,
      allowsFeature: (feature) => !this.blocked.includes(feature),
    };
    return parts as Platform;
  }

  get surroundings() {
    return {
      isSecure: this.isSecure,
      permission: (name: 'microphone' | 'camera') => Promise.resolve(this.permissions[name]),
    };
  }

  #connect({ onOpen, onMessage, onClose }: SocketEvents) {
    let isOpen = false;
    this.open++;
    const later = (run: () => void) => this.clock.after(this.roundTrip, run);
    later(() => {
      if (this.server === 'closed') return onClose(1006);
      isOpen = true;
      onOpen();
      const hello: Hello = {
        type: 'hello',
        version: this.version,
        policy: { preview: 'count', locked: false, waiting: false },
        preview: { count: 0 },
        ice: this.ice,
      };
      if (this.server !== 'silent') onMessage(JSON.stringify(hello));
    });
    return {
      get isOpen() {
        return isOpen;
      },
      send: (text: string) => {
        this.sent.push(text);
        if (text === PING && this.server === 'open') later(() => onMessage(PONG));
      },
      close: () => {
        isOpen = false;
        this.open--;
      },
    };
  }
}

class FakeChannel extends EventTarget {
  readyState = 'connecting';
  other: FakeChannel | undefined;
  readonly #ways: FakeWays;

  constructor(ways: FakeWays) {
    super();
    this.#ways = ways;
  }

  send(data: string): void {
    if (this.#ways.isLost(this.#ways.packets++)) return;
    this.#ways.clock.after(this.#ways.latency, () =>
      this.other?.dispatchEvent(Object.assign(new Event('message'), { data })),
    );
  }
}

class FakeEnd extends EventTarget {
  localDescription: { from: FakeEnd } | null = null;
  readonly #ways: FakeWays;
  readonly #configuration: RTCConfiguration;
  #channel: FakeChannel | undefined;
  #remote: FakeEnd | undefined;
  #candidates = 0;
  #isClosed = false;

  constructor(ways: FakeWays, configuration: RTCConfiguration) {
    super();
    for (const { urls } of configuration.iceServers ?? []) {
      if ([urls].flat().some((url) => url.includes('#'))) throw new SyntaxError(String(urls));
    }
    this.#ways = ways;
    this.#configuration = configuration;
    ways.open++;
  }

  createDataChannel(): FakeChannel {
    return (this.#channel = new FakeChannel(this.#ways));
  }

  async setLocalDescription(): Promise<void> {
    await Promise.resolve();
    this.localDescription = { from: this };
    this.#gather();
  }

  async setRemoteDescription({ from }: { from: FakeEnd }): Promise<void> {
    await Promise.resolve();
    this.#remote = from;
    this.#connect();
  }

  async addIceCandidate(): Promise<void> {
    await Promise.resolve();
    // As browsers do.
    if (!this.#remote) throw new Error('InvalidStateError');
    this.#candidates++;
    this.#connect();
  }

  close(): void {
    if (!this.#isClosed) this.#ways.open--;
    this.#isClosed = true;
  }

  #gather(): void {
    const { iceServers = [], iceTransportPolicy } = this.#configuration;
    if (iceTransportPolicy !== 'relay') this.#ways.found.forEach((rest) => this.#tell(rest));
    const urls = iceServers.flatMap((one) => one.urls).filter((url) => url.startsWith('turn'));
    let pending = urls.length;
    const end = () => pending-- <= 1 && this.#tell(undefined);
    if (!urls.length) return void end();
    for (const url of urls) {
      const answer = this.#ways.relays.get(url) ?? 'silent';
      if (answer === 'silent') continue;
      const delay = 'after' in answer ? answer.after : 5;
      this.#ways.clock.after(delay, () => {
        if (this.#isClosed) return;
        if ('after' in answer) this.#tell(`udp 1 ${RELAY} 49160 typ relay`);
        else {
          const failure = { errorCode: answer.code, url };
          this.dispatchEvent(Object.assign(new Event('icecandidateerror'), failure));
        }
        end();
      });
    }
  }

  #tell(rest: string | undefined): void {
    const candidate = rest === undefined ? null : { candidate: `candidate:1 1 ${rest}` };
    this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate }));
  }

  /** Connects once both ends have a description and a candidate of each other; one end learns of it later. */
  #connect(): void {
    const there = this.#remote;
    if (!there || there.#remote !== this) return;
    const [one, other] = [this.#channel, there.#channel];
    if (!one || !other || one.other) return;
    if (!this.#candidates || !there.#candidates) return;
    [one.other, other.other] = [other, one];
    const open = (channel: FakeChannel) => {
      channel.readyState = 'open';
      channel.dispatchEvent(new Event('open'));
    };
    open(one);
    this.#ways.clock.after(this.#ways.latency, () => open(other));
  }
}
