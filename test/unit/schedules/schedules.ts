/** Seeded schedules of late, duplicated and lost messages: in the end, everyone is connected. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const runs = fileURLToPath(new URL('schedule-runs.ts', import.meta.url));

/**
 * Tries this many schedules, starting from a first seed; two files do so in parallel, one on each core. They run in
 * their own process, since the test runner tracks every promise here, which takes a third of the time; and as a
 * bundle, since `tsx` names each function whenever it is created.
 */
export function trySchedules(first: number, count: number): void {
  test(`${count} schedules of late, duplicate and lost messages end with everyone connected`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'video-call-schedules-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const outfile = join(folder, 'runs.mjs');
    await build({ entryPoints: [runs], outfile, bundle: true, platform: 'node', format: 'esm' });
    // Otherwise, every signal that is aborted would capture a stack trace.
    const args = ['--stack-trace-limit=0', outfile, `${first}`, `${count}`];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    // If none had been tried, none would have failed.
    assert.equal(stdout, `${count} tried\n`);
  });
}
