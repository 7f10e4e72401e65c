/** Video limits per link by the number of people: a mesh's cost grows with each of them. */
import type { Source } from '../../protocol.js';
import type { SendLimit } from '../call-api.js';

/** What a camera sends to each of the others, for up to `people` people in the call. */
const CAMERA: readonly (SendLimit & { people: number })[] = [
  { people: 2, height: 720, maxBitrate: 1_500_000, maxFramerate: 30 },
  { people: 3, height: 540, maxBitrate: 700_000, maxFramerate: 30 },
  { people: 4, height: 360, maxBitrate: 450_000, maxFramerate: 30 },
  { people: 6, height: 270, maxBitrate: 250_000, maxFramerate: 20 },
  { people: Infinity, height: 180, maxBitrate: 120_000, maxFramerate: 15 },
];

/** A screen must stay readable, so it loses frames, never pixels; the links share the same upload bandwidth. */
const SCREEN: readonly (SendLimit & { people: number })[] = [
  { people: 2, height: Infinity, maxBitrate: 2_500_000, maxFramerate: 15 },
  { people: 4, height: Infinity, maxBitrate: 1_200_000, maxFramerate: 10 },
  { people: Infinity, height: Infinity, maxBitrate: 600_000, maxFramerate: 5 },
];

/** Speech, and screen audio such as music and films. In bits per second. */
const AUDIO = { microphone: 40_000, 'screen-audio': 128_000 } as const;

const presetFor = <T extends { people: number }>(presets: readonly T[], people: number): T =>
  presets.find((rung) => people <= rung.people) ?? (presets[presets.length - 1] as T);

/**
 * The encoding of one source on one link.
 * @param people how many are in the call, including the local participant
 * @param captured height of the captured video in pixels, if any
 * @param limit replaces the limit for the number of people
 */
export function encodingFor(
  source: Source,
  people: number,
  captured: number | undefined,
  limit?: SendLimit,
): Pick<RTCRtpEncodingParameters, 'maxBitrate' | 'maxFramerate' | 'scaleResolutionDownBy'> {
  if (source === 'microphone' || source === 'screen-audio') return { maxBitrate: AUDIO[source] };
  const presets = source === 'screen' ? SCREEN : CAMERA;
  const { height, maxBitrate, maxFramerate } = limit ?? presetFor(presets, people);
  const lines = captured ?? height;
  // If nothing is sent, the size doesn't matter.
  const scaleResolutionDownBy = height > 0 && lines > height ? lines / height : 1;
  return { maxBitrate, maxFramerate, scaleResolutionDownBy };
}
