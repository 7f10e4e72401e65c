/** Finds wrangler, which deploys to Cloudflare, with a Node that is new enough; as a script, it also runs wrangler. */
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { endOf, endOnSignals, exitOf, startChild } from './children.mjs';
import { fail } from './launch.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Not in package.json: `npm ci` under Node 20 would fail on them. */
const WRANGLER = 'wrangler@4.155.0';
const NODE = 'node@24.21.0';
/** Prevents what it would otherwise ask, print, send or look up on the network. */
export const QUIET = { WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true' };

/**
 * Lets npm fetch it, unless it is available; rejects with a message that includes npm's output if that fails.
 * @returns {Promise<{ node: string, args: string[] }>} a program, and the arguments that precede wrangler's
 */
export async function findWrangler() {
  // Already found by `npm test`.
  if (process.env.WRANGLER) return JSON.parse(process.env.WRANGLER);
  const isOld = Number(process.versions.node.split('.')[0]) < 22;
  const packages = [...(isOld ? [NODE] : []), WRANGLER].flatMap((name) => ['-p', name]);
  // Arguments that need no quoting: on Windows, npx needs a shell.
  const where = fileURLToPath(new URL('where-wrangler.mjs', import.meta.url));
  const child = startChild('npx', ['-y', ...packages, 'node', where], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const exit = await endOf(child).catch((error) => error.message);
  const [said, complaints] = await output;
  if (exit !== 0)
    throw new Error(`npm couldn't install ${WRANGLER} (${exit}).\n${complaints.trim()}`);
  const { node, main } = JSON.parse(said);
  return { node, args: ['--no-warnings', main] };
}

/**
 * Runs it to its end in this terminal, where it may prompt; resolves with its exit code.
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env]
 */
export async function runWrangler(args, env = {}) {
  const wrangler = await findWrangler();
  const child = startChild(wrangler.node, [...wrangler.args, ...args], {
    cwd: root,
    env: { ...process.env, ...QUIET, ...env },
    stdio: 'inherit',
    // In another process group it could not prompt.
    detached: false,
  });
  return exitOf(child);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  endOnSignals(1);
  process.exitCode = await runWrangler(process.argv.slice(2)).catch(({ message }) => fail(message));
}
