/** Moves a floating tile between corners, and finds the nearest one. */
import type { Corner, Size } from './layout.js';

/** The corner nearest to a point; `x` is measured from the inline start. */
export const nearestCorner = (point: { x: number; y: number }, size: Size): Corner =>
  `${point.y < size.height / 2 ? 'start' : 'end'}-${point.x < size.width / 2 ? 'start' : 'end'}`;

/** A step in one of four directions, relative to the reading direction. */
export type Step = 'up' | 'down' | 'back' | 'forth';

/** The next corner in that direction; undefined if there is none. */
export function nextCorner(corner: Corner, step: Step): Corner | undefined {
  const [block, inline] = corner.split('-') as ['start' | 'end', 'start' | 'end'];
  const next: Corner =
    step === 'up' || step === 'down'
      ? `${step === 'up' ? 'start' : 'end'}-${inline}`
      : `${block}-${step === 'back' ? 'start' : 'end'}`;
  return next === corner ? undefined : next;
}
