/** Traffic on a simulated link, counted as getStats counts it. */
import { SOURCES, type Source } from '../../protocol.js';

/** The network conditions between two participants. */
export interface Conditions {
  /** Round trip time, in milliseconds. */
  readonly roundTrip: number;
  /** In milliseconds. */
  readonly jitter: number;
  /** Packet loss in each direction, from 0 to 1. */
  readonly loss: number;
}

export const goodConditions: Conditions = { roundTrip: 30, jitter: 4, loss: 0 };

/** What a source sends: packets per second, bytes per packet, and for video its size and frame rate. */
interface Kind {
  readonly packets: number;
  readonly bytes: number;
  readonly picture?: { readonly width: number; readonly height: number; readonly frames: number };
}

const KINDS: Record<Source, Kind> = {
  microphone: { packets: 50, bytes: 80 },
  camera: { packets: 120, bytes: 850, picture: { width: 640, height: 360, frames: 30 } },
  screen: { packets: 60, bytes: 1_100, picture: { width: 1_280, height: 720, frames: 15 } },
  'screen-audio': { packets: 50, bytes: 160 },
};
/** Audio samples per second; buffer delay of each and encoding time of a frame, in seconds. */
const SAMPLES = 48_000;
const BUFFER = 0.05;
const ENCODING = 0.004;
/** With more loss than this the bandwidth is too low, and video has half the width and height. */
const NARROW = 0.05;
/** Overhead per packet, in bytes. */
const WRAPPING = 60;

interface Counters {
  packetsReceived: number;
  packetsLost: number;
  packetsSent: number;
  framesDecoded: number;
  framesEncoded: number;
}

const nothing = (): Counters => ({
  packetsReceived: 0,
  packetsLost: 0,
  packetsSent: 0,
  framesDecoded: 0,
  framesEncoded: 0,
});

const rounded = <Name extends string>(values: Record<Name, number>): Record<Name, number> =>
  Object.fromEntries(
    Object.entries<number>(values).map(([name, value]) => [name, Math.round(value)]),
  ) as Record<Name, number>;

export class Traffic {
  readonly #counters = new Map<Source, Counters>();
  #conditions = goodConditions;
  #at: number;

  /** @param now in milliseconds, as in all later calls */
  constructor(now: number) {
    this.#at = now;
  }

  /** Changes the network conditions from now on. */
  change(conditions: Conditions): void {
    this.#conditions = conditions;
  }

  /** Simulates the traffic up to now, for the sources that are on at both ends. */
  pass(now: number, theirs: readonly Source[], mine: readonly Source[]): void {
    const seconds = (now - this.#at) / 1_000;
    this.#at = now;
    const { loss } = this.#conditions;
    for (const source of SOURCES) {
      const counters = this.#counters.get(source) ?? nothing();
      this.#counters.set(source, counters);
      const { packets: rate, picture } = KINDS[source];
      const packets = seconds * rate;
      const frames = seconds * (picture?.frames ?? 0);
      if (theirs.includes(source)) {
        counters.packetsReceived += packets * (1 - loss);
        counters.packetsLost += packets * loss;
        counters.framesDecoded += frames;
      }
      if (!mine.includes(source)) continue;
      counters.packetsSent += packets;
      counters.framesEncoded += frames;
    }
  }

  report(): RTCStatsReport {
    const { roundTrip, jitter, loss } = this.#conditions;
    const report = new Map<string, object>();
    const add = (type: string, id: string, stats: object) =>
      report.set(id, { type, id, timestamp: this.#at, ...stats });
    add('transport', 'T', { selectedCandidatePairId: 'P' });
    add('local-candidate', 'L', { candidateType: 'host', protocol: 'udp' });
    add('remote-candidate', 'F', { candidateType: 'host', protocol: 'udp' });
    const isNarrow = loss > NARROW;
    let [bytesSent, bytesReceived] = [0, 0];
    for (const [index, source] of SOURCES.entries()) {
      const { bytes, picture } = KINDS[source];
      const kind = picture ? 'video' : 'audio';
      const mid = `${index}`;
      const codecId = picture ? 'V' : 'A';
      const counters = rounded(this.#counters.get(source) ?? nothing());
      const { packetsReceived, packetsLost, packetsSent, framesDecoded, framesEncoded } = counters;
      bytesSent += packetsSent * (bytes + WRAPPING);
      bytesReceived += packetsReceived * (bytes + WRAPPING);
      const size = picture && {
        frameWidth: isNarrow ? picture.width / 2 : picture.width,
        frameHeight: isNarrow ? picture.height / 2 : picture.height,
        framesPerSecond: picture.frames,
      };
      const samples = packetsReceived * (SAMPLES / KINDS.microphone.packets);
      const delay = (count: number) => ({
        jitterBufferDelay: count * (BUFFER + jitter / 1_000),
        jitterBufferEmittedCount: count,
      });
      add('inbound-rtp', `I${mid}`, {
        kind,
        mid,
        codecId,
        packetsReceived,
        packetsLost,
        bytesReceived: packetsReceived * bytes,
        jitter: jitter / 1_000,
        ...(size
          ? { ...size, framesDecoded, totalFreezesDuration: 0, ...delay(framesDecoded) }
          : {
              totalSamplesReceived: samples,
              concealedSamples: Math.round(samples * loss),
              silentConcealedSamples: 0,
              ...delay(samples),
            }),
      });
      add('outbound-rtp', `O${mid}`, {
        kind,
        mid,
        codecId,
        packetsSent,
        bytesSent: packetsSent * bytes,
        ...(size && {
          ...size,
          framesEncoded,
          totalEncodeTime: framesEncoded * ENCODING,
          qualityLimitationReason: isNarrow ? 'bandwidth' : 'none',
        }),
      });
      add('remote-inbound-rtp', `R${mid}`, {
        kind,
        localId: `O${mid}`,
        fractionLost: loss,
        jitter: jitter / 1_000,
      });
    }
    add('codec', 'A', { mimeType: 'audio/opus' });
    add('codec', 'V', { mimeType: 'video/VP8' });
    add('candidate-pair', 'P', {
      localCandidateId: 'L',
      remoteCandidateId: 'F',
      currentRoundTripTime: roundTrip / 1_000,
      availableOutgoingBitrate: isNarrow ? 400_000 : 2_500_000,
      bytesSent,
      bytesReceived,
    });
    return report as unknown as RTCStatsReport;
  }
}
