/** What two pages do until the newcomer sees the first frame: each step adds to a user's wait. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { afterEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { inPage, until, untilPeople } from './support/facts.js';
import { Lab } from './support/lab.js';

const lab = await Lab.start();
afterEach(() => lab.clear());

const probe = await readFile(new URL('../bench/probe.js', import.meta.url), 'utf8');

interface Counts {
  sends: number;
  connections: number;
  requests: number;
  renders: number;
  getStats: number;
  setParameters: number;
  audioContexts: number;
}

/** A page with the script, but without the element until the test adds it. */
const openPage = (): Promise<Page> =>
  lab.open(
    lab.serve(`<!doctype html>
<meta charset="utf-8"><title>The way in</title><link rel="icon" href="data:,">
<script>${probe}</script>
<script type="module" src="${lab.server.url}/video-call.js"></script>`),
  );

/** Adds the element to a page, which counts from then on. */
const enter = (page: Page, room: string, attributes: string): Promise<unknown> =>
  page.evaluate(`probe.begin(); document.body.insertAdjacentHTML('beforeend',
    '<video-call room="${room}" server="${lab.server.url}" ${attributes}></video-call>')`);

const counted = async (page: Page, when: 'atFirstFrame' | 'atAnswer'): Promise<Counts> => {
  await page.waitForFunction(`probe.${when}`);
  return (await page.evaluate(`probe.${when}`)) as Counts;
};

function assertAtMost(counts: Counts, most: Counts): void {
  for (const [name, bound] of Object.entries(most)) {
    const count = counts[name as keyof Counts];
    assert.ok(count <= bound, `${count} ${name}, at most ${bound}: ${JSON.stringify(counts)}`);
  }
}

/** A participant who has joined and loaded everything needed for that. */
async function openMember(room: string): Promise<Page> {
  const page = await openPage();
  await enter(page, room, 'name="Ana" autojoin');
  await untilPeople(page, ['Ana']);
  await until(page, 'a camera that is on', (one) => one.self!.sources.includes('camera'));
  await page.waitForFunction(
    `performance.getEntriesByType('resource').some(({ name }) => /stage-interaction/.test(name))`,
  );
  return page;
}

test('with autojoin, little is loaded and rendered before the first frame', async () => {
  const ana = await openMember('autojoin');
  const ben = await openPage();
  await ana.evaluate('probe.begin()');
  await enter(ben, 'autojoin', 'name="Ben" autojoin');
  assertAtMost(await counted(ben, 'atFirstFrame'), {
    sends: 5,
    connections: 1,
    // The code that follows active devices, and the code that fits the toolbar.
    requests: 3,
    renders: 40,
    getStats: 0,
    setParameters: 4,
    audioContexts: 0,
  });
  assertAtMost(await counted(ana, 'atAnswer'), {
    sends: 1,
    connections: 1,
    // The member's last chunks may come late on a busy machine.
    requests: 3,
    renders: 2,
    getStats: 0,
    setParameters: 0,
    audioContexts: 0,
  });
});

test('from the lobby, little is loaded and rendered before the first frame', async () => {
  const ana = await openMember('lobby');
  const ben = await openPage();
  await enter(ben, 'lobby', 'name="Ben"');
  // Opens the connection to the room server, as using the lobby does.
  await inPage(ben, (one) => Promise.all([one.turnOn('camera'), one.turnOn('microphone')]));
  await until(ben, 'a room with one person', (one) => one.call!.preview.count === 1);
  await ben.waitForFunction(`probe.connections[0]?.iceGatheringState === 'complete'`);
  await Promise.all([ana, ben].map((page) => page.evaluate('probe.begin()')));
  await inPage(ben, (one) => one.join());
  assertAtMost(await counted(ben, 'atFirstFrame'), {
    sends: 4,
    connections: 0,
    // The code that fits the toolbar.
    requests: 2,
    renders: 70,
    // One poll a second of who sends what.
    getStats: 1,
    setParameters: 4,
    audioContexts: 0,
  });
  assertAtMost(await counted(ana, 'atAnswer'), {
    sends: 1,
    connections: 1,
    requests: 3,
    renders: 2,
    getStats: 0,
    setParameters: 0,
    audioContexts: 0,
  });
});
