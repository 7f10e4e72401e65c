/** What one end of a link reports to the other: how large it displays their video, and what it pauses itself. */

/** Width and height in device pixels; both 0 if nothing can be seen. */
export type Size = readonly [width: number, height: number];

/** Always complete, so that only the last one received counts. */
export interface ReceiverReport {
  readonly camera: Size;
  readonly screen: Size;
  /** Whether the local camera is paused for the peer, since the path carries no more than audio. */
  readonly videoPaused: boolean;
  /** Whether packets are lost on the link, so that speech needs redundancy. */
  readonly lossy: boolean;
  /** Whether to save data: cameras with few lines, screens with few frames. */
  readonly saveData: boolean;
}

/** Larger than any screen. */
const MOST = 16_384;

const isLength = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST;
const isSize = (value: unknown): value is Size =>
  Array.isArray(value) && value.length === 2 && value.every(isLength);

export function isReceiverReport(data: unknown): data is ReceiverReport {
  if (typeof data !== 'object' || data === null) return false;
  const { camera, screen, ...flags } = data as { readonly [key: string]: unknown };
  const areFlags = ['videoPaused', 'lossy', 'saveData'].every(
    (name) => typeof flags[name] === 'boolean',
  );
  return isSize(camera) && isSize(screen) && areFlags;
}
