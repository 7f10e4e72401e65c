/** Finds wrangler, which deploys to Cloudflare, with a Node that is new enough for it; run by itself, it runs it. */
import { fileURLToPath } from 'node:url';

import { endOf, endOnSignals, exitOf, startChild } from './children.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
// No dependencies of ours: `npm ci` under Node 20 would choke on them.
const WRANGLER = 'wrangler@4.155.0';
const NODE = 'node@24.21.0';
/** In place of what it would ask, tell or look up on the network by itself. */
export const QUIET = { WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true' };

/**
 * Has npm get it, unless it is here; rejects with a sentence, and what npm said, where that cannot be.
 * @returns {Promise<{ node: string, args: string[] }>} a program, and its arguments before those of wrangler
 */
export async function findWrangler() {
  // `npm test` has found it.
  if (process.env.WRANGLER) return JSON.parse(process.env.WRANGLER);
  const isOld = Number(process.versions.node.split('.')[0]) < 22;
  const packages = [...(isOld ? [NODE] : []), WRANGLER].flatMap((name) => ['-p', name]);
  // Nothing that a shell would have to be told of: on Windows npx needs one.
  const where = fileURLToPath(new URL('where-wrangler.mjs', import.meta.url));
  const child = startChild('npx', ['-y', ...packages, 'node', where], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  let said = '';
  let complaints = '';
  child.stdout?.on('data', (text) => (said += text));
  child.stderr?.on('data', (text) => (complaints += text));
  const exit = await endOf(child).catch((error) => error.message);
  if (exit !== 0) {
    throw new Error(`npm could not get ${WRANGLER} (${exit}).\n${complaints.trim()}`);
  }
  const { node, main } = JSON.parse(said);
  return { node, args: ['--no-warnings', main] };
}

/**
 * Runs it to its end at this terminal, which may ask something; resolves with its exit code.
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env]
 */
export async function runWrangler(args, env = {}) {
  const wrangler = await findWrangler();
  const child = startChild(wrangler.node, [...wrangler.args, ...args], {
    cwd: root,
    env: { ...process.env, ...QUIET, ...env },
    stdio: 'inherit',
    // Another group could not be asked anything.
    detached: false,
  });
  return exitOf(child);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  endOnSignals(1);
  const exit = await runWrangler(process.argv.slice(2)).catch((error) => error.message);
  if (typeof exit === 'string') console.error(exit);
  process.exitCode = typeof exit === 'number' ? exit : 1;
}
