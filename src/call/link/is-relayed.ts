/** Whether the local end of a connection's path is a relay, such as if UDP was blocked when it was established. */
import { selectedPair, type Stats } from '../diagnostics/stats-report.js';

export async function isRelayed(connection: RTCPeerConnection): Promise<boolean> {
  const stats = (await connection.getStats()) as unknown as ReadonlyMap<unknown, Stats>;
  const pair = selectedPair([...stats.values()]);
  return stats.get(pair?.localCandidateId)?.candidateType === 'relay';
}
