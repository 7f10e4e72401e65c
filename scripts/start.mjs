/** `npm start`: from a fresh clone to a running room server with the demo pages, and one link to open. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { endOnSignals } from './children.mjs';
import { freePort } from './free-port.mjs';
import { answers, startRoomServer } from './room-server.mjs';
import { buildIfChanged, install } from './setup.mjs';

const USAGE = 'Usage: npm start -- [--port N] [--https] [--verbose]';
/** Where rooms are kept: by port, since two servers must not write to one place. */
const STORAGE = fileURLToPath(new URL('../.partykit', import.meta.url));

/** Stops with one sentence; a stack trace would say nothing to who just wants to see a call. */
function fail(message) {
  console.error(message);
  process.exit(1);
}

function options() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '1999' },
        https: { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
      },
    });
    const port = Number(values.port);
    if (Number.isInteger(port) && port > 0 && port < 65_536) return { ...values, port };
  } catch {
    // An argument that is not ours.
  }
  return fail(USAGE);
}

/** Resolves when the server no longer answers: `partykit dev` may live on without its children. */
async function silence(url) {
  for (let misses = 0; misses < 3; misses = (await answers(url)) ? 0 : misses + 1) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

/** What the environment says of the room server; a wrong setting and a doubtful one are told right here. */
async function settings() {
  const { tsImport } = await import('tsx/esm/api');
  const { readSettings, SETTINGS } = await tsImport('../party/settings.ts', import.meta.url);
  const known = Object.entries(process.env).filter(([name]) => SETTINGS.includes(name));
  const vars = Object.fromEntries(known);
  for (const warning of readSettings(vars).warnings) console.warn(`Attention: ${warning}`);
  return vars;
}

async function start() {
  const { port: wanted, https, verbose } = options();
  endOnSignals(0);
  await install();
  await buildIfChanged();
  const vars = await settings();

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
