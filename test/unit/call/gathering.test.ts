/** Responses to what others send, and updates of the view, are throttled; the last one always gets through. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Throttle } from '../../../src/call/base/throttle.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { sourcesOf, World, type Page } from '../../fakes/world.js';
import { ROOM_LIMITS } from '../../../party/base/limits.js';

test('a throttle runs at once, then once for all that is asked meanwhile', async () => {
  const clock = new FakeClock();
  const ran: number[] = [];
  const begin = clock.now();
  const throttle = new Throttle(
    (callback) => clock.after(100, callback),
    () => ran.push(clock.now() - begin),
  );
  for (let count = 0; count < 25; count++) {
    throttle.request();
    await clock.advance(10);
  }
  assert.deepEqual(ran, [0, 100, 200]);
  await clock.advance(1_000);
  assert.deepEqual(ran, [0, 100, 200, 300], 'the last is not lost');
  throttle.request();
  throttle.request();
  throttle.reset();
  await clock.advance(1_000);
  assert.equal(ran.length, 5, 'what is due is forgotten');
});

/** A room in which only the browsers limit what they send. */
async function unbounded(...names: string[]): Promise<[World, ...Page[]]> {
  const world = await World.create();
  world.server.limits = { ...ROOM_LIMITS, burst: 1e9, perSecond: 1e9 };
  await world.server.start();
  return [world, ...(await world.joined(...names))];
}

test('rosters that arrive while a local change is in flight do not cause it to be sent again', async () => {
  const [world, ana, ben] = (await unbounded('Ana', 'Ben')) as [World, Page, Page];
  const sent: string[] = [];
  // Ana's messages take a second to arrive; messages to her arrive right away.
  world.server.fate = ({ to, host, text }) => {
    if (to !== 'room' || host !== 'Ana' || text === 'ping') return [10];
    sent.push(text);
    return [1_000];
  };
  await ana.call.turnOn('microphone');
  for (let count = 0; count < 90; count++) {
    ben.call.name = `Ben ${count}`;
    await world.clock.advance(10);
  }
  await world.clock.until(() => sourcesOf(ben, 'Ana')!.includes('microphone'));
  await world.clock.advance(5_000);
  const updates = sent.filter((text) => text.includes('"update"'));
  assert.equal(updates.length, 1, updates.join('\n'));
});

test('a change that is lost is sent again, at most once in two seconds', async () => {
  const [world, ana, ben] = (await unbounded('Ana', 'Ben')) as [World, Page, Page];
  const sent: number[] = [];
  let isLost = true;
  world.server.fate = ({ to, host, text }) => {
    if (to !== 'room' || host !== 'Ana' || !text.includes('"update"')) return [10];
    sent.push(world.clock.now());
    return isLost ? [] : [10];
  };
  await ana.call.turnOn('microphone');
  for (let count = 0; count < 100; count++) {
    ben.call.name = `Ben ${count}`;
    await world.clock.advance(100);
  }
  assert.ok(sent.length >= 4 && sent.length <= 6, `${sent.length} in ten seconds`);
  isLost = false;
  ben.call.name = 'Ben';
  await world.clock.advance(3_000);
  const { length } = sent;
  const mine = world.server.records.find(({ profile }) => profile.name === 'Ana')!;
  assert.deepEqual(mine.profile.sources, ['microphone']);
  await world.clock.advance(10_000);
  assert.equal(sent.length, length, 'what has arrived is not sent again');
});

test('a Room that repeatedly considers the client lost gets one join every two seconds', async () => {
  const [world, ana] = (await unbounded('Ana', 'Ben')) as [World, Page];
  const joins: string[] = [];
  world.server.fate = ({ to, host, text }) => {
    if (to === 'room' && host === 'Ana' && text.includes('"join"')) joins.push(text);
    return [10];
  };
  const connection = [...world.server.connections].find(
    ({ state }) => state?.id === ana.call.self!.id,
  )!;
  const roster = JSON.parse(connection.sent.findLast((text) => text.includes('"roster"'))!) as {
    participants: { id: number; away: boolean }[];
  };
  for (const one of roster.participants) one.away = one.id === ana.call.self!.id;
  for (let count = 0; count < 100; count++) {
    connection.send(JSON.stringify(roster));
    await world.clock.advance(100);
  }
  assert.ok(joins.length >= 4 && joins.length <= 6, `${joins.length} in ten seconds`);
});

test('however much others send, a page is asked to render once a frame, and sees the last of it', async () => {
  const [world, ana, ben] = (await unbounded('Ana', 'Ben')) as [World, Page, Page];
  const link = ben.connections.find(({ other }) => other?.host === 'Ana')!;
  let changes = 0;
  ana.call.on('change', () => changes++);
  const own = { name: 'Ben', counter: 1_000 };
  for (let count = 0; count < 500; count++) {
    const sources = count % 2 ? ['camera'] : [];
    const data = { ...own, sources, counter: own.counter + count };
    link.sendOn('data', JSON.stringify({ topic: '~profile', data }));
    await world.clock.advance(2);
  }
  await world.clock.advance(500);
  assert.ok(changes <= 1_500 / 16 + 2, `${changes} in 1.5 s`);
  const before = changes;
  await world.clock.advance(1_000);
  assert.ok(changes - before <= 2, 'and then there is quiet');
});

test('a status change is reported immediately, with everything that changed with it', async () => {
  const world = await World.create();
  const { call } = world.page('Ana');
  const seen: string[] = [];
  call.on('status-change', (status) => seen.push(`status ${status}`));
  call.on('change', () => seen.push(`change ${call.status} ${call.participants.length}`));
  void call.join();
  assert.deepEqual(seen, ['status joining', 'change joining 0']);
  await world.clock.until(() => call.status === 'joined');
  const from = seen.indexOf('status joined');
  assert.equal(seen[from + 1], 'change joined 1');
  call.leave();
  assert.deepEqual(seen.slice(-2), ['status left', 'change left 0']);
});
