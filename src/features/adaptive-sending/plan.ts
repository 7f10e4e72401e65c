/** Plans the video for each link: as its receiver displays it, and in total no more than this machine can encode. */
import type { SendLimit } from '../../call/call-api.js';
import type { Size } from './receiver-report.js';

/** One local video source on its way to one participant. */
export interface Want {
  readonly source: 'camera' | 'screen';
  /** The captured size, in pixels. */
  readonly captured: Size;
  /** The displayed size, in device pixels. */
  readonly shown: Size;
  /** The bandwidth for video on that path, in bits per second. */
  readonly availableBitrate: number;
  /** Whether one of the two ends wants to save data. */
  readonly saveData?: boolean;
}

/** From the smallest that still shows a face to the maximum for a link. */
const STEPS: readonly SendLimit[] = [
  { height: 90, maxFramerate: 10, maxBitrate: 50_000 },
  { height: 135, maxFramerate: 15, maxBitrate: 90_000 },
  { height: 180, maxFramerate: 15, maxBitrate: 150_000 },
  { height: 225, maxFramerate: 20, maxBitrate: 220_000 },
  { height: 270, maxFramerate: 20, maxBitrate: 280_000 },
  { height: 360, maxFramerate: 30, maxBitrate: 500_000 },
  { height: 540, maxFramerate: 30, maxBitrate: 900_000 },
  { height: 720, maxFramerate: 30, maxBitrate: 1_500_000 },
];

/** Text must be readable before it moves: all pixels, at the remaining frame rate. */
const SCREENS: readonly SendLimit[] = [
  { height: Infinity, maxFramerate: 3, maxBitrate: 300_000 },
  { height: Infinity, maxFramerate: 5, maxBitrate: 600_000 },
  { height: Infinity, maxFramerate: 10, maxBitrate: 1_200_000 },
  { height: Infinity, maxFramerate: 15, maxBitrate: 2_500_000 },
];
/** A presentation among the small tiles only needs to be recognizable. */
const SMALL_SCREEN: SendLimit = { height: 270, maxFramerate: 3, maxBitrate: 150_000 };

export const NOTHING: SendLimit = { height: 0, maxFramerate: 10, maxBitrate: 50_000 };

/** Video may be upscaled by this much before anyone notices. */
const STRETCH = 1.15;
/** The share of a step's maximum bitrate that a path must carry. */
const THRIFT = 0.6;

/** How many lines of the captured video fill the area where it is displayed, cropped or not. */
const linesFor = ({ captured: [width, height], shown }: Want): number =>
  Math.max(shown[1], (shown[0] / width) * height);

function stepsFor(want: Want): readonly SendLimit[] {
  if (want.source === 'camera') return STEPS;
  return linesFor(want) * 2 < want.captured[1] ? [SMALL_SCREEN] : SCREENS;
}

/** Whether a step suits data saver mode: small faces, and text at full size. */
const isSparing = ({ source }: Want, { height, maxFramerate }: SendLimit): boolean =>
  source === 'camera' ? height <= 180 : maxFramerate <= 5;

const costOf = ({ captured: [width, height] }: Want, step: SendLimit): number => {
  const lines = Math.min(step.height, height);
  return lines * ((lines / height) * width) * step.maxFramerate;
};

/**
 * The send limits for all wanted video, in the same order.
 * @param budget pixels that may be encoded per second, on all links together
 */
export function plan(wants: readonly Want[], budget: number): SendLimit[] {
  const rungs = wants.map((want) => {
    const steps = stepsFor(want).filter((step) => !want.saveData || isSparing(want, step));
    const lines = linesFor(want);
    const enough = steps.findIndex(({ height }) => height * STRETCH >= lines);
    const largest = want.source === 'screen' || enough < 0 ? steps.length - 1 : enough;
    const carried = steps.findLastIndex(
      ({ maxBitrate }) => maxBitrate * THRIFT <= want.availableBitrate,
    );
    return { want, steps, at: Math.max(0, Math.min(largest, carried)), isShown: lines > 0 };
  });
  const shown = rungs.filter(({ isShown }) => isShown);
  const cost = ({ want, steps, at }: (typeof rungs)[number]) => costOf(want, steps[at]!);
  for (;;) {
    const total = shown.reduce((sum, rung) => sum + cost(rung), 0);
    const lower = shown.filter(({ at }) => at > 0).sort((one, other) => cost(other) - cost(one));
    if (total <= budget || !lower.length) break;
    lower[0]!.at--;
  }
  return rungs.map(({ steps, at, isShown }) => (isShown ? steps[at]! : NOTHING));
}
