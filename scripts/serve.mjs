/** `npm run serve`: a self-hosted room server for production, under `workerd`, with script and demo. */
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { endOnSignals } from './children.mjs';
import { fail, readEnvironment, readOptions } from './launch.mjs';
import { keepChunks } from './publish.mjs';
import { buildIfChanged, install } from './setup.mjs';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));
const USAGE = 'Usage: npm run serve -- [--port N] [--host ADDRESS] [--storage FOLDER] [--built]';

async function serve() {
  const { port, host, storage, built } = readOptions(USAGE, {
    port: { type: 'string', default: '1999' },
    host: { type: 'string' },
    storage: { type: 'string', default: '.rooms' },
    // Uses the existing build: for read-only file systems, or machines without npm.
    built: { type: 'boolean', default: false },
  });
  endOnSignals(0);
  if (!built) {
    await install();
    await buildIfChanged();
  }
  const { startRoomServer } = await import('./room-server.mjs');
  const settings = await readEnvironment();
  // Pages of earlier builds load chunks from there, even if `dist` is new, as in a new container.
  keepChunks(DIST, join(resolve(storage), 'site'));
  const server = await startRoomServer({
    ...{ runtime: 'workerd', main: 'dist-server/worker.js', port, host },
    persist: resolve(storage),
    // Without a proxy, the server sees client addresses itself; `party/runtimes/serve.ts` writes them to this header.
    vars: { CLIENT_ADDRESS_HEADER: 'x-socket-address', ...settings },
    onOutput: (text) => process.stdout.write(text),
  });
  console.log(`Video call at ${server.url}/?room=tea; rooms are stored in ${resolve(storage)}`);
  await server.ended;
  await server.stop();
  fail('The room server ended.');
}

await serve().catch((error) => fail(error.message));
