/** The settings of a call that can change. */

/** Settings that can change at any time. A change during a call applies from the next `join`. */
export interface CallSettings {
  /** `relay` hides the user's IP addresses from the others. */
  iceTransportPolicy?: RTCIceTransportPolicy | null | undefined;
  /** STUN and TURN servers to use instead of those from the room server. */
  iceServers?: RTCIceServer[] | null | undefined;
  /** The access token (JWT), if the server requires one; see docs/hosts-and-tokens.md. */
  token?: string | null | undefined;
  /** Returns a token when joining, and a new one before it expires. */
  tokenProvider?: (() => Promise<string | undefined>) | null | undefined;
}
