/** Why the browser does not let us have a device or a screen. Loaded once it does not. */
import type { MediaReason } from './call-error.js';

/**
 * Names of errors: W3C mediacapture-main; browsers tell the kinds of refusal apart by text alone.
 * @param areAllowed whether the embedding page lets this one have all that was asked for
 */
export function mediaReasonOf(error: unknown, areAllowed: boolean): MediaReason {
  const { name, message } = error instanceof Error ? error : { name: '', message: '' };
  switch (name) {
    case 'NotAllowedError':
      if (!areAllowed) return 'media-blocked-by-page';
      if (/system/i.test(message)) return 'media-blocked-by-system';
      return /dismissed/i.test(message) ? 'media-dismissed' : 'media-denied';
    // A screen is only to be had just after a gesture.
    case 'InvalidStateError':
      return 'media-dismissed';
    case 'SecurityError':
      return 'media-blocked-by-page';
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
