/** What a call is made with. */
import type { Platform } from './platform.js';

export interface CallOptions {
  /** Origin of the room server, such as `https://calls.example.com`. */
  server: string;
  /** The room's name, 1 to 128 characters. */
  room: string;
  /** My name as the others read it, of at most 64 characters; without one it is that of the last visit. */
  name?: string;
  /** `relay` hides my addresses from the others. */
  iceTransportPolicy?: RTCIceTransportPolicy;
  /** STUN and TURN servers in place of those that the room server gives. */
  iceServers?: RTCIceServer[] | undefined;
  /** A JWT that says what I may, where the server wants one; see README.md. */
  token?: string;
  /** Gives another in place of one that has ended or soon will. */
  tokenProvider?: (() => Promise<string | undefined>) | undefined;
  /** Tells several calls of one page apart, so that each finds its own seat after a reload. */
  seatKey?: string;
  /** What the call stands on; the browser by default. */
  platform?: Platform;
}
