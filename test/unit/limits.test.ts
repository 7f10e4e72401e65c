/** How much one socket may say, and what becomes of one that says more. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Bucket, isShallow, Meter, ROOM_LIMITS } from '../../party/limits.js';
import { connect, join, joined, seatOf, setUp, type Guest } from '../fakes/guest.js';

test('a bucket drips, and never holds more than its size', () => {
  const bucket = new Bucket(3, 2, 0);
  assert.deepEqual(
    [1, 2, 3, 4].map(() => bucket.take(1, 0)),
    [true, true, true, false],
  );
  assert.equal(bucket.take(1, 499), false);
  assert.equal(bucket.take(1, 500), true);
  assert.equal(bucket.take(3, 60_000), true);
  assert.equal(bucket.take(1, 60_000), false);
  assert.equal(bucket.isFull(60_100), false);
  assert.equal(bucket.isFull(120_000), true);
  assert.equal(bucket.take(3, 0), true, 'a clock that goes back takes nothing away');
});

test('what is long costs more', () => {
  const meter = new Meter(ROOM_LIMITS, 0);
  const long = 'x'.repeat(60_000);
  let heard = 0;
  while (meter.judge(long, 0) === 'heard') heard++;
  assert.equal(heard, Math.floor(ROOM_LIMITS.burst / 15));
});

test('eight people who come at once stay far below it', () => {
  const meter = new Meter(ROOM_LIMITS, 0);
  const offer = 'x'.repeat(11_500);
  for (let peer = 0; peer < 7; peer++) {
    assert.equal(meter.judge(offer, peer * 10), 'heard');
    for (let index = 0; index < 6; index++) {
      assert.equal(meter.judge('x'.repeat(700), peer * 10 + index), 'heard');
    }
  }
});

test('whoever says too much is told once, and has to go if that does not help', async () => {
  const room = await setUp();
  const [ana, ben] = (await joined(room, 'ab')) as [Guest, Guest];
  const flood = async (count: number) => {
    for (let index = 0; index < count; index++) ben.socket.send('ping');
    await room.clock.advance(100);
  };
  await flood(ROOM_LIMITS.burst + 20);
  assert.equal(ben.heard.at(-1)?.type, 'slow-down');
  assert.equal(ana.roster?.participants.length, 2);
  await room.clock.advance(20_000);
  await flood(ROOM_LIMITS.burst + 20);
  assert.equal(ben.heard.filter(({ type }) => type === 'slow-down').length, 2);
  assert.equal(ben.isClosed, false, 'that was long ago');
  await flood(ROOM_LIMITS.burst * 2);
  assert.deepEqual(ben.heard.at(-1), { type: 'refused', reason: 'too-fast' });
  assert.equal(ben.isClosed, true);
  assert.equal(ana.roster?.participants.length, 1, 'gone at once');
});

test('whoever goes on a little too fast for long has to go as well', async () => {
  const room = await setUp();
  const [ana] = (await joined(room, 'a')) as [Guest];
  for (let second = 0; second < 10 && !ana.isClosed; second++) {
    for (let index = 0; index < 60; index++) ana.socket.send('ping');
    await room.clock.advance(1_000);
  }
  assert.equal(ana.isClosed, true);
});

test('a room holds so many sockets, and tells the next that it is full', async () => {
  const room = await setUp((server) => (server.limits = { ...server.limits, sockets: 3 }));
  await joined(room, 'ab');
  await connect(room.server, room.clock);
  const fourth = await connect(room.server, room.clock);
  assert.deepEqual(fourth.heard, [{ type: 'refused', reason: 'room-full' }]);
  assert.equal(fourth.isClosed, true);
});

test('what is nested too deep is not passed on', async () => {
  assert.equal(isShallow({ a: [{ b: 1 }] }, 3), true);
  assert.equal(isShallow({ a: [{ b: 1 }] }, 2), false);
  const room = await setUp();
  const [ana, ben] = (await joined(room, 'ab')) as [Guest, Guest];
  const nested = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
  await ben.say(`{"type":"signal","to":${ana.roster!.you},"signal":{"a":${nested}}}`);
  assert.equal(ana.heardOf('signal'), false);
  assert.equal(ben.heard.at(-1)?.reason, 'invalid');
  await ben.say(join(seatOf('b')));
  assert.equal(ben.heard.at(-1)?.type, 'roster');
});
