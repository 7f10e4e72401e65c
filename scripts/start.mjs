/** `npm start`: starts a room server with the demo pages from a fresh clone, and prints a link to open. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { endOnSignals, startNode } from './children.mjs';
import { fail, readEnvironment, readOptions } from './launch.mjs';
import { buildIfChanged, install } from './setup.mjs';

const USAGE = 'Usage: npm start -- [--port N] [--https] [--tokens] [--verbose]';
/** Where rooms are stored: by port, since two servers must not write to the same folder. */
const STORAGE = fileURLToPath(new URL('../.partykit', import.meta.url));
const TOKEN_SERVER = fileURLToPath(new URL('../examples/token-server.mjs', import.meta.url));

/** Resolves when the server no longer responds: `partykit dev` may keep running without its children. */
async function silence(url) {
  const { answers } = await import('./room-server.mjs');
  for (let misses = 0; misses < 3; misses = (await answers(url)) ? 0 : misses + 1) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

async function start() {
  const options = readOptions(USAGE, {
    port: { type: 'string', default: '1999' },
    https: { type: 'boolean', default: false },
    tokens: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  });
  const { https, tokens, verbose } = options;
  endOnSignals(0);
  await install();
  await buildIfChanged();
  if (tokens) process.env.TOKEN_SECRET ??= randomBytes(32).toString('hex');
  const vars = await readEnvironment();

  const { freePort } = await import('./free-port.mjs');
  const { startRoomServer } = await import('./room-server.mjs');
  const { certificate, lanAddresses } = await import('./certificate.mjs');
  const port = await freePort(options.port);
  if (port !== options.port) console.log(`Port ${options.port} is taken. Using port ${port}.`);
  const server = await startRoomServer({
    port,
    persist: join(STORAGE, String(port)),
    vars,
    https: https ? await certificate() : undefined,
    onOutput: verbose ? (text) => process.stdout.write(text) : undefined,
  });
  if (tokens) {
    const backend = startTokenServer(await freePort());
    console.log(`A call that requires a token: ${server.url}/tokens.html?backend=${backend}`);
    return end(server);
  }
  // With a room, since otherwise each window would get a different one.
  console.log(`Video call at ${server.url}/?room=tea (open it in two windows; Ctrl+C to stop)`);
  if (https) {
    for (const address of lanAddresses()) {
      console.log(
        `On a phone on this network: https://${address}:${port}/?room=tea (accept its certificate)`,
      );
    }
  }

  await end(server);
}

/** Starts the demo's own backend, which signs with the secret of this process; returns its URL. */
function startTokenServer(port) {
  startNode([TOKEN_SERVER, String(port)], { output: 'inherit' });
  return `http://localhost:${port}`;
}

/** Waits until the room server ends, then ends everything. */
async function end(server) {
  await Promise.race([server.ended, silence(server.url)]);
  await server.stop();
  fail('The room server stopped unexpectedly.');
}

await start().catch((error) => fail(error.message));
