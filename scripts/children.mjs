/** Starts child processes that can be ended with all their descendants, and that never outlive this process. */
import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const windows = process.platform === 'win32';
/** A script for `--require`, since `node --test` itself does not run scripts of `--import`. */
const preload = fileURLToPath(new URL('end-with-parent.cjs', import.meta.url));

/** Children that may still be running, or whose own children may be. */
const children = new Set();

/**
 * Starts a command as the leader of its own process group, so that Ctrl-C in the terminal does not reach it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function startChild(command, args, options = {}) {
  const child = spawn(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: !windows,
    ...options,
  });
  children.add(child);
  return child;
}

/**
 * Starts a Node program that also ends when this process is killed.
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & StartNodeOptions} [options]
 * @typedef {object} StartNodeOptions
 * @property {'inherit' | 'pipe'} [output]
 * @property {string} [node] A different Node executable.
 * @property {(command: string, args: string[]) => [command: string, args: string[]]} [within] Wraps the command
 * in one that runs it elsewhere, such as in namespaces.
 */
export function startNode(
  args,
  { output = 'inherit', node = process.execPath, within, ...options } = {},
) {
  const plain = /** @type {const} */ ([node, ['--require', preload, ...args]]);
  const [command, rest] = within?.(...plain) ?? plain;
  return startChild(command, rest, { ...options, stdio: ['ignore', output, output, 'ipc'] });
}

/**
 * Resolves with the exit code, or with the name of the signal that ended the child.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number | string>}
 */
export function exitOf(child) {
  return new Promise((resolve, reject) => {
    const { exitCode, signalCode } = child;
    if (exitCode !== null || signalCode !== null) resolve(exitCode ?? signalCode ?? 1);
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 1));
    child.once('error', reject);
  });
}

/**
 * Kills a child and everything in its group immediately, including what a dead child left behind.
 * @param {import('node:child_process').ChildProcess} child
 */
export function killTree(child) {
  children.delete(child);
  if (windows) spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
  else signalGroup(child, 'SIGKILL');
}

/**
 * Resolves like `exitOf`, after killing what is left of the child's group.
 * @param {import('node:child_process').ChildProcess} child
 */
export async function endOf(child) {
  const exit = await exitOf(child);
  killTree(child);
  return exit;
}

/**
 * Asks a child to end, and to end its own children; kills what is left of its group after three seconds.
 * @param {import('node:child_process').ChildProcess} child
 */
export async function endTree(child) {
  child.kill();
  await endedOrLate(child);
  killTree(child);
}

/** Whether a process was there to get the signal; signal 0 only checks that. */
export function signalGroup(child, signal) {
  if (windows || child.pid === undefined) return false;
  try {
    return process.kill(-child.pid, signal);
  } catch {
    return false;
  }
}

/** Resolves when a child has ended, but at the latest after three seconds. */
export function endedOrLate(child) {
  return Promise.race([exitOf(child).catch(() => {}), delay(3_000, undefined, { ref: false })]);
}

/**
 * Ends every child, then this process, on SIGINT, SIGTERM or SIGHUP, and when npm ends. The returned signal is
 * aborted as soon as that begins: nothing new may be started then.
 * @param {number} exitCode
 * @param {(child: import('node:child_process').ChildProcess) => Promise<void>} [end]
 */
export function endOnSignals(exitCode, end = endTree) {
  const ending = new AbortController();
  const endAll = () => {
    ending.abort();
    return Promise.all([...children].map(end)).then(() => process.exit(exitCode));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, endAll);
  // The shell between npm and this process dies from a signal without passing it on.
  const parent = process.ppid;
  const look = () => process.ppid !== parent && endAll();
  if (process.env.npm_lifecycle_event) setInterval(look, 250).unref();
  return ending.signal;
}
