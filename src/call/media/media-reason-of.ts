/** Why the browser can't provide a device or a screen. */
import type { MediaReason } from '../call-error.js';

/**
 * Error names: W3C mediacapture-main; browsers distinguish kinds of refusal only by the message.
 * @param areAllowed whether the embedding page allows all that was requested
 */
export function mediaReasonOf(error: unknown, areAllowed: boolean): MediaReason {
  const { name, message } = error instanceof Error ? error : { name: '', message: '' };
  switch (name) {
    case 'NotAllowedError':
      if (!areAllowed) return 'media-blocked-by-page';
      if (/system/i.test(message)) return 'media-blocked-by-system';
      return /dismissed/i.test(message) ? 'media-dismissed' : 'media-denied';
    // Screen sharing needs a recent user gesture.
    case 'InvalidStateError':
      return 'media-dismissed';
    case 'SecurityError':
      return areAllowed ? 'media-denied' : 'media-blocked-by-page';
    case 'NotFoundError':
      return 'media-none';
    case 'NotReadableError':
    case 'AbortError':
      return 'media-busy';
    case 'OverconstrainedError':
      return 'media-constraint';
    default:
      return 'media-unsupported';
  }
}
