/** Dispatches an event of the element to the page. */
import type { VideoCallEventMap } from '../base/video-call-event-map.js';

/** Returns false if the page canceled it. */
export function dispatch<Type extends keyof VideoCallEventMap>(
  element: Element,
  type: Type,
  detail?: VideoCallEventMap[Type]['detail'],
): boolean {
  const cancelable = type.startsWith('before');
  return element.dispatchEvent(new CustomEvent(type, { detail, composed: true, cancelable }));
}
