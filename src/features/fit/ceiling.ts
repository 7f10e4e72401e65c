/** What a person lets pictures cost, however much would be possible: a ceiling for those that come and those that go. */
import type { Size } from './shown.js';

/**
 * `low`: cameras of at most 180 lines, and screens that keep their pixels and lose frames. `sound-only`: no picture
 * comes, and my camera is off.
 */
export type Ceiling = 'auto' | 'low' | 'sound-only';

export const CEILINGS = ['auto', 'low', 'sound-only'] as const satisfies readonly Ceiling[];

export const isCeiling = (value: unknown): value is Ceiling =>
  CEILINGS.some((one) => one === value);

/** What a camera has at most where data is to be saved. */
const LOW: Size = [320, 180];

/** How large I ask for what I show that large. */
export function under(ceiling: Ceiling, source: 'camera' | 'screen', size: Size): Size {
  if (ceiling === 'sound-only') return [0, 0];
  // A text that cannot be read is no use: the sender spares frames of it instead.
  if (ceiling === 'auto' || source === 'screen') return size;
  const [width, height] = size;
  const share = Math.min(1, LOW[0] / width, LOW[1] / height);
  return width && height ? [Math.round(width * share), Math.round(height * share)] : size;
}
