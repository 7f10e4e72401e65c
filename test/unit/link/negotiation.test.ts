/** Overlapping negotiations of one link: changing requests, unanswered offers, discarded connections. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GuardedPlatform } from '../../../src/call/guard.js';
import type { CallPlatform } from '../../../src/call/lazy-chunks.js';
import { Peer } from '../../../src/call/link/peer.js';
import { FakeConnection } from '../../fakes/fake-connection.js';
import { FakeStream } from '../../fakes/fake-devices.js';
import { areAllConnected, World, type Page } from '../../fakes/world.js';

interface Offer {
  number: number;
  sdp: string;
}

/** Records the offers that a host sends to the Room from now on; `isLost` decides which frames are dropped. */
function watchOffers(world: World, host: string, isLost = (_text: string) => false): Offer[] {
  const offers: Offer[] = [];
  world.server.fate = (frame) => {
    const { signal } = JSON.parse(frame.text.startsWith('{') ? frame.text : '{}') as {
      signal?: Offer & { type: string };
    };
    if (frame.to === 'room' && frame.host === host && signal?.type === 'offer') offers.push(signal);
    return isLost(frame.text) ? [] : [10];
  };
  return offers;
}

const idOf = (page: Page) => page.call.self!.id;

test('redundancy that is asked for four times at once is negotiated once', async () => {
  const world = await World.create();
  const [ana, ben] = (await world.joined('Ana', 'Ben')) as [Page, Page];
  world.slowness.connection = 100;
  const offers = watchOffers(world, 'Ben');
  for (let count = 0; count < 4; count++) ben.call.setRedundantAudio(idOf(ana), true);
  await world.clock.advance(2_000);
  assert.equal(offers.length, 1);
  assert.match(offers[0]!.sdp, /m=audio 9 UDP\/TLS\/RTP\/SAVPF 63 111/);
});

test('of redundancy that is asked for and withdrawn at once, the last wish is what is sent', async () => {
  for (const last of [true, false]) {
    const world = await World.create();
    const [ana, ben] = (await world.joined('Ana', 'Ben')) as [Page, Page];
    world.slowness.connection = 100;
    const offers = watchOffers(world, 'Ben');
    ben.call.setRedundantAudio(idOf(ana), !last);
    await world.clock.advance(60);
    ben.call.setRedundantAudio(idOf(ana), last);
    await world.clock.advance(3_000);
    const isOffered = /SAVPF 63 111/.test(ben.connections.at(-1)!.localDescription!.sdp);
    assert.equal(isOffered, last);
    assert.ok(offers.length <= 2);
  }
});

test('an unanswered offer is resent for some seconds, then replaced', async () => {
  const world = await World.create();
  const [ana, ben] = (await world.joined('Ana', 'Ben')) as [Page, Page];
  const offers = watchOffers(world, 'Ben', (text) => text.includes('"type":"answer"'));
  ben.call.setRedundantAudio(idOf(ana), true);
  await world.clock.advance(30_000);
  const times = new Map<number, number>();
  for (const { number } of offers) times.set(number, (times.get(number) ?? 0) + 1);
  assert.ok(times.size >= 4, `${times.size} offers`);
  assert.ok(Math.max(...times.values()) <= 4, [...times.values()].join());
});

test('a restart that the elder asks for counts once: the link is rebuilt after 26 s of silence', async () => {
  const world = await World.create();
  const [, ben] = (await world.joined('Ana', 'Ben')) as [Page, Page];
  await world.clock.advance(5_000);
  const from = world.clock.now();
  const count = ben.connections.length;
  world.internet.isOpen = () => false;
  await world.clock.until(() => ben.connections.length > count, 40_000);
  const took = world.clock.now() - from;
  assert.ok(took > 25_000 && took < 28_000, `${took} ms`);
});

test('a prepared link is discarded and prepared again while its certificate is pending: one is left', async () => {
  const world = await World.create();
  const [ana] = (await world.joined('Ana')) as [Page];
  world.slowness.connection = 400;
  const ben = world.page('Ben');
  ben.call.open();
  await world.clock.until(() => ben.call.preview.count === 1);
  for (let count = 0; count < 5; count++) {
    ben.events!.onNetworkChange();
    await world.clock.advance(7);
  }
  await world.clock.advance(5_000);
  const open = () => ben.connections.filter(({ connectionState }) => connectionState !== 'closed');
  assert.equal(open().length, 1);
  world.slowness.connection = 4;
  void ben.call.join();
  await world.clock.until(() => areAllConnected([ana, ben]));
  assert.equal(open().length, 1);
});

test('a network change while the first offer is created does not prevent joining', async () => {
  for (let wait = 0; wait < 400; wait += 20) {
    const world = await World.create();
    const [ana] = (await world.joined('Ana')) as [Page];
    world.slowness.connection = 200;
    const ben = world.page('Ben');
    void ben.call.join();
    await world.clock.advance(wait);
    ben.events!.onNetworkChange();
    await world.clock.until(() => areAllConnected([ana, ben]), 10_000);
  }
});

test('timeouts use a monotonic clock; only the note for the next page has a date', async () => {
  const world = await World.create();
  const [ana, ben] = (await world.joined('Ana', 'Ben')) as [Page, Page];
  for (const hours of [1, -1, 24 * 365]) {
    ana.dateIsOff = hours * 3_600_000;
    await world.clock.advance(10_000);
    assert.ok(areAllConnected([ana, ben]));
  }
  ana.dateIsOff = 0;
  await ana.call.turnOn('camera');
  ana.events!.onHide();
  await world.clock.advance(2_000);
  assert.deepEqual(world.page('Ana').call.reloaded, ['camera']);
});

test('waiting for the offer of a link ends if the link is closed meanwhile', async () => {
  const { clock, internet } = await World.create();
  const guard: GuardedPlatform['guard'] = (handler) => handler;
  const platform = {
    clock,
    guard,
    createConnection: (configuration: RTCConfiguration) =>
      new FakeConnection(internet, 'Ana', configuration),
    createStream: () => new FakeStream([]),
  } as unknown as GuardedPlatform<CallPlatform>;
  const peer = new Peer({
    platform,
    configuration: {},
    offers: true,
    page: 'page',
    epoch: 1,
    send: () => {},
    track: () => null,
    isSignalingAlive: () => true,
    takeMessage: () => true,
  });
  let isSettled = false;
  void peer.negotiation.offer().then(() => (isSettled = true));
  await clock.flush();
  peer.close();
  await clock.advance(1_000);
  assert.ok(isSettled);
});
