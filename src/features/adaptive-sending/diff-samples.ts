/** Changes on one link between two samples: encoder performance, and the path. */
import type { Source } from '../../protocol.js';
import { isPressed, type PathSample } from './bandwidth-estimator.js';
import type { OutgoingSample } from './outgoing-sample.js';

/** The maximum for a video source: frames and bits per second. */
export interface Allowance {
  readonly frames: number;
  readonly bits: number;
}

export interface SendingDelta {
  readonly path: PathSample;
  /** Elapsed milliseconds; 0 if no video was sent all the while. */
  readonly took: number;
  /** Frames to be sent, and frames sent; only for video that nothing but this machine could slow down. */
  readonly wanted: number;
  readonly sent: number;
  /** Encoding time, in milliseconds. */
  readonly encoding: number;
  /** Whether the browser reports that this machine is too slow. */
  readonly isTooSlow: boolean;
}

/** The minimum number of packets for a loss rate; speech has 50 a second, or fewer during silence. */
const ENOUGH = 20;

export function diffSamples(
  before: OutgoingSample,
  after: OutgoingSample,
  allowances: ReadonlyMap<Source, Allowance>,
): SendingDelta {
  const seen = { took: 0, wanted: 0, sent: 0, encoding: 0, isTooSlow: false };
  let given: number | undefined;
  let [allowed, isNarrow] = [0, false];
  for (const [source, { frames, bits }] of allowances) {
    const [was, is] = [before, after].map(({ pictures }) => pictures.get(source));
    // A link that was rebuilt counts from 0 again.
    if (!was || !is || is.frames < was.frames) continue;
    seen.took = after.at - before.at;
    seen.encoding += is.encoding - was.encoding;
    seen.isTooSlow ||= is.limitedBy === 'cpu';
    const press = { given: is.target, allowed: bits, isNarrow: is.limitedBy === 'bandwidth' };
    isNarrow ||= press.isNarrow;
    allowed += bits;
    // An encoder that has just started has no target yet.
    if (is.target) given = (given ?? 0) + is.target;
    // A static screen sends nothing, and low bandwidth is not the machine's fault.
    if (source === 'screen' || press.isNarrow || isPressed(press)) continue;
    seen.wanted += (frames * seen.took) / 1_000;
    seen.sent += is.frames - was.frames;
  }
  const { available, loss, delay } = after;
  const missed = Math.max(0, after.missed - before.missed);
  const expected = after.heard - before.heard + missed;
  const packetLossIn = expected >= ENOUGH ? missed / expected : undefined;
  return {
    ...seen,
    path: { available, packetLossOut: loss, packetLossIn, delay, given, allowed, isNarrow },
  };
}
