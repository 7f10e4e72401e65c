/** Changes the ICE servers of a connection, which it uses from its next ICE restart. */

/** Servers that a browser refuses must not end a link that has others: then the previous ones stay. */
export function setIceConfiguration(
  connection: RTCPeerConnection,
  configuration: RTCConfiguration,
): void {
  try {
    connection.setConfiguration(configuration);
  } catch {
    // The previous servers stay.
  }
}

/**
 * Reverses the order of the relays. Chromium considers a dead path alive for 2.5 s, and leaves it at once only for a
 * newer one of the same priority, which for relays is their position in the list.
 */
export function rotateIceServers(connection: RTCPeerConnection): void {
  const { iceServers = [], ...rest } = connection.getConfiguration();
  const turned = iceServers.map((server) => ({ ...server, urls: [server.urls].flat().reverse() }));
  setIceConfiguration(connection, { ...rest, iceServers: turned.reverse() });
}
