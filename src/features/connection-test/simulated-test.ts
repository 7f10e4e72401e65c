/** The connection test of design mode: the same steps one after the other, with a fixed result and no requests. */
import { browserClock } from '../../call/browser/browser-clock.js';
import { TypedEventTarget } from '../../call/base/typed-event-target.js';
import { VERSION } from '../../protocol.js';
import type {
  ConnectionTestEvents,
  ConnectionTestFace,
  ConnectionTestOptions,
} from '../connection-test.js';
import { conclude } from './conclude.js';
import { withStep, type ConnectionReport, type ConnectionStep } from './report.js';
import { withTimeout } from './with-timeout.js';

/** Milliseconds between two steps. */
const EVERY = 150;

/** A network that blocks outgoing UDP, so that there is something to report; with example addresses. */
const found: readonly ConnectionStep[] = [
  {
    id: 'context',
    verdict: 'good',
    finding: 'secure',
    facts: { isSecure: true, hasWebRtc: true },
  },
  {
    id: 'policy',
    verdict: 'good',
    finding: 'allowed',
    facts: { microphone: true, camera: true },
  },
  {
    id: 'permission',
    verdict: 'good',
    finding: 'prompt',
    facts: { microphone: 'granted', camera: 'prompt' },
  },
  {
    id: 'devices',
    verdict: 'good',
    finding: 'found',
    facts: { microphones: 2, cameras: 1, speakers: 2 },
  },
  {
    id: 'server',
    verdict: 'good',
    finding: 'quick',
    facts: { opening: 142, roundTrip: 34, answers: 5, version: VERSION },
    addresses: ['https://calls.example.com'],
  },
  {
    id: 'candidates',
    verdict: 'good',
    finding: 'relay',
    facts: { host: 2, outside: 0, relay: 2 },
    addresses: ['host udp 192.0.2.7:50112', 'relay udp 198.51.100.20:49170'],
  },
  {
    id: 'relay-udp',
    verdict: 'warn',
    finding: 'unreached',
    facts: { offered: 1, reached: 0, time: undefined, errorCode: 701 },
    addresses: ['turn:relay.example.com:3478'],
  },
  {
    id: 'relay-tcp',
    verdict: 'good',
    finding: 'reached',
    facts: { offered: 1, reached: 1, time: 88, errorCode: undefined },
    addresses: ['turn:relay.example.com:3478?transport=tcp', 'relay udp 198.51.100.20:49170'],
  },
  {
    id: 'relay-tls',
    verdict: 'good',
    finding: 'reached',
    facts: { offered: 1, reached: 1, time: 121, errorCode: undefined },
    addresses: ['turns:relay.example.com:443?transport=tcp', 'relay udp 198.51.100.20:49171'],
  },
  {
    id: 'loopback',
    verdict: 'good',
    finding: 'smooth',
    facts: {
      transport: 'tcp',
      sent: 60,
      returned: 60,
      loss: 0,
      roundTrip: 76,
      p95: 91,
      jitter: 4.2,
    },
  },
];

export class SimulatedTest
  extends TypedEventTarget<ConnectionTestEvents>
  implements ConnectionTestFace
{
  readonly #options: Pick<ConnectionTestOptions, 'addresses' | 'onStep' | 'signal'>;
  #steps: readonly ConnectionStep[] = Object.freeze([]);
  #running: Promise<ConnectionReport> | undefined;

  constructor(options: Pick<ConnectionTestOptions, 'addresses' | 'onStep' | 'signal'> = {}) {
    super();
    this.#options = options;
  }

  get steps(): readonly ConnectionStep[] {
    return this.#steps;
  }

  run(): Promise<ConnectionReport> {
    return (this.#running ??= this.#run());
  }

  async #run(): Promise<ConnectionReport> {
    const { addresses, onStep, signal = new AbortController().signal } = this.#options;
    const at = browserClock.now();
    for (const { addresses: seen, ...step } of found) {
      await withTimeout(browserClock, EVERY, signal, () => {});
      const shown = { ...step, ...(addresses && seen && { addresses: seen }) } as ConnectionStep;
      this.#steps = withStep(this.#steps, shown);
      onStep?.(shown);
      this.emit('change');
    }
    const took = browserClock.now() - at;
    return Object.freeze({ ...conclude(this.#steps), steps: this.#steps, at, took });
  }
}
