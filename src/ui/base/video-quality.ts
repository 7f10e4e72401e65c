/** The limit for video quality, as the page sets it and the user changes it; kept for the next visit. */
import {
  isVideoQuality,
  type VideoQuality,
} from '../../features/adaptive-sending/video-quality.js';
import { offers } from './controls-list.js';
import type { HostElement } from './host.js';

const KEY = 'video-quality';

/** The element's limit; an unknown value means none. */
export const videoQualityOf = ({ videoQuality }: HostElement): VideoQuality =>
  isVideoQuality(videoQuality) ? videoQuality : 'auto';

/** Stores the user's choice. */
export function chooseVideoQuality(host: HostElement, chosen: VideoQuality): void {
  host.videoQuality = chosen;
  if (!host.demo) host.memory.set(KEY, chosen);
}

/** Restores the user's last choice, unless the page hides the control. */
export function recallVideoQuality(host: HostElement): void {
  const known = host.memory.get(KEY);
  const mayChoose = offers(host.controlsList, 'videoquality');
  if (!host.demo && mayChoose && isVideoQuality(known)) host.videoQuality = known;
}
