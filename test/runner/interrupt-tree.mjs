/** Ends a job of the tests, with all that it started. */
import { setTimeout as delay } from 'node:timers/promises';

import { endedOrLate, killTree, signalGroup } from '../../scripts/children.mjs';

/**
 * Asks a child's whole group to end, like Ctrl-C, so that each program can end what it started in other groups,
 * such as browsers; then kills what is left.
 * @param {import('node:child_process').ChildProcess} child
 */
export async function interruptTree(child) {
  signalGroup(child, 'SIGINT');
  await endedOrLate(child);
  for (let tries = 0; tries < 10 && signalGroup(child, 0); tries++) await delay(100);
  killTree(child);
}
