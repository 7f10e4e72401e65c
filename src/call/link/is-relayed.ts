/** Whether the local end of a link's path is a relay, such as if UDP was blocked when it was established. */
import { selectedPair, type Stats } from '../diagnostics/stats-report.js';

export function isRelayed(report: RTCStatsReport): boolean {
  const stats = report as unknown as ReadonlyMap<unknown, Stats>;
  const pair = selectedPair([...stats.values()]);
  return stats.get(pair?.localCandidateId)?.candidateType === 'relay';
}
