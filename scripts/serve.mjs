/** `npm run serve`: a room server for production on a machine of one's own, under `workerd`, with script and demo. */
import { resolve } from 'node:path';

import { endOnSignals } from './children.mjs';
import { fail, readEnvironment, readOptions } from './launch.mjs';
import { startRoomServer } from './room-server.mjs';
import { buildIfChanged, install } from './setup.mjs';

const USAGE = 'Usage: npm run serve -- [--port N] [--host ADDRESS] [--storage FOLDER] [--built]';

async function serve() {
  const { port, host, storage, built } = readOptions(USAGE, {
    port: { type: 'string', default: '1999' },
    host: { type: 'string' },
    storage: { type: 'string', default: '.rooms' },
    // Takes what is here: where nothing may be written, or npm is not.
    built: { type: 'boolean', default: false },
  });
  endOnSignals(0);
  if (!built) {
    await install();
    await buildIfChanged();
  }
  const settings = await readEnvironment();
  const server = await startRoomServer({
    ...{ runtime: 'workerd', main: 'dist-server/worker.js', port, host },
    persist: resolve(storage),
    // Without a proxy before it the server sees addresses itself; `party/serve.ts` writes them there.
    vars: { CLIENT_ADDRESS_HEADER: 'x-socket-address', ...settings },
    onOutput: (text) => process.stdout.write(text),
  });
  console.log(`Video call at ${server.url}/?room=tea; rooms are kept in ${resolve(storage)}`);
  await server.ended;
  await server.stop();
  fail('The room server ended.');
}

await serve().catch((error) => fail(error.message));
