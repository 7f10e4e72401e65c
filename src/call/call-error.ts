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

/** Why another participant and I are not connected; each is withdrawn once we are. See `link-verdict.ts`. */
export type LinkReason =
  /** A network lets no direct call through (its router takes another port for each), and there is no relay. */
  | 'link-blocked'
  /** A network lets no UDP out at all, and there is no relay. */
  | 'link-no-udp'
  /** A browser found no way out at all: an extension or a rule keeps it from calls. */
  | 'link-no-address'
  /** Addresses are to be hidden behind a relay (`iceTransportPolicy`), and there is none. */
  | 'link-relay-missing'
  /** The relay does not take its credentials, or has no room. */
  | 'link-relay-refused'
  /** The relay does not answer from a network. */
  | 'link-relay-unreachable'
  /** The relay answers, and nothing gets through it. */
  | 'link-relay-silent'
  /** The two browsers find each other, and something between them keeps them from encrypting. */
  | 'link-not-encrypted'
  /** The two browsers have no codec in common, for sound or for pictures. */
  | 'link-no-codec'
  /** A browser does not take what the other says of itself. */
  | 'link-incompatible'
  /** The other's page never answered, though the room server counts it as here. */
  | 'link-unanswered'
  /** One of the two lost the room server, so they cannot find each other. */
  | 'link-server-lost';

export type CallErrorReason =
  | MediaReason
  | LinkReason
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

/** Carries a `reason` for programs and, for devices, the `source`, for links the `participant` that it is about. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly reason: CallErrorReason;
  readonly source: Source | undefined;
  /** The id of the other. */
  readonly participant: number | undefined;

  constructor(
    reason: CallErrorReason,
    source?: Source,
    options?: ErrorOptions & { participant?: number },
  ) {
    super(source ? `${reason}: ${source}` : reason, options);
    this.reason = reason;
    this.source = source;
    this.participant = options?.participant;
  }
}
