/** The element that a view belongs to. */
import type { VideoCallElement } from '../element/video-call.js';

export const hostOf = (view: Element): VideoCallElement =>
  (view.getRootNode() as ShadowRoot).host as VideoCallElement;
