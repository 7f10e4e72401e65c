/** Several programs that start at the same time in one checkout. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { withLock } from '../../../scripts/lock.mjs';

const folder = mkdtempSync(join(tmpdir(), 'video-call-lock-'));
after(() => rmSync(folder, { recursive: true }));

test('only one process at a time holds the lock', async () => {
  const journal = join(folder, 'journal');
  const program = `
    import { appendFileSync } from 'node:fs';
    import { setTimeout } from 'node:timers/promises';
    import { withLock } from ${JSON.stringify(new URL('../../../scripts/lock.mjs', import.meta.url).href)};
    await withLock(${JSON.stringify(join(folder, 'one'))}, async () => {
      appendFileSync(${JSON.stringify(journal)}, 'in ');
      await setTimeout(50);
      appendFileSync(${JSON.stringify(journal)}, 'out ');
    });`;
  const children = Array.from({ length: 4 }, () =>
    spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'inherit' }),
  );
  const exits = await Promise.all(children.map((child) => once(child, 'exit')));
  assert.deepEqual(exits.flat().filter(Boolean), []);
  assert.equal(readFileSync(journal, 'utf8'), 'in out '.repeat(4));
  assert.ok(!existsSync(join(folder, 'one')));
});

test('the lock of a process that was killed is taken over, and a failure releases it', async () => {
  const lock = join(folder, 'two');
  mkdirSync(lock);
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(lock, longAgo, longAgo);
  await assert.rejects(
    withLock(lock, () => Promise.reject(new Error('The disk is full.'))),
    /The disk is full/,
  );
  assert.equal(await withLock(lock, async () => 7), 7);
});
