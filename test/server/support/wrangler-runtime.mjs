/** Runs a room server under `wrangler dev`. */
import { join } from 'node:path';

import { writePrivate } from '../../../scripts/room-server.mjs';
import { findWrangler, QUIET } from '../../../scripts/wrangler.mjs';

/** @type {import('../../../scripts/room-server.mjs').Runtime} */
export async function wrangler({ port, persist, vars, main, private: folder }) {
  const { node, args } = await findWrangler();
  // wrangler's parser of such files removes the quotes.
  const lines = Object.entries(vars).map(([name, value]) => `${name}=${quoted(value)}`);
  const file = await writePrivate(join(folder, 'settings.env'), lines.join('\n'));
  return {
    node,
    args: [
      ...[...args, 'dev', ...(main ? [main] : [])],
      ...['--port', String(port), '--ip', '127.0.0.1', '--persist-to', persist],
      ...['--env-file', file],
      ...['--inspector-port', '0', '--show-interactive-dev-session=false'],
    ],
    // Otherwise it would look up the client's location on the network.
    env: { ...QUIET, CI: '1', CLOUDFLARE_CF_FETCH_ENABLED: 'false' },
  };
}

/** @param {string} value */
function quoted(value) {
  const quote = ["'", '"', '`'].find((one) => !value.includes(one));
  if (!quote || /[\r\n]/.test(value)) throw new Error(`This cannot be quoted: ${value}`);
  return `${quote}${value}${quote}`;
}
