/** Sockets that a server rejects: their pages retry less and less often, unless the user is waiting. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Platform, SocketEvents } from '../../../src/call/platform.js';
import { Signaling } from '../../../src/call/signaling/signaling.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { FakeRoomServer } from '../../fakes/fake-room-server.js';
import { randomFrom, World, type Page } from '../../fakes/world.js';

const TRY_AGAIN_LATER = 1013;

for (const [where, visitors, hostOf] of [
  ['a full lobby', 70, (index: number) => `host ${index}`],
  ['a full address', 26, () => 'office'],
] as const) {
  test(`visitors of ${where} do not displace each other all the time`, async () => {
    const clock = new FakeClock();
    const server = new FakeRoomServer(clock);
    server.addressOf = (host) => host;
    await server.start();
    let opened = 0;
    const platform = {
      clock,
      random: randomFrom(7),
    } as Partial<Platform> as Platform;
    const all = Array.from({ length: visitors }, (_, index) => {
      const openSocket: Platform['openSocket'] = ({ timeout }, events) => {
        opened++;
        return server.connect(hostOf(index), events, timeout, () => 'open');
      };
      return new Signaling({ ...platform, openSocket }, 'https://calls.example.com', 'tea');
    });
    for (const signaling of all) signaling.open();
    await clock.advance(120_000);
    opened = 0;
    await clock.advance(300_000);
    // Six wait outside, each for 15 to 30 s; with the delay after a lost connection it would be 2,000.
    assert.ok(opened <= 150, `${opened} attempts in 5 minutes`);
    assert.ok(opened >= 30, `${opened}: they do come back`);
    for (const signaling of all) signaling.close();
  });
}

/** A server that closes each socket some time after it opened, a client of it, and the times of its attempts. */
function turnedAway(code: number, after: number, isUrgent = false) {
  const clock = new FakeClock();
  const attempts: number[] = [];
  const state = { isReachable: true, isOpenFor: after };
  const openSocket = (_: unknown, { onOpen, onClose }: SocketEvents) => {
    attempts.push(clock.now());
    let isOpen = false;
    let cancel = clock.after(20, () => {
      if (!state.isReachable) return onClose(1006);
      isOpen = true;
      onOpen();
      cancel = clock.after(state.isOpenFor, () => {
        isOpen = false;
        onClose(code);
      });
    });
    return {
      get isOpen() {
        return isOpen;
      },
      send: () => {},
      close: () => cancel(),
    };
  };
  const platform = { clock, openSocket, random: randomFrom(3) } as Partial<Platform> as Platform;
  const signaling = new Signaling(platform, 'https://calls.example.com', 'tea', () => isUrgent);
  signaling.open();
  const waits = () => attempts.slice(1).map((at, index) => at - attempts[index]! - 20 - after);
  return { clock, state, signaling, attempts, waits };
}

/** Asserts that each wait is between half its limit and the limit, which doubles up to `highest`. */
function assertDoubles(waits: readonly number[], first: number, highest: number) {
  for (const [index, wait] of waits.entries()) {
    const limit = Math.min(highest, first * 2 ** index);
    assert.ok(wait >= limit / 2 && wait <= limit + 1, `${index}: ${wait} of ${limit} ms`);
  }
}

test('a socket that is closed with “try again later” is opened again later and later', async () => {
  const { clock, signaling, waits } = turnedAway(TRY_AGAIN_LATER, 8_000);
  await clock.advance(300_000);
  assert.ok(waits().length > 5);
  assertDoubles(waits(), 1_000, 30_000);
  assert.ok(new Set(waits()).size === waits().length, 'no two are the same');
  signaling.close();
});

test('a server that closes one socket after another gets fewer of them', async () => {
  const { clock, signaling, waits } = turnedAway(1006, 100);
  await clock.advance(300_000);
  const [first, second, ...others] = waits();
  assert.ok(Math.max(first!, second!) <= 3_000, 'it may have been the network');
  assert.ok(others.length > 5);
  assertDoubles(others, 1_000, 30_000);
  signaling.close();
});

test('sockets that last are opened again soon after each loss', async () => {
  const { clock, signaling, waits } = turnedAway(1006, 10_000);
  await clock.advance(300_000);
  assert.ok(waits().length > 20);
  assert.ok(Math.max(...waits()) <= 3_000);
  signaling.close();
});

test('a network loss after that is retried as often as before', async () => {
  const { clock, state, signaling, attempts } = turnedAway(TRY_AGAIN_LATER, 100);
  await clock.advance(200_000);
  state.isReachable = false;
  const before = attempts.length;
  await clock.until(() => attempts.length > before + 1, 35_000);
  const from = attempts.length;
  await clock.advance(30_000);
  assert.ok(attempts.length - from >= 10, `${attempts.length - from} in 30 s`);
  signaling.close();
});

test('who waits to join is turned away for three seconds at most', async () => {
  const { clock, signaling, waits } = turnedAway(TRY_AGAIN_LATER, 100, true);
  await clock.advance(60_000);
  assert.ok(waits().length >= 15);
  assertDoubles(waits(), 1_000, 3_000);
  signaling.close();
});

test('who presses Join does not wait for a back-off', async () => {
  const world = await World.create();
  world.server.addressOf = (host) => host;
  world.server.limits = { ...world.server.limits, lobby: 1 };
  await world.server.start();
  const pages = [world.page('Ana'), world.page('Ben'), world.page('Cleo')];
  for (const { call } of pages) {
    call.open();
    await world.clock.advance(1_000);
  }
  await world.clock.advance(120_000);
  const isOutside = ({ host }: Page) =>
    ![...world.server.connections].some(({ id }) => id.startsWith(`${host}.`));
  const outside = pages.filter(isOutside);
  assert.equal(outside.length, 2);
  for (const { call } of outside) {
    void call.join();
    await world.clock.until(() => call.status === 'joined', 500);
  }
});
