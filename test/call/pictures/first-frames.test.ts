/** A large picture arrives small first, and in full size soon after. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { inPage, until, untilPeople } from '../support/facts.js';
import { Lab } from '../support/lab.js';
import { forgetSeen, openLarge, seen, untilSeen } from './large-pictures.js';

const lab = await Lab.start();
afterEach(() => lab.clear());

for (const [source, whole, first, before] of [
  ['camera', 720, 180, undefined],
  ['screen', 1080, 270, 'camera'],
] as const) {
  test(`a ${source} that turned on in a call starts small, and has full size soon after`, async () => {
    const [ana, ben] = await Promise.all([openLarge(lab, 'Ana'), openLarge(lab, 'Ben')]);
    await Promise.all([ana, ben].map((page) => untilPeople(page, ['Ana', 'Ben'])));
    if (before) {
      // Everything starts small on a new link; this makes the link older.
      await inPage(ana, (one, what) => one.turnOn(what), before);
      await untilSeen(ben, 720, ana);
      await forgetSeen(ben);
    }
    await inPage(ana, (one, what) => one.turnOn(what), source);
    await untilSeen(ben, whole, ana);
    const [height = Infinity] = await seen(ben);
    // A browser that is short of CPU time sends it smaller still.
    assert.ok(height <= first, `${height} lines`);
  });
}

test('a screen that is already shared starts small for a newcomer', async () => {
  const ana = await openLarge(lab, 'Ana');
  await until(ana, 'Ana joined', (one) => one.status === 'joined');
  await inPage(ana, (one) => one.turnOn('screen'));
  const ben = await openLarge(lab, 'Ben');
  await untilSeen(ben, 1080, ana);
  const [height = Infinity] = await seen(ben);
  assert.ok(height <= 270, `${height} lines`);
});
