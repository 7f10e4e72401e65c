/** Finds a TCP port that is free on every interface, so that `localhost` reaches this server in every browser. */
import getPort, { clearLockedPorts, portNumbers } from 'get-port';

/**
 * The first free port from `from` on; by default, from a random one below those that the system assigns.
 * @param {number} [from]
 */
export const freePort = (from = 10_000 + Math.floor(Math.random() * 20_000)) =>
  getPort({ port: [from, ...portNumbers(Math.max(from, 1_024), 65_535)] });

/**
 * Whether the port is free on every interface.
 * @param {number} port
 */
export async function isFree(port) {
  // Otherwise it avoids ports that it found a moment ago.
  clearLockedPorts();
  return (await getPort({ port })) === port;
}
