/** Everything that reads a link's statistics shares one report: few requests, none twice at once, none outdated. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StatsReader } from '../../../src/call/link/stats-reader.js';
import { AdaptiveSending } from '../../../src/features/adaptive-sending.js';
import { LinkQuality } from '../../../src/features/link-quality.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { World, type Page } from '../../fakes/world.js';

const linkOf = ({ connections }: Page) =>
  connections.find(({ connectionState }) => connectionState === 'connected')!;
const otherOf = ({ call }: Page) => call.participants.find(({ id }) => id !== call.self?.id)!.id;

test('with all readers on, a link is asked for statistics at most twice a second', async () => {
  const world = await World.create();
  const [ana] = (await world.joined('Ana', 'Ben')) as [Page, Page];
  const adaptive = new AdaptiveSending(ana.call, world.clock, 4);
  const quality = new LinkQuality(ana.call, world.clock);
  adaptive.start();
  quality.start();
  const link = linkOf(ana);
  const before = link.statsRequests;
  // The statistics panel, and a page that polls.
  for (let count = 0; count < 100; count++) {
    if (count % 10 === 3) void ana.call.stats(otherOf(ana));
    void ana.call.report(otherOf(ana));
    await world.clock.advance(100);
  }
  const requests = link.statsRequests - before;
  assert.ok(requests <= 20 && requests >= 15, `${requests} requests in 10 s`);
  adaptive.close();
  quality.close();
});

test('adaptive sending alone reads a new report every second', async () => {
  const world = await World.create();
  const [ana] = (await world.joined('Ana', 'Ben')) as [Page, Page];
  const adaptive = new AdaptiveSending(ana.call, world.clock, 4);
  adaptive.start();
  const before = linkOf(ana).statsRequests;
  await world.clock.advance(10_500);
  const requests = linkOf(ana).statsRequests - before;
  assert.ok(requests === 10 || requests === 9, `${requests} requests`);
  adaptive.close();
});

test('a slow browser has one request at a time, and its report goes to all who wait', async () => {
  const world = await World.create();
  const [ana] = (await world.joined('Ana', 'Ben')) as [Page, Page];
  world.slowness.connection = 3_000;
  const link = linkOf(ana);
  const before = link.statsRequests;
  const reports: Promise<RTCStatsReport | undefined>[] = [];
  for (let count = 0; count < 5; count++) {
    reports.push(ana.call.report(otherOf(ana)));
    await world.clock.advance(1);
  }
  const [first, ...rest] = await Promise.all(reports);
  assert.equal(link.statsRequests - before, 1);
  for (const report of rest) assert.equal(report, first);
});

test('a report is shared for half a second, however long the page has slept since', async () => {
  const clock = new FakeClock();
  let requests = 0;
  const reader = new StatsReader(clock, () =>
    Promise.resolve(new Map([['', ++requests]]) as never),
  );
  const read = async () => (await reader.read()).get('') as unknown;
  assert.equal(await read(), 1);
  await clock.advance(499);
  assert.equal(await read(), 1);
  await clock.advance(1);
  assert.equal(await read(), 2);
  await clock.advance(60_000);
  assert.equal(await read(), 3);
});

test('a request that fails is not shared any further', async () => {
  const clock = new FakeClock();
  let requests = 0;
  const reader = new StatsReader(clock, () =>
    ++requests === 1 ? Promise.reject(new Error('closed')) : Promise.resolve(new Map() as never),
  );
  await assert.rejects(Promise.all([reader.read(), reader.read()]), /closed/);
  await reader.read();
  assert.equal(requests, 2);
});
