/** What one end of a link tells the other: how large it shows the other's pictures, and what it holds back itself. */

/** Width and height in device pixels; both 0 where nothing can be seen. */
export type Size = readonly [width: number, height: number];

/** Whole each time, so that the last one that arrived is all that counts. */
export interface Shown {
  readonly camera: Size;
  readonly screen: Size;
  /** Whether my camera stays dark for the other, since the way there carries no more than sound. */
  readonly held: boolean;
  /** Whether packets get lost between us, so that speech should be sent twice. */
  readonly lossy: boolean;
  /** Whether I want to spare data: of cameras few lines, of screens few frames. */
  readonly saves: boolean;
}

/** Larger than any screen. */
const MOST = 16_384;

const isLength = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST;
const isSize = (value: unknown): value is Size =>
  Array.isArray(value) && value.length === 2 && value.every(isLength);

export function isShown(data: unknown): data is Shown {
  if (typeof data !== 'object' || data === null) return false;
  const { camera, screen, ...flags } = data as { readonly [key: string]: unknown };
  const areFlags = ['held', 'lossy', 'saves'].every((name) => typeof flags[name] === 'boolean');
  return isSize(camera) && isSize(screen) && areFlags;
}
