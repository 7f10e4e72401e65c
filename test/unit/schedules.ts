/** Seeded schedules of late, doubled and lost messages: in the end everybody is connected. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const runs = fileURLToPath(new URL('schedule-runs.ts', import.meta.url));

/**
 * Tries so many schedules from a first seed on; two files do it side by side, one on each core. They run in a process
 * of their own: in this one the test runner follows every promise, which takes a third of the time.
 */
export function trySchedules(first: number, count: number): void {
  test(`${count} schedules of late, doubled and lost messages end with everybody connected`, async () => {
    const args = ['--import', 'tsx', runs, `${first}`, `${count}`];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    // Had it tried none, none would have failed.
    assert.equal(stdout, `${count} tried\n`);
  });
}
