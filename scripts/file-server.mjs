/** Serves the files of a folder to a room server on this machine, which forwards them with the right headers. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join, normalize, sep } from 'node:path';

/**
 * Resolves with the server's origin and a function that closes it.
 * @param {string} folder
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function startFileServer(folder) {
  const server = createServer(async (request, response) => {
    const content = await read(folder, request.url ?? '/');
    response.writeHead(content ? 200 : 404).end(content);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => resolve(undefined));
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

/** The content of a file below the folder; undefined if there is none. */
async function read(folder, path) {
  try {
    const file = normalize(join(folder, decodeURIComponent(path)));
    return file.startsWith(folder + sep) ? await readFile(file) : undefined;
  } catch {
    // No such file, a folder, or a URL that cannot be decoded.
    return undefined;
  }
}
