/** What of a getStats report tells how a link is: counters that only grow, and the delays of the moment. */
import { count, milliseconds, number, selectedPair, type Stats } from '../../call/stats-report.js';
import { SOURCES } from '../../protocol.js';

/** What has come of one stream; a counter that a browser lacks stands at 0. */
export interface Inbound {
  readonly isCamera: boolean;
  readonly received: number;
  readonly lost: number;
  readonly decoded: number;
  /** How long the picture has stood still, in milliseconds. */
  readonly frozen: number;
  /** In milliseconds; only of sound, since the packets of a picture come in bursts in any case. */
  readonly jitter: number | undefined;
}

/** What has gone out of one stream, and what the other reported last of how it arrived. */
export interface Outbound {
  readonly sent: number;
  readonly fractionLost: number;
  /** When the report came; one that has come before says nothing about what was sent since. */
  readonly reportedAt: number | undefined;
}

export interface Sample {
  /** Milliseconds since whenever the browser counts from. */
  readonly at: number;
  /** In milliseconds. */
  readonly roundTrip: number | undefined;
  readonly inbound: ReadonlyMap<string, Inbound>;
  readonly outbound: ReadonlyMap<string, Outbound>;
}

function roundTripOf(all: readonly Stats[]): number | undefined {
  const ofPair = milliseconds(selectedPair(all)?.currentRoundTripTime);
  if (ofPair !== undefined) return ofPair;
  const reported = all
    .filter(({ type }) => type === 'remote-inbound-rtp')
    .flatMap(({ roundTripTime }) => milliseconds(roundTripTime) ?? []);
  return reported.length ? Math.min(...reported) : undefined;
}

export function sampleOf(report: RTCStatsReport): Sample {
  const all: Stats[] = [...(report as unknown as ReadonlyMap<string, Stats>).values()];
  const inbound = new Map<string, Inbound>();
  const outbound = new Map<string, Outbound>();
  for (const one of all) {
    const id = String(one.id);
    if (one.type === 'inbound-rtp') {
      inbound.set(id, {
        isCamera: SOURCES[Number(one.mid)] === 'camera',
        received: count(one.packetsReceived),
        lost: count(one.packetsLost),
        decoded: count(one.framesDecoded),
        frozen: count(one.totalFreezesDuration) * 1_000,
        jitter: one.kind === 'audio' ? milliseconds(one.jitter) : undefined,
      });
    } else if (one.type === 'outbound-rtp') {
      const reported = all.find(
        ({ type, localId }) => type === 'remote-inbound-rtp' && localId === one.id,
      );
      outbound.set(id, {
        sent: count(one.packetsSent),
        fractionLost: count(reported?.fractionLost),
        reportedAt: number(reported?.timestamp),
      });
    }
  }
  const at = Math.max(0, ...all.map(({ timestamp }) => count(timestamp)));
  return { at, roundTrip: roundTripOf(all), inbound, outbound };
}
