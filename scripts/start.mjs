/** `npm start`: from a fresh clone to a running room server with the demo pages, and one link to open. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { endOnSignals } from './children.mjs';
import { freePort } from './free-port.mjs';
import { fail, readEnvironment, readOptions } from './launch.mjs';
import { answers, startRoomServer } from './room-server.mjs';
import { buildIfChanged, install } from './setup.mjs';

const USAGE = 'Usage: npm start -- [--port N] [--https] [--verbose]';
/** Where rooms are kept: by port, since two servers must not write to one place. */
const STORAGE = fileURLToPath(new URL('../.partykit', import.meta.url));

/** Resolves when the server no longer answers: `partykit dev` may live on without its children. */
async function silence(url) {
  for (let misses = 0; misses < 3; misses = (await answers(url)) ? 0 : misses + 1) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

async function start() {
  const {
    port: wanted,
    https,
    verbose,
  } = readOptions(USAGE, {
    port: { type: 'string', default: '1999' },
    https: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  });
  endOnSignals(0);
  await install();
  await buildIfChanged();
  const vars = await readEnvironment();

  const port = await freePort(wanted);
  if (port !== wanted) console.log(`Port ${wanted} is taken, so this is port ${port}.`);
  const { certificate, lanAddresses } = await import('./certificate.mjs');
  const server = await startRoomServer({
    port,
    persist: join(STORAGE, String(port)),
    vars,
    https: https ? await certificate() : undefined,
    onOutput: verbose ? (text) => process.stdout.write(text) : undefined,
  });
  // With a room: the page alone would give each window another.
  console.log(`Video call at ${server.url}/?room=tea (open it in two windows; Ctrl-C ends it)`);
  if (https) {
    for (const address of lanAddresses()) {
      console.log(
        `On a phone in this network: https://${address}:${port}/?room=tea (accept its certificate)`,
      );
    }
  }

  await Promise.race([server.ended, silence(server.url)]);
  await server.stop();
  fail('The room server ended, so everything else was ended too.');
}

await start().catch((error) => fail(error.message));
