/** What a person lets pictures cost, as the page suggests it and as they chose it, also for their next visit. */
import { createMemory } from '../call/browser-platform.js';
import { isCeiling, type Ceiling } from '../features/fit/ceiling.js';
import { offers } from './controls-list.js';
import type { VideoCallElement } from './video-call.js';

const KEY = 'video-quality';

/** What the element says; what nobody knows is none. */
export const videoQualityOf = ({ videoQuality }: VideoCallElement): Ceiling =>
  isCeiling(videoQuality) ? videoQuality : 'auto';

/** The person chooses. */
export function chooseVideoQuality(host: VideoCallElement, chosen: Ceiling): void {
  host.videoQuality = chosen;
  if (!host.demo) createMemory().set(KEY, chosen);
}

/** Takes up what they chose last, unless they could not choose otherwise here. */
export function recallVideoQuality(host: VideoCallElement): void {
  const known = createMemory().get(KEY);
  const mayChoose = offers(host.controlsList, 'videoquality');
  if (!host.demo && mayChoose && isCeiling(known)) host.videoQuality = known;
}
