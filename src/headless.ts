/** The call without an interface: no Lit, no custom element, importable in Node. */
export { Call, type CallOptions } from './call/call.js';
export {
  CallError,
  type CallErrorReason,
  type LinkReason,
  type MediaReason,
} from './call/call-error.js';
export type {
  CallEvents,
  CallApi,
  CallStatus,
  Device,
  DeviceKind,
  LinkProblem,
  LinkStatus,
  Participant,
  Preview,
  SendLimit,
  SourceState,
} from './call/call-api.js';
export { Channel, type ChannelEvents } from './call/channels/channel.js';
export type { LinkStats, ReceivedStats, SentStats } from './call/diagnostics/link-stats.js';
export type { CallPlatform as Platform } from './call/lazy-chunks.js';
export type { Clock, Memory, Meter } from './call/platform.js';
export type {
  VideoQuality,
  AdaptiveSending,
  AdaptiveSendingEvents,
  Size,
} from './features/adaptive-sending.js';
import { loadChunk } from './call/base/load-chunk.js';

/** Loads the feature that sends no more on each link than the remote participant displays. */
export const loadAdaptiveSending = async () =>
  (await loadChunk(() => import('./features/adaptive-sending.js'))).AdaptiveSending;
export type { ConnectionTestOptions } from './features/connection-test.js';
export { testConnection } from './features/connection-test/test-connection.js';
export type {
  ConnectionReport,
  ConnectionStep,
  Conclusion,
  StepFacts,
  StepFindings,
  StepId,
  Verdict,
} from './features/connection-test/report.js';
export {
  LinkQuality,
  type Cause,
  type LinkFacts,
  type LinkQualityEvents,
  type Quality,
} from './features/link-quality.js';
export { Speaking, type SpeakingEvents } from './features/speaking.js';
export { SOURCES, type Refusal, type Role, type Source } from './protocol.js';
