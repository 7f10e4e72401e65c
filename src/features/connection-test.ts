/** Tests whether a call would work from here, and why not: step by step, without joining anything. */
import { createBrowserPlatform } from '../call/browser/browser-platform.js';
import { CallError } from '../call/call-error.js';
import { isServerAddress } from '../call/signaling/is-server-address.js';
import type { Platform } from '../call/platform.js';
import { readIceSettings } from '../call/link/ice-settings.js';
import { TypedEventTarget } from '../call/base/typed-event-target.js';
import { canonicalRoomName } from '../protocol.js';
import { callOneself } from './connection-test/loopback.js';
import { findCandidates } from './connection-test/candidates.js';
import { conclude } from './connection-test/conclude.js';
import {
  browserSurroundings,
  judgeContext,
  judgeDevices,
  judgePermission,
  judgePolicy,
  type Surroundings,
} from './connection-test/page.js';
import { tryRelays } from './connection-test/relays.js';
import { withStep, type ConnectionReport, type ConnectionStep } from './connection-test/report.js';
import { askServer } from './connection-test/server.js';

export interface ConnectionTestOptions {
  /** Origin of the room server, such as `https://calls.example.com`. */
  readonly server: string;
  /** The room's name, 1 to 128 characters: the server is contacted as from its lobby, without joining. */
  readonly room: string;
  /** STUN and TURN servers to use instead of those from the room server. */
  readonly iceServers?: RTCIceServer[] | undefined;
  /** `relay` tests relays only. */
  readonly iceTransportPolicy?: RTCIceTransportPolicy | undefined;
  /** Whether the report includes addresses, of this machine and of servers. */
  readonly addresses?: boolean | undefined;
  /** Called with each step as it ends. */
  readonly onStep?: ((step: ConnectionStep) => void) | undefined;
  /** Aborts the test; `run` rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** The platform the test runs on; the browser by default. */
  readonly platform?: Platform;
  /** The page that the test runs in; the browser's by default. */
  readonly surroundings?: Surroundings;
}

export interface ConnectionTestEvents {
  /** Another step has ended. */
  change: void;
}

/** A test, real or simulated, as its observers see it. */
export interface ConnectionTestFace extends TypedEventTarget<ConnectionTestEvents> {
  /** The steps that have ended, in the order of `STEP_IDS`. */
  readonly steps: readonly ConnectionStep[];
  run(): Promise<ConnectionReport>;
}

export class ConnectionTest
  extends TypedEventTarget<ConnectionTestEvents>
  implements ConnectionTestFace
{
  readonly #options: ConnectionTestOptions;
  readonly #platform: Platform;
  readonly #signal: AbortSignal;
  #steps: readonly ConnectionStep[] = Object.freeze([]);
  #running: Promise<ConnectionReport> | undefined;

  /** Throws a CallError if there is no server, or no room can have that name. */
  constructor(options: ConnectionTestOptions) {
    super();
    const room = canonicalRoomName(options.room);
    if (!room) throw new CallError('no-room');
    if (!isServerAddress(options.server)) throw new CallError('no-server');
    this.#options = { ...options, room };
    this.#platform = options.platform ?? createBrowserPlatform();
    this.#signal = options.signal ?? new AbortController().signal;
  }

  get steps(): readonly ConnectionStep[] {
    return this.#steps;
  }

  /** Takes about five seconds, at most thirty; resolves with all findings. Runs once. */
  run(): Promise<ConnectionReport> {
    return (this.#running ??= this.#run());
  }

  async #run(): Promise<ConnectionReport> {
    const { clock } = this.#platform;
    const at = clock.date();
    const began = clock.now();
    this.#signal.throwIfAborted();
    const { isSupported } = this.#platform;
    const [ice] = await Promise.all([this.#askServer(), this.#lookAround()]);
    this.#signal.throwIfAborted();
    if (isSupported) await this.#findWays(ice);
    else await this.#findNoWay();
    this.#signal.throwIfAborted();
    const took = clock.now() - began;
    return Object.freeze({ ...conclude(this.#steps), steps: this.#steps, at, took });
  }

  async #lookAround(): Promise<void> {
    const surroundings = this.#options.surroundings ?? browserSurroundings;
    this.#tell(judgeContext(this.#platform, surroundings));
    this.#tell(judgePolicy(this.#platform));
    await Promise.all([
      judgePermission(surroundings).then((step) => this.#tell(step)),
      judgeDevices(this.#platform, surroundings).then((step) => this.#tell(step)),
    ]);
  }

  /** The servers that a call would be given; undefined if unknown. */
  async #askServer(): Promise<readonly RTCIceServer[] | undefined> {
    const { step, ice } = await askServer(this.#platform, this.#options, this.#signal);
    this.#tell(step);
    // Those that the browser refuses are detected below.
    const { iceServers } = this.#options;
    return Array.isArray(iceServers) ? iceServers.filter((server) => server?.urls) : ice;
  }

  async #findWays(ice: readonly RTCIceServer[] | undefined): Promise<void> {
    const platform = this.#platform;
    const { policy: iceTransportPolicy } = readIceSettings(this.#options);
    const configuration = { iceServers: [...(ice ?? [])], iceTransportPolicy };
    const [{ best }] = await Promise.all([
      tryRelays(platform, ice, this.#signal, (step) => this.#tell(step)),
      findCandidates(platform, configuration, this.#signal).then((step) => this.#tell(step)),
    ]);
    this.#tell(await callOneself(platform, best, this.#signal));
  }

  /** Without WebRTC there is nothing to find. */
  async #findNoWay(): Promise<void> {
    const facts = { host: 0, outside: 0, relay: 0 };
    this.#tell({ id: 'candidates', verdict: 'skipped', finding: 'untested', facts });
    await tryRelays(this.#platform, undefined, this.#signal, (step) => this.#tell(step));
    this.#tell(await callOneself(this.#platform, undefined, this.#signal));
  }

  #tell(step: ConnectionStep): void {
    // After an abort, nothing is reported.
    if (this.#signal.aborted) return;
    const { addresses, ...plain } = step;
    const shown = this.#options.addresses && addresses ? step : plain;
    this.#steps = withStep(this.#steps, shown as ConnectionStep);
    this.#options.onStep?.(shown as ConnectionStep);
    this.emit('change');
  }
}
