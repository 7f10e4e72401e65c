/** What other participants and a failing browser can cause in this browser: connections, negotiations, messages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CandidateQuota } from '../../../src/call/link/candidate-quota.js';
import { EarlyCandidates } from '../../../src/call/link/candidate-buffer.js';
import { PartJoiner, toParts } from '../../../src/call/channels/long-messages.js';
import { isShallowJson, LIMITS, type LinkSignal } from '../../../src/protocol.js';
import { ROOM_LIMITS } from '../../../party/base/limits.js';
import { connect, join, seatOf } from '../../fakes/guest.js';
import { areAllConnected, othersOf, sourcesOf, World, type Page } from '../../fakes/world.js';

/** Lifts the Room's limits, since the browser is under test. */
async function withoutRoomLimits(): Promise<World> {
  const world = await World.create();
  world.server.limits = { ...ROOM_LIMITS, burst: 1e9, perSecond: 1e9 };
  await world.server.start();
  return world;
}

const idOf = (page: Page) => page.call.self!.id;
/** The connection from one page to another. */
const linkTo = (from: Page, host: string) =>
  from.connections.find(({ other }) => other?.host === host)!;

test('a browser that cannot offer tries less and less often', async () => {
  const world = await World.create();
  await world.joined('Ana');
  const ben = world.page('Ben');
  world.internet.failsToOffer = (host) => host === 'Ben';
  void ben.call.join();
  await world.clock.until(() => ben.call.status === 'joined');
  await world.clock.advance(100);
  assert.ok(ben.connections.length <= 4, `${ben.connections.length} at once`);
  await world.clock.advance(60_000);
  assert.ok(ben.connections.length >= 6, `${ben.connections.length} in a minute`);
  assert.ok(ben.connections.length <= 10, `${ben.connections.length} in a minute`);
  world.internet.failsToOffer = () => false;
  await world.clock.until(() =>
    ben.call.participants.every(
      ({ id }) => id === idOf(ben) || ben.call.linkStatus(id) === 'connected',
    ),
  );
});

test('a link for which the browser creates no connection says so, and the others go on', async () => {
  const world = await World.create();
  const [ana, ben] = (await world.joined('Ana', 'Ben')) as [Page, Page];
  const reasons: string[] = [];
  ana.call.on('call-error', ({ reason }) => reasons.push(reason));
  ana.connectionsLeft = 0;
  const cleo = world.page('Cleo');
  void cleo.call.join();
  await world.clock.until(() => othersOf(ana).includes('Cleo'));
  await world.clock.advance(3_000);
  assert.equal(ana.call.status, 'joined');
  assert.equal(ana.call.linkStatus(idOf(ben)), 'connected');
  assert.equal(ana.call.linkProblem(idOf(cleo))?.reason, 'link-not-created');
  assert.deepEqual(reasons, ['link-not-created']);
  ana.connectionsLeft = Infinity;
  await world.clock.until(() => areAllConnected([ana, ben, cleo]));
  assert.equal(ana.call.linkProblem(idOf(cleo)), undefined);
});

test('a newcomer whose browser creates no connection is still in the room, and retries', async () => {
  const world = await World.create();
  const [ana] = (await world.joined('Ana')) as [Page];
  const ben = world.page('Ben');
  ben.connectionsLeft = 0;
  await Promise.all([ben.call.join(), world.clock.advance(1_000)]);
  assert.deepEqual(othersOf(ben), ['Ana']);
  assert.equal(ben.call.linkProblem(idOf(ana))?.reason, 'link-not-created');
  ben.connectionsLeft = Infinity;
  await world.clock.until(() => areAllConnected([ana, ben]));
});

test('a participant who keeps joining with new pages gets few connections, and the others stay connected', async () => {
  const world = await withoutRoomLimits();
  const [ana, ben] = (await world.joined('Ana', 'Ben')) as [Page, Page];
  const made = [ana, ben].map(({ connections }) => connections.length);
  const eve = await connect(world.server, world.clock);
  for (let count = 0; count < 300; count++) {
    const page = `page ${count}`;
    const offer = {
      type: 'offer',
      page,
      epoch: count + 1,
      number: 0,
      sdp: linkTo(ben, 'Ana').localDescription!.sdp,
    };
    eve.socket.send(JSON.stringify(join(seatOf('e'), { page, offer })));
    for (const { call } of [ana, ben]) {
      const signal = { ...offer, epoch: 1_000 + count };
      eve.socket.send(JSON.stringify({ type: 'signal', to: call.self!.id, signal }));
    }
    await world.clock.advance(66);
  }
  const more = [ana, ben].map(({ connections }, index) => connections.length - made[index]!);
  for (const count of more) assert.ok(count > 0 && count <= 14, `${more.join()} connections`);
  assert.equal(ana.call.linkStatus(idOf(ben)), 'connected');
  assert.equal(ana.call.status, 'joined');
});

test('a page that has to wait for its connection gets it, and its own offer in the end', async () => {
  const world = await World.create();
  const [ana, ben] = (await world.joined('Ana', 'Ben')) as [Page, Page];
  let reloaded = ana;
  for (let count = 0; count < 10; count++) {
    reloaded.events!.onHide();
    await world.clock.advance(50);
    world.crash(reloaded);
    world.cut.clear();
    reloaded = world.page('Ana');
    void reloaded.call.join();
    await world.clock.until(() => reloaded.call.status === 'joined');
  }
  await world.clock.until(() => areAllConnected([reloaded, ben]), 15_000);
});

test('a flood of messages is dropped, then its link is closed for a minute, and nothing else is touched', async () => {
  const world = await World.create();
  const [ana, ben, eve] = (await world.joined('Ana', 'Ben', 'Eve')) as [Page, Page, Page];
  const heard: unknown[] = [];
  let changes = 0;
  ana.call
    .channel('chat', (data): data is number => typeof data === 'number')
    .on('message', ({ data }) => heard.push(data));
  ana.call.on('change', () => changes++);
  const link = linkTo(eve, 'Ana');
  const flood = async (count: number) => {
    for (let index = 0; index < count; index++) {
      link.sendOn('data', JSON.stringify({ topic: 'chat', data: index }));
      const profile = { name: `Eve ${index}`, sources: [], counter: 1_000 + index };
      link.sendOn('data', JSON.stringify({ topic: '~profile', data: profile }));
    }
    await world.clock.advance(100);
  };
  await flood(100);
  assert.ok(
    heard.length + changes <= LIMITS.messageRate.burst + 10,
    `${heard.length}, ${changes} changes`,
  );
  assert.ok(changes <= LIMITS.ownRate.burst + 5, `${changes} changes`);
  assert.equal(ana.call.linkStatus(idOf(eve)), 'connected', 'a burst is only dropped');
  await flood(300);
  assert.equal(ana.call.linkProblem(idOf(eve))?.reason, 'link-flooded');
  assert.ok(!linkTo(eve, 'Ana'));
  assert.equal(ana.call.linkStatus(idOf(ben)), 'connected');
  await world.clock.advance(30_000);
  assert.equal(
    ana.call.linkProblem(idOf(eve))?.reason,
    'link-flooded',
    'a new connection is no way out',
  );
  await world.clock.until(() => areAllConnected([ana, ben, eve]), 90_000);
});

test('a flood of beats is no sign of life after the other, and closes the link as well', async () => {
  const world = await World.create();
  const [ana, eve] = (await world.joined('Ana', 'Eve')) as [Page, Page];
  const link = linkTo(eve, 'Ana');
  for (let count = 0; count < 1_000; count++) link.sendOn('beat', 'h');
  await world.clock.advance(100);
  assert.equal(ana.call.linkProblem(idOf(eve))?.reason, 'link-flooded');
});

test('a feature that sends too much gets an error, and never looks like an attacker', async () => {
  const world = await World.create();
  const [ana, ben] = (await world.joined('Ana', 'Ben')) as [Page, Page];
  const isNumber = (data: unknown): data is number => typeof data === 'number';
  const heard: number[] = [];
  ana.call.channel('chat', isNumber).on('message', ({ data }) => heard.push(data));
  const chat = ben.call.channel('chat', isNumber);
  const sent: number[] = [];
  for (let second = 0; second < 60; second++) {
    for (let count = 0; count < 200; count++) {
      const data = second * 200 + count;
      if (chat.send(data)) sent.push(data);
    }
    await world.clock.advance(1_000);
  }
  assert.ok(sent.length > 60 * 20);
  assert.deepEqual(heard, sent, 'what was taken has arrived');
  assert.ok(areAllConnected([ana, ben]));
});

test('while the room is away, the last of many quick changes reaches the others', async () => {
  const world = await World.create();
  const [ana, ben] = (await world.joined('Ana', 'Ben')) as [Page, Page];
  await ana.call.turnOn('microphone');
  world.server.kill();
  await world.clock.advance(1_000);
  for (let count = 0; count < 100; count++) {
    ana.call.turnOff('microphone');
    await ana.call.turnOn('microphone');
  }
  await world.clock.advance(2_000);
  assert.deepEqual(sourcesOf(ben, 'Ana'), ['microphone']);
  ana.call.turnOff('microphone');
  await world.clock.advance(2_000);
  assert.deepEqual(sourcesOf(ben, 'Ana'), []);
  assert.equal(ben.call.linkStatus(idOf(ana)), 'connected');
});

test('deeply nested JSON is detected without parsing it', () => {
  const nested = (depth: number) => '[{"a":'.repeat(depth / 2) + '0' + '}]'.repeat(depth / 2);
  assert.equal(isShallowJson(nested(8), 8), true);
  assert.equal(isShallowJson(nested(10), 8), false);
  assert.equal(isShallowJson('['.repeat(100_000), 8), false);
  assert.equal(isShallowJson('"[[[[[[[[[["', 8), true, 'in text it is text');
  assert.equal(isShallowJson('["\\"[[[[[[[[[["]', 8), true);
  assert.equal(isShallowJson('["\\\\",[[[[[[[[[]]]]]]]]]]', 8), false);
  assert.equal(
    isShallowJson('[[],[],[],[],[],[],[],[],[],[]]', 2),
    true,
    'side by side is not deep',
  );
});

test('deep JSON over a link is not handled', async () => {
  const world = await World.create();
  const [ana, eve] = (await world.joined('Ana', 'Eve')) as [Page, Page];
  const heard: unknown[] = [];
  ana.call
    .channel('chat', (data): data is unknown => data !== undefined)
    .on('message', ({ data }) => heard.push(data));
  const nested = (depth: number) =>
    `{"topic":"chat","data":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  for (const depth of [7, 8, 8_000]) linkTo(eve, 'Ana').sendOn('data', nested(depth));
  await world.clock.advance(100);
  assert.deepEqual(heard, [JSON.parse('[[[[[[[]]]]]]]')]);
});

const candidates = (count: number, type: string) =>
  Array.from({ length: count }, (_, index) => ({ candidate: `${type}${index} typ ${type}` }));

test('reflexive and relay candidates have places that 90 host candidates cannot take', () => {
  const quota = new CandidateQuota();
  const all = [...candidates(90, 'host'), ...candidates(10, 'srflx'), ...candidates(10, 'relay')];
  const taken = quota.take(all).map(({ candidate }) => candidate);
  for (const type of ['srflx', 'relay']) {
    assert.equal(taken.filter((one) => one.endsWith(type)).length, 10, type);
  }
  assert.ok(taken.length <= LIMITS.candidates);
  assert.ok(taken.length > 50);
  assert.deepEqual(quota.take(candidates(90, 'host')), []);
});

test('without host candidates the others have nearly all places', () => {
  const quota = new CandidateQuota();
  assert.equal(quota.take(candidates(90, 'relay')).length, LIMITS.candidates - 28);
});

test('candidates that come early are kept for the newest description, each kind in its places', () => {
  const early = new EarlyCandidates();
  const signal = (type: string, count = 64) =>
    ({
      type: 'candidates',
      page: 'p',
      epoch: 1,
      number: 1,
      candidates: candidates(count, type),
    }) satisfies LinkSignal;
  early.add(1, signal('host'));
  for (let count = 0; count < 100; count++) early.add(2, signal('host'));
  early.add(1, signal('host'));
  early.add(2, signal('relay', 5));
  assert.deepEqual(early.take(1), []);
  const kept = early.take(2).flatMap((one) => one.candidates);
  assert.ok(kept.length <= LIMITS.candidates);
  assert.equal(kept.filter(({ candidate }) => candidate.endsWith('relay')).length, 5);
  assert.deepEqual(early.take(2), []);
});

test('with 45 network addresses, the relay still arrives at the other end', async () => {
  const world = await World.create();
  const hosts = Array.from({ length: 90 }, (_, index) => `${index} typ host`);
  world.internet.candidatesOf = () => [...hosts, 'typ srflx', 'typ relay'];
  const frames: string[] = [];
  world.server.fate = ({ text, to }) => {
    if (to === 'room' && text.includes('"candidates"')) frames.push(text);
    return [10];
  };
  const [ana] = (await world.joined('Ana', 'Ben')) as [Page];
  await world.clock.advance(1_000);
  const { sdp } = ana.connections.at(-1)!.remoteDescription!;
  assert.match(sdp, /typ srflx/);
  assert.match(sdp, /typ relay/);
  for (const frame of frames) assert.ok(frame.split('typ ').length - 1 <= LIMITS.candidates);
});

test('a long message is sent in parts that every browser takes, and put together again', () => {
  const text = JSON.stringify({ topic: '~signal', data: '🦊'.repeat(20_000) });
  const parts = toParts(text);
  assert.ok(parts.length > 2 && parts.every(({ length }) => length <= LIMITS.channelMessage));
  assert.ok(parts.every((part) => !/[\ud800-\udbff]$/.test(part)));
  const joiner = new PartJoiner();
  const wholes = parts.map((part) => joiner.take(part));
  assert.deepEqual(wholes.filter(Boolean), [{ text, isLong: true }]);
  assert.deepEqual(joiner.take('{}'), { text: '{}', isLong: false });
});

test('parts that never end are not kept', () => {
  const joiner = new PartJoiner();
  for (let count = 0; count < 1_000; count++)
    assert.equal(joiner.take(`+${'x'.repeat(16_000)}`), undefined);
  assert.equal(joiner.take('=x'), undefined);
  assert.deepEqual(
    joiner.take('={}'),
    { text: '{}', isLong: true },
    'the next message starts afresh',
  );
});

test('only the call itself sends long messages', async () => {
  const world = await World.create();
  const [ana, eve] = (await world.joined('Ana', 'Eve')) as [Page, Page];
  const heard: unknown[] = [];
  ana.call
    .channel('chat', (data): data is string => data !== undefined)
    .on('message', ({ data }) => heard.push(data));
  for (const part of toParts(JSON.stringify({ topic: 'chat', data: 'x'.repeat(30_000) }))) {
    linkTo(eve, 'Ana').sendOn('data', part);
  }
  await world.clock.advance(100);
  assert.deepEqual(heard, []);
});

test('while the room is away, a restart with a long description travels over the link', async () => {
  const world = await World.create();
  world.internet.padding = `a=x:${'y'.repeat(40_000)}\n`;
  const [ana, ben] = (await world.joined('Ana', 'Ben')) as [Page, Page];
  world.server.kill();
  await world.clock.advance(1_000);
  ben.call.setRedundantAudio(idOf(ana), true);
  await world.clock.advance(3_000);
  assert.match(ana.connections.at(-1)!.remoteDescription!.sdp, /SAVPF 63 111/);
  assert.equal(ben.connections.at(-1)!.signalingState, 'stable');
});
