/** What of a getStats report tells how my pictures fare on one link, and how speech does both ways. */
import { count, number, selectedPair, type Stats } from '../../call/stats-report.js';
import { SOURCES, type Source } from '../../protocol.js';

/** Of one picture; counters only grow. */
export interface OutgoingPicture {
  readonly frames: number;
  /** Time in encoders, in milliseconds. */
  readonly encoding: number;
  /** What the encoder is to make do with, in bits per second, where the browser tells. */
  readonly target: number | undefined;
  /** Why it is smaller than it could be. */
  readonly limitedBy: 'none' | 'cpu' | 'bandwidth' | 'other';
}

export interface Outgoing {
  /** Milliseconds since whenever the browser counts from. */
  readonly at: number;
  readonly pictures: ReadonlyMap<Source, OutgoingPicture>;
  /** Bits per second, where the browser estimates it. */
  readonly available: number | undefined;
  /** Share of my packets of speech that the other missed of late, 0 to 1. */
  readonly loss: number | undefined;
  /** The other's packets of speech that came here, and those that did not; counters. */
  readonly heard: number;
  readonly missed: number;
}

export function outgoingOf(report: RTCStatsReport): Outgoing {
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
  return { at, pictures, available: number(pair?.availableOutgoingBitrate), loss, heard, missed };
}
