/** Starts child processes that can be ended with all that they started themselves, and that never outlive us. */
import { spawn, spawnSync } from 'node:child_process';

const windows = process.platform === 'win32';
const preload = new URL('end-with-parent.mjs', import.meta.url).href;

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
 * @param {import('node:child_process').SpawnOptions & { output?: 'inherit' | 'pipe' }} [options]
 */
export function startNode(args, { output = 'inherit', ...options } = {}) {
  const stdio = /** @type {const} */ (['ignore', output, output, 'ipc']);
  return startChild(process.execPath, ['--import', preload, ...args], {
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
  if (child.pid === undefined) return;
  if (windows) {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nobody is left in the group.
  }
}

/**
 * Asks a child to end, gives it three seconds, and kills what is left of its group.
 * @param {import('node:child_process').ChildProcess} child
 */
export async function endTree(child) {
  const exit = exitOf(child).catch(() => {});
  let timer;
  child.kill();
  await Promise.race([exit, new Promise((resolve) => (timer = setTimeout(resolve, 3_000)))]);
  clearTimeout(timer);
  killTree(child);
  await exit;
}

/** Ends every child that was started here. */
export const endAll = () => Promise.all([...children].map(endTree));

/**
 * Ends every child, then us, on Ctrl-C, on a request to end, on a closed terminal, and with npm.
 * @param {number} exitCode
 */
export function endOnSignals(exitCode) {
  const end = () => void endAll().then(() => process.exit(exitCode));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
  // The shell between npm and us dies of a signal without passing it on.
  const parent = process.ppid;
  const look = () => process.ppid !== parent && end();
  if (process.env.npm_lifecycle_event) setInterval(look, 250).unref();
}
