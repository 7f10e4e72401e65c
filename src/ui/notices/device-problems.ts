/** The problems of the user's devices, one per reason. */
import type { CallApi } from '../../call/call-api.js';
import type { MediaReason } from '../../call/call-error.js';
import { SOURCES, type Source } from '../../protocol.js';

export interface Problem {
  readonly reason: MediaReason;
  readonly sources: readonly Source[];
}

/** One problem per reason, with all the sources that have it. */
export function problemsOf(call: CallApi, among: readonly Source[] = SOURCES): Problem[] {
  const byReason = new Map<MediaReason, Source[]>();
  for (const source of among) {
    const { problem } = call.sourceState(source);
    if (problem) byReason.set(problem, [...(byReason.get(problem) ?? []), source]);
  }
  return [...byReason].map(([reason, sources]) => ({ reason, sources }));
}

/** Whether another attempt may succeed. */
export const canTryAgain = ({ reason }: Problem) =>
  reason !== 'media-insecure' && reason !== 'media-unsupported';
