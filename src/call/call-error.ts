/** The one error of the library: a `reason` of a closed list, which the interface turns into words. */
import type { Refusal, Source } from '../protocol.js';

/** Why a microphone, a camera or a screen could not be turned on, or was lost. */
export type MediaReason =
  /** The person said no, now or earlier. */
  | 'media-denied'
  /** The person closed the question without an answer. */
  | 'media-dismissed'
  /** The page that embeds this one does not allow it (permissions policy). */
  | 'media-blocked-by-page'
  /** The operating system does not let the browser have it. */
  | 'media-blocked-by-system'
  /** There is no such device. */
  | 'media-none'
  /** Another program holds the device. */
  | 'media-busy'
  /** No device can do what was asked of it. */
  | 'media-constraint'
  /** The device was unplugged or taken away while in use. */
  | 'media-lost'
  /** The system took it for something else, such as a phone call; it comes back by itself or on a tap. */
  | 'media-interrupted'
  /** The page is not secure (https), so the browser hides all devices. */
  | 'media-insecure'
  /** The browser has no such feature. */
  | 'media-unsupported';

export type CallErrorReason =
  | MediaReason
  | Refusal
  /** The browser has no WebRTC. */
  | 'unsupported'
  /** The room server has not answered for some seconds; it is tried for on and on. */
  | 'server-unreachable'
  /** The element does not know its room, or one with such a name cannot be. */
  | 'no-room'
  /** The element does not know its server. */
  | 'no-server'
  /** The call was left or closed while something was being waited for. */
  | 'left';

/** Carries a `reason` for programs and, for devices, the `source` that it is about. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly reason: CallErrorReason;
  readonly source: Source | undefined;

  constructor(reason: CallErrorReason, source?: Source, options?: ErrorOptions) {
    super(source ? `${reason}: ${source}` : reason, options);
    this.reason = reason;
    this.source = source;
  }
}
