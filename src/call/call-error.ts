/** The library's only error: its `reason` is one of a closed list, which the interface turns into text. */
import type { Refusal, Source } from '../protocol.js';

/** Why a microphone, a camera or a screen could not be turned on, or was lost. */
export type MediaReason =
  /** The user declined, now or earlier. */
  | 'media-denied'
  /** The user closed the prompt without an answer. */
  | 'media-dismissed'
  /** The embedding page does not allow it (permissions policy). */
  | 'media-blocked-by-page'
  /** The operating system doesn't let the browser use it. */
  | 'media-blocked-by-system'
  /** There is no such device. */
  | 'media-none'
  /** Another program is using the device. */
  | 'media-busy'
  /** No device satisfies the constraints. */
  | 'media-constraint'
  /** The device was unplugged or became unavailable while in use. */
  | 'media-lost'
  /** The system took the device, such as for a phone call; it returns by itself or on a tap. */
  | 'media-interrupted'
  /** The page is not secure (https), so the browser hides all devices. */
  | 'media-insecure'
  /** The browser has no such feature. */
  | 'media-unsupported';

/** Why two participants are not connected; withdrawn once they are. See `diagnose.ts`. */
export type LinkReason =
  /** A network blocks direct connections (its router uses a different port for each), and there is no relay. */
  | 'link-blocked'
  /** A network blocks all outgoing UDP, and there is no relay. */
  | 'link-no-udp'
  /** A browser found no address at all: an extension or a policy prevents calls. */
  | 'link-no-address'
  /** Addresses must be hidden behind a relay (`iceTransportPolicy`), and there is none. */
  | 'link-relay-missing'
  /** The relay refuses its credentials, or is full. */
  | 'link-relay-refused'
  /** The relay can't be reached from a network. */
  | 'link-relay-unreachable'
  /** The relay answers, but nothing gets through it. */
  | 'link-relay-silent'
  /** The browsers reach each other, but something between them prevents encryption. */
  | 'link-not-encrypted'
  /** The browsers have no codec in common, for audio or for video. */
  | 'link-no-codec'
  /** A browser rejects the remote session description. */
  | 'link-incompatible'
  /** The remote page never answered, though the room server counts it as present. */
  | 'link-unanswered'
  /** One of the two lost the room server, so they can't find each other. */
  | 'link-server-lost'
  /** The browser could not create a connection, such as if it has too many; `cause` is what it threw. */
  | 'link-not-created'
  /** The remote page sent so many messages that the link was closed; it is retried after a minute. */
  | 'link-flooded';

export type CallErrorReason =
  | MediaReason
  | LinkReason
  | Refusal
  /** The browser has no WebRTC. */
  | 'unsupported'
  /** Some of `iceServers` can't be used; the call continues without them. `cause` names each. */
  | 'ice-servers-invalid'
  /** `iceTransportPolicy` is neither `all` nor `relay`; the call uses `relay`, which exposes no address. */
  | 'ice-transport-policy-invalid'
  /** The room server has not answered for some seconds; the client keeps retrying. */
  | 'server-unreachable'
  /** Something answers in place of the room server and can't be understood; the client keeps retrying. */
  | 'server-incompatible'
  /** `tokenProvider` threw, took too long, or returned no string; `cause` has the details. */
  | 'token-unavailable'
  /** A lazily loaded part of this library could not be loaded. */
  | 'load-failed'
  /** A handler of this library threw `cause`. While joining, this ends the attempt; in the room, the call continues. */
  | 'internal-error'
  /** The element has no room, or one with an invalid name. */
  | 'no-room'
  /** The element has no server. */
  | 'no-server'
  /** The call was left or closed while something was pending. */
  | 'left';

/** Carries a machine-readable `reason`, plus the `source` (for devices) or the `participant` (for links) concerned. */
export class CallError extends Error {
  /** Always `CallError`. */
  override readonly name = 'CallError';
  /** What failed. */
  readonly reason: CallErrorReason;
  /** The source concerned, if it is about a device. */
  readonly source: Source | undefined;
  /** The id of the participant concerned, if it is about a link. */
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
