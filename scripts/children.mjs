/** Starts child processes that can be ended with all that they started themselves, and that never outlive us. */
import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const windows = process.platform === 'win32';
/** A script for `--require`, since `node --test` itself runs none of `--import`. */
const preload = fileURLToPath(new URL('end-with-parent.cjs', import.meta.url));

/** Those that may still run, or whose own children may. */
const children = new Set();

/**
 * Starts a command as the leader of a process group of its own, out of reach of the terminal's Ctrl-C.
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
 * Starts a Node program that ends also when we are killed.
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & { output?: 'inherit' | 'pipe', node?: string }} [options]
 * `node`: another Node than this one.
 */
export function startNode(args, { output = 'inherit', node = process.execPath, ...options } = {}) {
  const stdio = /** @type {const} */ (['ignore', output, output, 'ipc']);
  return startChild(node, ['--require', preload, ...args], {
    ...options,
    stdio: [...stdio],
  });
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
 * Kills a child and everything in its group at once; also what a dead child left behind.
 * @param {import('node:child_process').ChildProcess} child
 */
export function killTree(child) {
  children.delete(child);
  if (windows) spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
  else signalGroup(child, 'SIGKILL');
}

/**
 * Resolves like `exitOf`, once nothing of the child is left.
 * @param {import('node:child_process').ChildProcess} child
 */
export async function endOf(child) {
  const exit = await exitOf(child);
  killTree(child);
  return exit;
}

/**
 * Asks a child to end, which is to end its own; kills what is left of its group after three seconds.
 * @param {import('node:child_process').ChildProcess} child
 */
export async function endTree(child) {
  child.kill();
  await endedOrLate(child);
  killTree(child);
}

/**
 * Asks a child's whole group to end, as Ctrl-C would, so that each program can end what it started in
 * other groups, such as browsers; kills what is left.
 * @param {import('node:child_process').ChildProcess} child
 */
export async function interruptTree(child) {
  signalGroup(child, 'SIGINT');
  await endedOrLate(child);
  for (let tries = 0; tries < 10 && signalGroup(child, 0); tries++) await delay(100);
  killTree(child);
}

/** Whether anybody was there to get the signal; 0 only asks that. */
function signalGroup(child, signal) {
  if (windows || child.pid === undefined) return false;
  try {
    return process.kill(-child.pid, signal);
  } catch {
    return false;
  }
}

function endedOrLate(child) {
  return Promise.race([exitOf(child).catch(() => {}), delay(3_000, undefined, { ref: false })]);
}

/**
 * Ends every child, then us, on Ctrl-C, on a request to end, on a closed terminal, and with npm.
 * @param {number} exitCode
 * @param {(child: import('node:child_process').ChildProcess) => Promise<void>} [end]
 */
export function endOnSignals(exitCode, end = endTree) {
  const endAll = () => Promise.all([...children].map(end)).then(() => process.exit(exitCode));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, endAll);
  // The shell between npm and us dies of a signal without passing it on.
  const parent = process.ppid;
  const look = () => process.ppid !== parent && endAll();
  if (process.env.npm_lifecycle_event) setInterval(look, 250).unref();
}
