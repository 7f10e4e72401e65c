/** `npm run deploy`: deploys server, script and demo to Cloudflare from a fresh clone; prints the lines to embed. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { carryOver, customDomain } from './carry-over.mjs';
import { endOnSignals } from './children.mjs';
import { fail } from './launch.mjs';
import { buildIfChanged, install } from './setup.mjs';
import { runWrangler } from './wrangler.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Our own argument, not wrangler's: nothing is deployed yet. */
const FIRST = '--first';
const LOGIN = `
Nothing was deployed, because wrangler is not logged in. Log in with one of these, then deploy again:
  npm run wrangler -- login                if this machine has a browser
  CLOUDFLARE_API_TOKEN=… npm run deploy    with a token from the template “Edit Cloudflare Workers”
                                           from https://dash.cloudflare.com/profile/api-tokens`;

const NOTHING_KEPT =
  'Open pages must be reloaded, unless this machine made their build. To keep them working, set the URL of the ' +
  'current deployment: LIVE_URL=https://… npm run deploy';

/** The records that wrangler wrote about this run, by type. */
function notes(file) {
  const lines = (existsSync(file) ? readFileSync(file, 'utf8') : '').split('\n').filter(Boolean);
  return Object.fromEntries(lines.map((line) => JSON.parse(line)).map((note) => [note.type, note]));
}

/** The URL of the deployment, from `https://….workers.dev` and `calls.example.com (custom domain)`. */
function addressOf(targets = []) {
  const own = targets.flatMap((target) => /^(\S+) \(custom domain/.exec(target)?.[1] ?? []);
  return own.length ? `https://${own[0]}` : targets.find((target) => /^https:/.test(target));
}

/**
 * Keeps the chunks that open pages of the current deployment may still load: a deployment replaces all files, and this
 * machine may not have the earlier ones. Its URL is `LIVE_URL`, or the custom domain; `LIVE_URL=none` skips this.
 * @param {boolean} isFirst whether it is acceptable that there is no deployment yet
 */
async function keepDeployedChunks(isFirst) {
  const live = process.env.LIVE_URL || (await customDomain(join(root, 'wrangler.jsonc')));
  if (!live || live === 'none') {
    if (!isFirst) console.log(NOTHING_KEPT);
    return;
  }
  try {
    const count = await carryOver(live.replace(/\/+$/, ''), join(root, 'dist'));
    console.log(`Fetched ${count} chunks from ${live}, so that open pages keep working.`);
  } catch (error) {
    if (isFirst) return;
    throw new Error(
      `Nothing was deployed: ${error.message} Open pages would break.\n` +
        'Correct LIVE_URL or try again. To deploy without the chunks of earlier deployments: LIVE_URL=none npm run deploy\n' +
        'If this is the first deployment: npm run deploy -- --first',
      { cause: error },
    );
  }
}

async function deploy() {
  endOnSignals(1);
  await install();
  await buildIfChanged();
  const given = process.argv.slice(2);
  await keepDeployedChunks(given.includes(FIRST));
  const folder = mkdtempSync(join(tmpdir(), 'video-call-deploy-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'notes');
  const exit = await runWrangler(['deploy', ...given.filter((argument) => argument !== FIRST)], {
    WRANGLER_OUTPUT_FILE_PATH: file,
  });
  const { deploy: done, 'command-failed': failed } = notes(file);
  const address = addressOf(done?.targets);
  if (exit === 0 && address) {
    console.log(`
Video call at ${address}/?room=tea. Add it to your page:
  <script type="module" src="${address}/video-call.js"></script>
  <video-call room="tea"></video-call>
To keep open pages working, run the next deployment with LIVE_URL=${address}`);
  }
  if (/CLOUDFLARE_API_TOKEN|wrangler login/.test(failed?.message)) console.error(LOGIN);
  process.exitCode = typeof exit === 'number' ? exit : 1;
}

await deploy().catch(({ message }) => fail(message));
