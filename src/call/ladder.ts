/** How much picture each link gets, by the number of people: a mesh's cost grows with each of them. */
import type { Source } from '../protocol.js';

export interface Rung {
  /** Height of the picture sent, in pixels. */
  height: number;
  /** Bits per second. */
  maxBitrate: number;
  /** Frames per second. */
  maxFramerate: number;
}

/** What a camera sends to each of the others, for up to so many people in the call. */
const CAMERA: readonly (Rung & { people: number })[] = [
  { people: 2, height: 720, maxBitrate: 1_500_000, maxFramerate: 30 },
  { people: 3, height: 540, maxBitrate: 700_000, maxFramerate: 30 },
  { people: 4, height: 360, maxBitrate: 450_000, maxFramerate: 30 },
  { people: 6, height: 270, maxBitrate: 250_000, maxFramerate: 20 },
  { people: Infinity, height: 180, maxBitrate: 120_000, maxFramerate: 15 },
];

/** A screen must stay readable, so it loses frames and never pixels; these share the same upload. */
const SCREEN: readonly (Omit<Rung, 'height'> & { people: number })[] = [
  { people: 2, maxBitrate: 2_500_000, maxFramerate: 15 },
  { people: 4, maxBitrate: 1_200_000, maxFramerate: 10 },
  { people: Infinity, maxBitrate: 600_000, maxFramerate: 5 },
];

/** Speech, and what is heard along with a screen: music and films. Bits per second. */
const AUDIO = { microphone: 40_000, 'screen-audio': 128_000 } as const;

const rungFor = <T extends { people: number }>(ladder: readonly T[], people: number): T =>
  ladder.find((rung) => people <= rung.people) ?? (ladder[ladder.length - 1] as T);

/**
 * The encoding of one source on one link.
 * @param people how many are in the call, self included
 * @param captured height of what is captured, in pixels; unknown while nothing is
 */
export function encodingFor(
  source: Source,
  people: number,
  captured: number | undefined,
): Pick<RTCRtpEncodingParameters, 'maxBitrate' | 'maxFramerate' | 'scaleResolutionDownBy'> {
  if (source === 'microphone' || source === 'screen-audio') return { maxBitrate: AUDIO[source] };
  if (source === 'screen') {
    const { maxBitrate, maxFramerate } = rungFor(SCREEN, people);
    return { maxBitrate, maxFramerate, scaleResolutionDownBy: 1 };
  }
  const { height, maxBitrate, maxFramerate } = rungFor(CAMERA, people);
  const scaleResolutionDownBy = Math.max(1, (captured ?? height) / height);
  return { maxBitrate, maxFramerate, scaleResolutionDownBy };
}
