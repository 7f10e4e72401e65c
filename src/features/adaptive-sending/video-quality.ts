/** The user's limit on the cost of video, whatever would be possible, for both received and sent video. */
import type { Size } from './receiver-report.js';

/**
 * `low`: cameras of at most 180 lines, and screens that keep their pixels and lose frames. `sound-only`: no video is
 * received, and the local camera is off.
 */
export type VideoQuality = 'auto' | 'low' | 'sound-only';

export const VIDEO_QUALITIES = [
  'auto',
  'low',
  'sound-only',
] as const satisfies readonly VideoQuality[];

export const isVideoQuality = (value: unknown): value is VideoQuality =>
  VIDEO_QUALITIES.some((one) => one === value);

/** The maximum camera size in data saver mode. */
const LOW: Size = [320, 180];

/** The size to request for video displayed at this size. */
export function clampToQuality(
  ceiling: VideoQuality,
  source: 'camera' | 'screen',
  size: Size,
): Size {
  if (ceiling === 'sound-only') return [0, 0];
  // Unreadable text is useless: the sender reduces its frame rate instead.
  if (ceiling === 'auto' || source === 'screen') return size;
  const [width, height] = size;
  const share = Math.min(1, LOW[0] / width, LOW[1] / height);
  return width && height ? [Math.round(width * share), Math.round(height * share)] : size;
}
