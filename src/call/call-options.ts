/** The options that a call is created with. */
import type { CallSettings } from './call-settings.js';
import type { CallPlatform } from './lazy-chunks.js';
import type { Memory } from './platform.js';

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
  platform?: CallPlatform;
}
