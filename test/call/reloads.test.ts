/** Reloads and duplicates of a tab: a reload keeps the participant, and another tab is another participant. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { inPage, untilFrames, untilPeople, untilStatus } from './support/facts.js';
import { Lab, twoLines } from './support/lab.js';

const RELOADS = 20;

const lab = await Lab.start();
afterEach(() => lab.clear());

/** A page that records its statuses from the start: `idle` is the lobby. */
const open = (room: string, name: string, more = 'autojoin'): Promise<Page> =>
  lab.open(
    lab.serve(
      `<script>
        globalThis.__name ??= (named) => named;
        globalThis.statuses = [];
        globalThis.storedBefore = JSON.stringify(sessionStorage);
        addEventListener('status-change', ({ detail }) => statuses.push(detail), true);
      </script>` +
        twoLines(`${lab.server.url}/video-call.js`, `room="${room}" name="${name}" ${more}`),
    ),
  );

const idOf = (page: Page) => inPage(page, (one) => one.self?.id);

test(`${RELOADS} reloads in a row leave one tile for the others, the same devices, and no lobby`, async () => {
  const ana = await open('reloads', 'Ana', '');
  await inPage(ana, async (one) => {
    // Whether or not it's already on in the lobby.
    one.call!.want('camera', false);
    one.turnOff('camera');
    await one.join();
  });
  const ben = await open('reloads', 'Ben');
  await Promise.all([ana, ben].map((page) => untilPeople(page, ['Ana', 'Ben'])));
  const id = await idOf(ana);
  await inPage(ben, (one) => {
    const seen = new Set<string>();
    Object.assign(globalThis, { seen });
    one.call!.on('change', () => {
      seen.add(
        one.participants.map(({ name, sources }) => `${name}: ${sources.join()}`).join('; '),
      );
    });
    one.call!.on('participant-join', ({ name }) => seen.add(`${name} came`));
    one.call!.on('participant-leave', ({ name }) => seen.add(`${name} went`));
  });
  for (let reload = 1; reload <= RELOADS; reload++) {
    await ana.reload({ waitUntil: 'domcontentloaded' });
    // Every second reload comes while the page is still joining.
    if (reload % 2 === 0) await untilStatus(ana, 'joined');
  }
  await Promise.all([ana, ben].map((page) => untilPeople(page, ['Ana', 'Ben'])));
  assert.equal(await idOf(ana), id);
  const statuses = await ana.evaluate(
    () => (globalThis as unknown as { statuses: string[] }).statuses,
  );
  assert.deepEqual(statuses, ['joining', 'joined'], 'no lobby');
  const seen = await ben.evaluate(() => [...(globalThis as unknown as { seen: Set<string> }).seen]);
  assert.deepEqual(seen, ['Ana: microphone; Ben: microphone,camera']);
  await untilFrames(ana, 'Ben');
});

test('a duplicated tab is a second participant, and takes nothing from the first', async () => {
  const ana = await open('duplicate', 'Ana');
  const ben = await open('duplicate', 'Ben');
  await Promise.all([ana, ben].map((page) => untilPeople(page, ['Ana', 'Ben'])));
  const id = await idOf(ana);
  const [copy] = await Promise.all([
    new Promise<Page>((resolve) => ana.once('popup', (page) => page && resolve(page))),
    // A window with an opener gets a copy of its storage, as a duplicated tab does.
    ana.evaluate(() => void window.open(location.href)),
  ]);
  const all = ['Ana', 'Ana (2)', 'Ben'];
  await Promise.all([ana, ben, copy].map((page) => untilPeople(page, all)));
  const copiedSeat = await copy.evaluate(
    () => (globalThis as unknown as { storedBefore: string }).storedBefore,
  );
  const seat = () => JSON.stringify(sessionStorage);
  assert.equal(copiedSeat, await ana.evaluate(seat), 'the seat was there to be taken');
  assert.notEqual(copiedSeat, await copy.evaluate(seat));
  assert.equal(await idOf(ana), id);
  const copied = await idOf(copy);
  assert.notEqual(copied, id);
  await copy.reload();
  await Promise.all([ana, ben, copy].map((page) => untilPeople(page, all)));
  assert.equal(await idOf(copy), copied, 'and its reloads are its own');
  assert.equal(await idOf(ana), id);
});
