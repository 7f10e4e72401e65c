/** Runs a room server on its own port and storage, several at once if need be, under any of the three runtimes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { endTree, exitOf, killTree, startNode } from './children.mjs';
import { freePort, isFree } from './free-port.mjs';
import { findWrangler, QUIET } from './wrangler.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const START_TIMEOUT = 60_000;
/** After these `partykit dev` and `wrangler dev` wait for ever without a server. */
const HOPELESS = /Address already in use|\[ERROR\]|Build failed|Could not find main/;

/**
 * How each runtime is started: its arguments and its environment, and the Node if not this one.
 * @typedef {{ port: number, host?: string, persist: string, vars: Record<string, string>, main?: string }} Start
 * @typedef {{ args: string[], env?: Record<string, string>, node?: string }} Command
 * @type {Record<'partykit' | 'workerd' | 'wrangler', (start: Start) => Command | Promise<Command>>}
 */
const RUNTIMES = {
  partykit: ({ port, persist, vars, main }) => ({
    args: [
      ...[join(root, 'node_modules/partykit/dist/bin.mjs'), 'dev', ...(main ? [main] : [])],
      ...['--port', String(port), '--persist', persist],
      ...Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}=${value}`]),
      ...['--no-hotkeys', '--disable-request-cf-fetch'],
    ],
  }),
  workerd: ({ port, host, persist, vars, main = 'party/worker.ts' }) => ({
    args: [
      ...[join(root, 'scripts/workerd.mjs'), main],
      ...['--port', String(port), '--persist', persist, ...(host ? ['--host', host] : [])],
      ...Object.keys(vars).flatMap((name) => ['--setting', name]),
    ],
    env: vars,
  }),
  async wrangler({ port, persist, vars, main }) {
    const { node, args } = await findWrangler();
    return {
      node,
      args: [
        ...[...args, 'dev', ...(main ? [main] : [])],
        ...['--port', String(port), '--ip', '127.0.0.1', '--persist-to', persist],
        ...Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`]),
        ...['--inspector-port', '0', '--show-interactive-dev-session=false'],
      ],
      // What it would otherwise look up on the network: who asks from where.
      env: { ...QUIET, CI: '1', CLOUDFLARE_CF_FETCH_ENABLED: 'false' },
    };
  },
};

/**
 * @typedef {object} RoomServer
 * @property {string} url Origin, without a slash at the end.
 * @property {number} port
 * @property {number} pid Of the program in Node; its `workerd` is a child of it.
 * @property {Promise<number | string>} ended Resolves when that program ended, whatever the reason.
 * @property {() => Promise<void>} stop Ends it and all its children.
 * @property {() => Promise<void>} kill Ends it and all its children without a chance to tidy up.
 */

/**
 * Starts a room server and resolves when it answers. Rejects with its output when it does not.
 * @param {object} [options]
 * @param {number} [options.port] Must be free; without it, any free one.
 * @param {string} [options.persist] Folder for the rooms' storage; without it, a temporary one.
 * @param {Record<string, string>} [options.vars] Settings, which the room finds in its `env`.
 * @param {{ key: string, certificate: string }} [options.https] Paths of PEM files.
 * @param {(text: string) => void} [options.onOutput] Is told all that the server prints.
 * @param {'partykit' | 'workerd' | 'wrangler'} [options.runtime]
 * @param {string} [options.host] The address to listen at, under `workerd`; without it, all.
 * @param {string} [options.main] What it runs, in place of the runtime's own adapter in `party/`.
 * @returns {Promise<RoomServer>}
 */
export async function startRoomServer({
  port,
  persist,
  vars = {},
  https,
  onOutput,
  runtime = 'partykit',
  main,
  host,
} = {}) {
  port ??= await freePort();
  if (!(await isFree(port))) throw new Error(`Port ${port} is taken.`);
  const temporary = persist ? undefined : await mkdtemp(join(tmpdir(), 'video-call-rooms-'));
  const name = host?.includes(':') ? `[${host}]` : host;
  const url = `${https ? 'https' : 'http'}://${name ?? 'localhost'}:${port}`;
  const command = await RUNTIMES[runtime]({
    ...{ port, host: name, vars, main },
    persist: persist ?? String(temporary),
  });
  const { args, node } = command;
  if (https) {
    args.push('--https', '--https-key-path', https.key, '--https-cert-path', https.certificate);
  }

  const plain = { NO_UPDATE_NOTIFIER: '1', NO_COLOR: '1', FORCE_COLOR: '0' };
  const env = { ...process.env, ...plain, ...command.env };
  const child = startNode(args, { cwd: root, env, node, output: 'pipe' });
  const ended = exitOf(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      // The whole of it is of use only while starting.
      if (output.length < 100_000) output += text;
      onOutput?.(text);
    });
  }

  const finish = async (end) => {
    await end(child);
    // The kernel takes a moment to close what a killed process held.
    for (let tries = 0; tries < 100 && !(await isFree(port)); tries++) await delay(20);
    if (temporary) await rm(temporary, { recursive: true, force: true, maxRetries: 3 });
  };
  const server = {
    url,
    port,
    pid: child.pid ?? 0,
    ended,
    stop: () => finish(endTree),
    kill: () =>
      finish(async () => {
        killTree(child);
        await ended;
      }),
  };

  const deadline = Date.now() + START_TIMEOUT;
  let exit;
  void ended.then((code) => (exit = code));
  while (!(await answers(url))) {
    if (exit === undefined && !HOPELESS.test(output) && Date.now() < deadline) {
      await delay(50);
      continue;
    }
    await server.stop();
    throw new Error(`The room server did not start on port ${port}.\n${output.trim()}`);
  }
  return server;
}

/**
 * Whether a server answers there, and not with an error of its own.
 * @param {string} url
 * @returns {Promise<boolean>}
 */
export function answers(url) {
  const get = url.startsWith('https:') ? getHttps : getHttp;
  // Its certificate is our own, made for this machine.
  const options = { rejectUnauthorized: false, timeout: 5_000, agent: false };
  return new Promise((resolve) => {
    const request = get(url, options, (response) => {
      response.resume();
      resolve((response.statusCode ?? 500) < 500);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}
