/** Whether a connection's own end of the path is a relay, such as where UDP was blocked when it came up. */
export async function isRelayed(connection: RTCPeerConnection): Promise<boolean> {
  const stats = (await connection.getStats()) as unknown as Map<string, Record<string, string>>;
  const reports = [...stats.values()];
  const transport = reports.find(({ type }) => type === 'transport');
  // Firefox tells of no transport.
  const pair =
    stats.get(transport?.['selectedCandidatePairId'] ?? '') ??
    reports.find(({ type, selected }) => type === 'candidate-pair' && selected);
  return stats.get(pair?.['localCandidateId'] ?? '')?.['candidateType'] === 'relay';
}
