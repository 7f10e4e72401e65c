/** Runs a room server on its own port and storage; several can run in parallel. */
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { endTree, exitOf, killTree, startNode } from './children.mjs';
import { freePort, isFree } from './free-port.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const START_TIMEOUT = 60_000;
/** After one of these errors, `partykit dev` waits forever without a server, and so does `wrangler dev` in tests. */
const HOPELESS = /Address already in use|\[ERROR\]|Build failed|Could not find main/;

/**
 * How to start each runtime: its arguments, its environment, and the Node executable if not this one. Settings go
 * through the environment or a file in `private`, since every user of the machine can read command lines.
 * @typedef {{ port: number, host?: string, persist: string, vars: Record<string, string>, main?: string, site: string, private: string }} Start
 * @typedef {{ args: string[], env?: Record<string, string>, node?: string, close?: () => void }} Command
 * @typedef {(start: Start) => Command | Promise<Command>} Runtime
 * @type {Record<'partykit' | 'workerd', Runtime>}
 */
const RUNTIMES = {
  async partykit({ port, persist, vars, main, site, private: folder }) {
    const { startFileServer } = await import('./file-server.mjs');
    const config = JSON.parse(await readFile(join(root, 'partykit.json'), 'utf8'));
    // partykit's own file serving sends no headers, and restarts the rooms when a build adds a file.
    const files = await startFileServer(site);
    const parties = Object.entries(config.parties).map(([name, path]) => [name, join(root, path)]);
    const file = await writePrivate(
      join(folder, 'partykit.json'),
      JSON.stringify({
        ...config,
        main: resolve(root, main ?? config.main),
        parties: Object.fromEntries(parties),
        vars: { ...vars, FILES: files.url },
      }),
    );
    return {
      args: [
        ...[join(root, 'node_modules/partykit/dist/bin.mjs'), 'dev', '--config', file],
        ...['--port', String(port), '--persist', persist],
        ...['--no-hotkeys', '--disable-request-cf-fetch'],
      ],
      close: files.close,
    };
  },
  workerd: ({ port, host, persist, vars, site, main = 'party/runtimes/worker.ts' }) => ({
    args: [
      ...[join(root, 'scripts/workerd.mjs'), main],
      ...['--port', String(port), '--persist', persist, '--site', site],
      ...(host ? ['--host', host] : []),
      ...Object.keys(vars).flatMap((name) => ['--setting', name]),
    ],
    env: vars,
  }),
};

/** Writes a file that only its owner can read; returns its path. */
export async function writePrivate(path, text) {
  await writeFile(path, text, { mode: 0o600 });
  return path;
}

/**
 * Starts a room server and resolves when it responds. Rejects with its output if it does not.
 * @param {object} [options]
 * @param {number} [options.port] Must be free; by default, any free port.
 * @param {string} [options.persist] Folder for the rooms' storage; by default, a temporary one.
 * @param {Record<string, string>} [options.vars] Settings, which the room finds in its `env`.
 * @param {{ key: string, certificate: string }} [options.https] Paths of PEM files.
 * @param {(text: string) => void} [options.onOutput] Gets everything the server prints.
 * @param {'partykit' | 'workerd' | Runtime} [options.runtime]
 * @param {string} [options.host] The address to listen on, under `workerd`; by default, all.
 * @param {string} [options.main] The entry to run instead of the runtime's own adapter in `party/`.
 * @param {string} [options.site] The folder of scripts and pages; by default, `dist`.
 */
export async function startRoomServer({
  port,
  persist,
  vars = {},
  https: certificate,
  onOutput,
  runtime = 'partykit',
  main,
  host,
  site = join(root, 'dist'),
} = {}) {
  port ??= await freePort();
  if (!(await isFree(port))) throw new Error(`Port ${port} is taken.`);
  const scratch = await mkdtemp(join(tmpdir(), 'video-call-rooms-'));
  const remove = () => rmSync(scratch, { recursive: true, force: true });
  // Also if a signal ends this process before `stop`.
  process.once('exit', remove);
  persist ??= join(scratch, 'rooms');
  // Other users of the machine must not see who is in which room.
  await mkdir(persist, { recursive: true, mode: 0o700 });
  await chmod(persist, 0o700);
  const name = host?.includes(':') ? `[${host}]` : host;
  const url = `${certificate ? 'https' : 'http'}://${name ?? 'localhost'}:${port}`;
  const prepare = typeof runtime === 'string' ? RUNTIMES[runtime] : runtime;
  const command = await prepare({
    ...{ port, host: name, vars, main, persist, site },
    private: scratch,
  });
  const { args, node } = command;
  if (certificate) {
    const { key, certificate: file } = certificate;
    args.push('--https', '--https-key-path', key, '--https-cert-path', file);
  }

  const plain = { NO_UPDATE_NOTIFIER: '1', NO_COLOR: '1', FORCE_COLOR: '0' };
  const env = { ...process.env, ...plain, ...command.env };
  const child = startNode(args, { cwd: root, env, node, output: 'pipe' });
  const ended = exitOf(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      // The full output is only needed while starting.
      if (output.length < 100_000) output += text;
      onOutput?.(text);
    });
  }

  const finish = async (end) => {
    await end(child);
    command.close?.();
    // The kernel takes a moment to close the sockets of a killed process.
    for (let tries = 0; tries < 100 && !(await isFree(port)); tries++) await delay(20);
    process.off('exit', remove);
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  };
  const server = {
    /** Origin, without a trailing slash. */
    url,
    port,
    /** Process id of the Node program; `workerd` is its child. */
    pid: child.pid ?? 0,
    /** Resolves when that program has ended for any reason. */
    ended,
    stop: () => finish(endTree),
    /** Ends it and all its children without a chance to clean up. */
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
 * Whether a server responds at the URL, without a server error.
 * @param {string} url
 */
export async function answers(url) {
  const { get } = url.startsWith('https:') ? https : http;
  const signal = AbortSignal.timeout(5_000);
  // The certificate is self-signed, created for this machine.
  const request = get(url, { rejectUnauthorized: false, agent: false, signal });
  try {
    const [response] = await once(request, 'response');
    response.resume();
    return response.statusCode < 500;
  } catch {
    return false;
  }
}
