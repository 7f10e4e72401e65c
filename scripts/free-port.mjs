/** Finds a TCP port that is free on every interface, so that `localhost` reaches this server in every browser. */
import { createServer } from 'node:net';

const HOSTS = ['0.0.0.0', '::', '127.0.0.1', '::1'];
/** No IPv6 on this machine, so the port cannot be taken there. */
const NO_SUCH_HOST = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

/**
 * The first free port from `from` on; by default, from a random one below those that the system assigns.
 * @param {number} [from]
 */
export async function freePort(from = 10_000 + Math.floor(Math.random() * 20_000)) {
  for (let port = from; port < 65_536; port++) if (await isFree(port)) return port;
  throw new Error(`No port from ${from} on is free.`);
}

/**
 * Whether the port is free on every interface.
 * @param {number} port
 */
export async function isFree(port) {
  for (const host of HOSTS) if (!(await canListen(port, host))) return false;
  return true;
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<boolean>}
 */
function canListen(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      const code = 'code' in error ? String(error.code) : '';
      if (code === 'EADDRINUSE') resolve(false);
      else if (NO_SUCH_HOST.includes(code)) resolve(true);
      else reject(new Error(`Port ${port} cannot be used: ${error.message}.`));
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
