/** `npm run deploy`: from a fresh clone to the server, the script and the demo on Cloudflare, and the lines to embed. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { endOnSignals } from './children.mjs';
import { buildIfChanged, install } from './setup.mjs';
import { runWrangler } from './wrangler.mjs';

const LOGIN = `
Nothing was deployed, for wrangler does not know you. One of these, then the same again:
  npm run wrangler -- login                where there is a browser
  CLOUDFLARE_API_TOKEN=… npm run deploy    with a token of the template “Edit Cloudflare Workers”
                                           from https://dash.cloudflare.com/profile/api-tokens`;

/** What wrangler wrote down of this run, by type. */
function notes(file) {
  const lines = (existsSync(file) ? readFileSync(file, 'utf8') : '').split('\n').filter(Boolean);
  return Object.fromEntries(lines.map((line) => JSON.parse(line)).map((note) => [note.type, note]));
}

/** Where it can be reached, of `https://….workers.dev` and `calls.example.com (custom domain)`. */
function addressOf(targets = []) {
  const own = targets.flatMap((target) => /^(\S+) \(custom domain/.exec(target)?.[1] ?? []);
  return own.length ? `https://${own[0]}` : targets.find((target) => /^https:/.test(target));
}

async function deploy() {
  endOnSignals(1);
  await install();
  await buildIfChanged();
  const folder = mkdtempSync(join(tmpdir(), 'video-call-deploy-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'notes');
  const exit = await runWrangler(['deploy', ...process.argv.slice(2)], {
    WRANGLER_OUTPUT_FILE_PATH: file,
  });
  const { deploy: done, 'command-failed': failed } = notes(file);
  const address = addressOf(done?.targets);
  if (exit === 0 && address) {
    console.log(`
Video call at ${address}/?room=tea. On a page of yours:
  <script type="module" src="${address}/video-call.js"></script>
  <video-call room="tea"></video-call>`);
  }
  if (/CLOUDFLARE_API_TOKEN|wrangler login/.test(failed?.message)) console.error(LOGIN);
  process.exitCode = typeof exit === 'number' ? exit : 1;
}

await deploy().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
