/** The types that the element and the headless core have in common. */
export type { CallErrorReason, LinkReason, MediaReason } from './call/call-error.js';
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
  SourceState,
} from './call/call-api.js';
export type { LinkStats, ReceivedStats, SentStats } from './call/diagnostics/link-stats.js';
export type {
  ConnectionReport,
  ConnectionStep,
  Conclusion,
  StepFacts,
  StepFindings,
  StepId,
  Verdict,
} from './features/connection-test/report.js';
export type { Cause, LinkFacts, Quality } from './features/link-quality.js';
export type { Refusal, Role, Source } from './protocol.js';
