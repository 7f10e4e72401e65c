/** What a getStats report shows about sent video on one link, and about speech in both directions. */
import {
  count,
  milliseconds,
  number,
  selectedPair,
  type Stats,
} from '../../call/diagnostics/stats-report.js';
import { SOURCES, type Source } from '../../protocol.js';

/** For one video source; counters only grow. */
interface OutgoingPicture {
  readonly frames: number;
  /** Encoding time, in milliseconds. */
  readonly encoding: number;
  /** The encoder's target bitrate, in bits per second, if the browser reports it. */
  readonly target: number | undefined;
  /** Why it is smaller than it could be. */
  readonly limitedBy: 'none' | 'cpu' | 'bandwidth' | 'other';
}

export interface OutgoingSample {
  /** Milliseconds since an origin that the browser chooses. */
  readonly at: number;
  readonly pictures: ReadonlyMap<Source, OutgoingPicture>;
  /** Bits per second, if the browser estimates it. */
  readonly available: number | undefined;
  /** Recent packet loss of sent speech as reported by the peer, 0 to 1. */
  readonly loss: number | undefined;
  /** The last measured round-trip time, in milliseconds. */
  readonly delay: number | undefined;
  /** Speech packets received and lost; counters. */
  readonly heard: number;
  readonly missed: number;
}

export function readOutgoing(report: RTCStatsReport): OutgoingSample {
  const all = [...(report as unknown as ReadonlyMap<string, Stats>).values()];
  const pictures = new Map<Source, OutgoingPicture>();
  let loss: number | undefined;
  let [heard, missed] = [0, 0];
  for (const one of all) {
    const source = SOURCES[Number(one.mid)];
    if (one.type === 'inbound-rtp' && source === 'microphone') {
      heard = count(one.packetsReceived);
      missed = count(one.packetsLost);
    }
    if (one.type !== 'outbound-rtp') continue;
    if (one.kind === 'video' && source) {
      pictures.set(source, {
        frames: count(one.framesEncoded),
        encoding: count(one.totalEncodeTime) * 1_000,
        target: number(one.targetBitrate),
        limitedBy: (one.qualityLimitationReason as 'none' | undefined) ?? 'none',
      });
    } else if (source === 'microphone') {
      const told = all.find(
        ({ type, localId }) => type === 'remote-inbound-rtp' && localId === one.id,
      );
      loss = number(told?.fractionLost);
    }
  }
  const pair = selectedPair(all);
  const at = Math.max(0, ...all.map(({ timestamp }) => count(timestamp)));
  const available = number(pair?.availableOutgoingBitrate);
  const delay = milliseconds(pair?.currentRoundTripTime);
  return { at, pictures, available, delay, loss, heard, missed };
}
