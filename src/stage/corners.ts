/** Between which corners a floating tile goes, and which one is near. */
import type { Corner, Size } from './layout.js';

/** The corner that a point is nearest to; `x` runs from the side at which lines begin. */
export const nearestCorner = (point: { x: number; y: number }, size: Size): Corner =>
  `${point.y < size.height / 2 ? 'start' : 'end'}-${point.x < size.width / 2 ? 'start' : 'end'}`;

/** A step along the stage: one of the four ways, as whoever reads there sees them. */
export type Step = 'up' | 'down' | 'back' | 'forth';

/** The next corner that way; undefined where there is none. */
export function nextCorner(corner: Corner, step: Step): Corner | undefined {
  const [block, inline] = corner.split('-') as ['start' | 'end', 'start' | 'end'];
  const next: Corner =
    step === 'up' || step === 'down'
      ? `${step === 'up' ? 'start' : 'end'}-${inline}`
      : `${block}-${step === 'back' ? 'start' : 'end'}`;
  return next === corner ? undefined : next;
}
