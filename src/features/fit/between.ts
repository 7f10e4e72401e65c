/** What was seen of one link between two looks: how its encoders fared, and its way. */
import type { Source } from '../../protocol.js';
import { isPressed, type Way } from './carriage.js';
import type { Outgoing } from './outgoing.js';

/** What a picture may have at most: frames, and bits, in a second. */
export interface Allowance {
  readonly frames: number;
  readonly bits: number;
}

export interface Seen {
  readonly way: Way;
  /** Milliseconds that passed; 0 where no picture went out all the while. */
  readonly took: number;
  /** Frames that were to be sent, and those that were; only of what nothing but this machine could hold up. */
  readonly wanted: number;
  readonly sent: number;
  /** Time in encoders, in milliseconds. */
  readonly encoding: number;
  /** Whether the browser says that this machine is too slow. */
  readonly isTooSlow: boolean;
}

/** Of fewer packets no share can be told; speech has 50 a second, or fewer while nobody talks. */
const ENOUGH = 20;

export function between(
  before: Outgoing,
  after: Outgoing,
  allowances: ReadonlyMap<Source, Allowance>,
): Seen {
  const seen = { took: 0, wanted: 0, sent: 0, encoding: 0, isTooSlow: false };
  let given: number | undefined;
  let [allowed, isNarrow] = [0, false];
  for (const [source, { frames, bits }] of allowances) {
    const [was, is] = [before, after].map(({ pictures }) => pictures.get(source));
    // A link that was made anew counts from 0 again.
    if (!was || !is || is.frames < was.frames) continue;
    seen.took = after.at - before.at;
    seen.encoding += is.encoding - was.encoding;
    seen.isTooSlow ||= is.limitedBy === 'cpu';
    const press = { given: is.target, allowed: bits, isNarrow: is.limitedBy === 'bandwidth' };
    isNarrow ||= press.isNarrow;
    allowed += bits;
    // An encoder that has just begun has been given nothing yet.
    if (is.target) given = (given ?? 0) + is.target;
    // A screen that stands still sends nothing, and a narrow way is no fault of the machine.
    if (source === 'screen' || press.isNarrow || isPressed(press)) continue;
    seen.wanted += (frames * seen.took) / 1_000;
    seen.sent += is.frames - was.frames;
  }
  const { available, loss } = after;
  const missed = Math.max(0, after.missed - before.missed);
  const expected = after.heard - before.heard + missed;
  const lossIn = expected >= ENOUGH ? missed / expected : undefined;
  return { ...seen, way: { available, loss, lossIn, given, allowed, isNarrow } };
}
