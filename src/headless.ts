/** The call without an interface: no Lit, no custom element, importable in Node. */
import { loadChunk } from './call/base/load-chunk.js';

export type * from './public-types.js';
export { Call, type CallOptions } from './call/call.js';
export { CallError } from './call/call-error.js';
export type { SendLimit } from './call/call-api.js';
export { Channel, type ChannelEvents } from './call/channels/channel.js';
export type { CallPlatform as Platform } from './call/lazy-chunks.js';
export type { Clock, Memory, Meter } from './call/platform.js';
export type {
  VideoQuality,
  AdaptiveSending,
  AdaptiveSendingEvents,
  Size,
} from './features/adaptive-sending.js';
export type { ConnectionTestOptions } from './features/connection-test.js';
export { testConnection } from './features/connection-test/test-connection.js';
export { LinkQuality, type LinkQualityEvents } from './features/link-quality.js';
export { Speaking, type SpeakingEvents } from './features/speaking.js';
export { SOURCES } from './protocol.js';

/** Loads the feature that sends no more on each link than the remote participant displays. */
export const loadAdaptiveSending = async () =>
  (await loadChunk(() => import('./features/adaptive-sending.js'))).AdaptiveSending;
