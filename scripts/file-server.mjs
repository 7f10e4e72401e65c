/** Serves the files of a folder to a room server on this machine, which forwards them with the right headers. */
import { once } from 'node:events';
import { createServer } from 'node:http';

import sirv from 'sirv';

/**
 * Resolves with the server's origin and a function that closes it.
 * @param {string} folder
 */
export async function startFileServer(folder) {
  // `dev`: files may change while they are served.
  const server = createServer(sirv(folder, { dev: true })).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}`, close };
}
