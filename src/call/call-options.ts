/** The options that a call is created with. */
import type { Memory, Platform } from './platform.js';

/** Settings that can change at any time. A change during a call applies from the next `join`. */
export interface CallSettings {
  /** `relay` hides the user's IP addresses from the others. */
  iceTransportPolicy?: RTCIceTransportPolicy | null | undefined;
  /** STUN and TURN servers to use instead of those from the room server. */
  iceServers?: RTCIceServer[] | null | undefined;
  /** The access token (JWT), if the server requires one; see README.md. */
  token?: string | null | undefined;
  /** Returns a token when joining, and a new one before it expires. */
  tokenProvider?: (() => Promise<string | undefined>) | null | undefined;
}

export interface CallOptions extends CallSettings {
  /** Address of the room server, such as `https://calls.example.com`. */
  server: string;
  /** The room's name, 1 to 128 characters. */
  room: string;
  /** The user's display name, at most 64 characters; defaults to that of the last visit. */
  name?: string | undefined;
  /** Distinguishes several calls on one page, so that each finds its own seat after a reload. */
  seatKey?: string;
  /** Stores the user's choices; shared between calls, it keeps them in sync even if storage is blocked. */
  memory?: Memory | undefined;
  /** The platform the call runs on; the browser by default. */
  platform?: Platform;
}
