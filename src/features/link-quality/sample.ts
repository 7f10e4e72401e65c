/** What a getStats report shows about a link: counters that only grow, and the current delays. */
import {
  count,
  milliseconds,
  number,
  selectedPair,
  type Stats,
} from '../../call/diagnostics/stats-report.js';
import { SOURCES } from '../../protocol.js';

/** What was received on one stream; a counter missing in a browser is 0. */
export interface Inbound {
  readonly isCamera: boolean;
  readonly received: number;
  readonly lost: number;
  readonly decoded: number;
  /** Total time that the video was frozen, in milliseconds. */
  readonly freezeDuration: number;
  /** In milliseconds; for audio only, since video packets always arrive in bursts. */
  readonly jitter: number | undefined;
}

/** What was sent on one stream, and the peer's last report of what arrived. */
export interface Outbound {
  readonly sent: number;
  readonly fractionLost: number;
  /** When the report arrived; an old one says nothing about what was sent since. */
  readonly reportedAt: number | undefined;
}

export interface Sample {
  /** Milliseconds since an origin that the browser chooses. */
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
        freezeDuration: count(one.totalFreezesDuration) * 1_000,
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
