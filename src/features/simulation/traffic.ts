/** What passes over a simulated link, counted as getStats counts it. */
import { SOURCES, type Source } from '../../protocol.js';

/** How the network between two is. */
export interface Conditions {
  /** There and back, in milliseconds. */
  readonly roundTrip: number;
  /** In milliseconds. */
  readonly jitter: number;
  /** The share of packets that is lost, each way, from 0 to 1. */
  readonly loss: number;
}

export const goodConditions: Conditions = { roundTrip: 30, jitter: 4, loss: 0 };

/** Packets a second, of which a picture's share is that of each of its frames. */
const RATES: Record<Source, number> = {
  microphone: 50,
  camera: 120,
  screen: 60,
  'screen-audio': 50,
};
const FRAMES_PER_SECOND = 30;

interface Counters {
  packetsReceived: number;
  packetsLost: number;
  packetsSent: number;
  framesDecoded: number;
}

const nothing = (): Counters => ({
  packetsReceived: 0,
  packetsLost: 0,
  packetsSent: 0,
  framesDecoded: 0,
});

export class Traffic {
  readonly #counters = new Map<Source, Counters>();
  #conditions = goodConditions;
  #at: number;

  /** @param now in milliseconds, as in all that follows */
  constructor(now: number) {
    this.#at = now;
  }

  /** From now on the network is like this. */
  change(conditions: Conditions): void {
    this.#conditions = conditions;
  }

  /** Lets pass what has been sent until now of what is on there and here. */
  pass(now: number, theirs: readonly Source[], mine: readonly Source[]): void {
    const seconds = (now - this.#at) / 1_000;
    this.#at = now;
    const { loss } = this.#conditions;
    for (const source of SOURCES) {
      const counters = this.#counters.get(source) ?? nothing();
      this.#counters.set(source, counters);
      const packets = seconds * RATES[source];
      if (theirs.includes(source)) {
        counters.packetsReceived += packets * (1 - loss);
        counters.packetsLost += packets * loss;
        counters.framesDecoded += seconds * FRAMES_PER_SECOND;
      }
      if (mine.includes(source)) counters.packetsSent += packets;
    }
  }

  report(): RTCStatsReport {
    const { roundTrip, jitter, loss } = this.#conditions;
    const report = new Map<string, object>();
    const add = (type: string, id: string, stats: object) =>
      report.set(id, { type, id, timestamp: this.#at, ...stats });
    add('transport', 'T', { selectedCandidatePairId: 'P' });
    add('candidate-pair', 'P', { currentRoundTripTime: roundTrip / 1_000 });
    for (const [index, source] of SOURCES.entries()) {
      const counters = this.#counters.get(source) ?? nothing();
      const kind = RATES[source] === RATES.microphone ? 'audio' : 'video';
      const mid = `${index}`;
      const { packetsReceived, packetsLost, packetsSent, framesDecoded } = counters;
      const inbound = {
        packetsReceived: Math.round(packetsReceived),
        packetsLost: Math.round(packetsLost),
        jitter: jitter / 1_000,
      };
      const picture = { framesDecoded: Math.round(framesDecoded), totalFreezesDuration: 0 };
      add('inbound-rtp', `I${mid}`, { kind, mid, ...inbound, ...(kind === 'video' && picture) });
      add('outbound-rtp', `O${mid}`, { kind, mid, packetsSent: Math.round(packetsSent) });
      add('remote-inbound-rtp', `R${mid}`, { kind, localId: `O${mid}`, fractionLost: loss });
    }
    return report as unknown as RTCStatsReport;
  }
}
