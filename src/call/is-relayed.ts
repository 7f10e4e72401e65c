/** Whether a connection's own end of the path is a relay, such as where UDP was blocked when it came up. */
import { selectedPair, type Stats } from './stats-report.js';

export async function isRelayed(connection: RTCPeerConnection): Promise<boolean> {
  const stats = (await connection.getStats()) as unknown as ReadonlyMap<unknown, Stats>;
  const pair = selectedPair([...stats.values()]);
  return stats.get(pair?.localCandidateId)?.candidateType === 'relay';
}
