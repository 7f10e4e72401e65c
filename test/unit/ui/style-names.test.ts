/** Which names our style sheets may use: the page's own slotted content inherits our custom properties. */
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { test } from 'node:test';

const folder = new URL('../../../src/ui/', import.meta.url);

test('every custom property is public (--video-call-) or marked as ours (--vc-)', async () => {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const foreign = new Set<string>();
  let count = 0;
  for (const file of files) {
    const text = await readFile(new URL(file, folder), 'utf8');
    for (const [, name] of text.matchAll(/(?:^|[\s'"`(])(--[a-z$][\w-]*)/g)) {
      count += 1;
      if (!/^--(vc|video-call)-/.test(name!)) foreign.add(`${name} in ${file}`);
    }
  }
  assert.ok(count > 100, `only ${count} were found`);
  assert.deepEqual([...foreign], []);
});
