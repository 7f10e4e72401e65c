/**
 * Ensures that only one process at a time does something in this checkout, such as installing or building. It uses no
 * package, since packages are being installed under it.
 */
import { existsSync, mkdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** In milliseconds. A process that was killed no longer renews its lock, so the lock becomes stale. */
const RENEWAL = 500;
const STALE = 5_000;

/**
 * Waits until no other process holds the lock, then runs the action; resolves or rejects with its result.
 * @template T
 * @param {string} folder exists while the lock is held; its parent must exist
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function withLock(folder, action) {
  while (!tryLock(folder)) await delay(50);
  const renewal = setInterval(() => {
    const now = new Date();
    if (existsSync(folder)) utimesSync(folder, now, now);
  }, RENEWAL);
  const release = () => {
    clearInterval(renewal);
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', release);
  try {
    return await action();
  } finally {
    process.off('exit', release);
    release();
  }
}

/** Creating a folder succeeds for one process and fails for all others. */
function tryLock(folder) {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Infinity);
  if (age > STALE && age < Infinity) rmSync(folder, { recursive: true, force: true });
  return false;
}
