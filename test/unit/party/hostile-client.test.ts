/** A browser's call under attack by participants and by the server: in memory, about ten thousand messages each. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ChannelMessage,
  EXIT,
  LIMITS,
  parse,
  parseOneOf,
  RoomMessage,
  Signal,
  VERSION,
} from '../../../src/protocol.js';
import { ROOM_LIMITS } from '../../../party/base/limits.js';
import { connect, join, seatOf, type Guest } from '../../fakes/guest.js';
import {
  FRAMES,
  garble,
  lieOfPeer,
  lieOfRoom,
  mutate,
  pick,
  signalOf,
  type Knowledge,
} from '../../fakes/hostile-corpus.js';
import { areAllConnected, randomFrom, World, type Page } from '../../fakes/world.js';

const COUNT = 10_000;
/** How many messages are sent at once, as fast as possible. */
const TOGETHER = 20;

/** Lifts the Room's limits, since the browser is under test. */
async function unlimit({ server }: World): Promise<void> {
  server.limits = { ...ROOM_LIMITS, burst: 1e9, perSecond: 1e9 };
  await server.start();
}

async function inCall(...names: string[]): Promise<[World, ...Page[]]> {
  const world = await World.create();
  await unlimit(world);
  return [world, ...(await world.joined(...names))];
}

/** Eve, as a raw socket: she sends what a test wants, and creates no links. */
async function raw(world: World, ...pages: Page[]): Promise<Guest & { id: number }> {
  const eve = await connect(world.server, world.clock);
  await eve.say(join(seatOf('e')));
  await world.clock.until(() => pages.every(({ call }) => call.participants.length > pages.length));
  return Object.assign(eve, { id: eve.roster!.you });
}

const socketOf = ({ server }: World, page: Page) =>
  [...server.connections].find(({ state }) => state?.id === page.call.self!.id)!;
const knowledgeOf = (pages: Page[], ...ids: number[]): Knowledge => ({
  ids: [...pages.map(({ call }) => call.self!.id), ...ids],
  pages: ['page of ee'],
  seats: [seatOf('e')],
});
const shownBy = (page: Page) => {
  const { status, participants } = page.call;
  return JSON.stringify({
    status,
    participants,
    links: participants.map(({ id }) => page.call.linkStatus(id)),
  });
};

test(`${COUNT} frames that are no messages of a Room change nothing`, async () => {
  const [world, ana, ben] = (await inCall('Ana', 'Ben')) as [World, Page, Page];
  const random = randomFrom(1);
  const knowledge = knowledgeOf([ana, ben]);
  const before = shownBy(ana);
  const made = ana.connections.length;
  const socket = socketOf(world, ana);
  for (let count = 0; count < COUNT;) {
    const lie = lieOfRoom(random, knowledge);
    const text = pick(random, [
      () => pick(random, FRAMES),
      () => JSON.stringify(mutate(random, lie)) ?? '',
      () => garble(random, JSON.stringify(lie)),
    ])();
    const message = parseOneOf(RoomMessage, text);
    const isHarmless = message?.type === 'signal' && !parseOneOf(Signal, message.signal);
    if (message && !isHarmless) continue;
    socket.send(text);
    if (++count % TOGETHER === 0) await world.clock.advance(20);
  }
  await world.clock.advance(1_000);
  assert.equal(shownBy(ana), before);
  assert.equal(ana.connections.length, made);
});

test(`${COUNT} false rosters end in the true state after a true one`, async () => {
  const [world, ana, ben] = (await inCall('Ana', 'Ben')) as [World, Page, Page];
  const random = randomFrom(2);
  const knowledge = knowledgeOf([ana, ben], 5, 2 ** 53 - 2);
  const socket = socketOf(world, ana);
  for (let count = 1; count <= COUNT; count++) {
    const lie = lieOfRoom(random, knowledge);
    const text = JSON.stringify(random() < 0.5 ? lie : mutate(random, lie)) ?? '';
    const message = parseOneOf(RoomMessage, text);
    // These rightly end the call, so they are not sent.
    const isLast =
      message?.type === 'refused' || (message?.type === 'hello' && message.version !== VERSION);
    if (!isLast) socket.send(text);
    if (count % TOGETHER === 0) await world.clock.advance(20);
  }
  assert.ok(['joined', 'knocking'].includes(ana.call.status), ana.call.status);
  ben.call.name = 'Benno';
  await world.clock.until(() => areAllConnected([ana, ben]));
  assert.deepEqual(
    ana.call.participants.map(({ name }) => name),
    ['Ana', 'Benno'],
  );
  const living = ana.connections.filter(({ connectionState }) => connectionState !== 'closed');
  assert.equal(living.length, 1);
});

test(`${COUNT} hostile signals do not affect the call of the others`, async () => {
  const [world, ana, ben] = (await inCall('Ana', 'Ben')) as [World, Page, Page];
  const random = randomFrom(3);
  // Eve is the newcomer, so she is the one who offers.
  const eve = await raw(world, ana, ben);
  const before = [ana, ben].map(shownBy);
  const made = ana.connections.length;
  const to = ana.call.self!.id;
  for (let count = 1; count <= COUNT; count++) {
    const lie = signalOf(random, ['page of ee']);
    const signal =
      random() < 0.7 ? { ...lie, page: 'page of ee', epoch: count } : mutate(random, lie);
    const text = JSON.stringify({ type: 'signal', to, signal });
    // The Room closes a socket that sends longer frames.
    if (text.length <= LIMITS.message) eve.socket.send(text);
    if (count % TOGETHER === 0) await world.clock.advance(50);
  }
  assert.deepEqual([ana, ben].map(shownBy), before);
  const more = ana.connections.length - made;
  assert.ok(more > 0 && more <= 10, `${more} connections`);
  assert.equal(ana.call.linkStatus(ben.call.self!.id), 'connected');
});

test('a participant who repeatedly requests links gets ten in ten seconds', async () => {
  // Eve came first, so Cleo offers, and offers again whatever Eve requests or answers.
  const early = await World.create();
  await unlimit(early);
  const eve = await connect(early.server, early.clock);
  await eve.say(join(seatOf('e')));
  const cleo = early.page('Cleo');
  void cleo.call.join();
  await early.clock.until(() => cleo.call.participants.length === 2);
  await early.clock.advance(1_000);
  const said = () => eve.heard.filter(({ type }) => type === 'signal').length;
  const [made, heard] = [cleo.connections.length, said()];
  const to = cleo.call.self!.id;
  for (let count = 0; count < 200; count++) {
    const { epoch, number } = lastOf(eve);
    const place = { page: 'page of ee', epoch };
    for (const signal of [
      { type: 'rebuild', ...place },
      { type: 'restart', ...place },
      { type: 'answer', ...place, number, sdp: 'no answer' },
    ]) {
      eve.socket.send(JSON.stringify({ type: 'signal', to, signal }));
    }
    await early.clock.advance(50);
  }
  assert.ok(cleo.connections.length - made <= 10, `${cleo.connections.length - made} connections`);
  assert.ok(said() - heard < 60, `${said() - heard} signals in answer`);
  assert.equal(cleo.call.status, 'joined');
});

function lastOf({ heard }: Guest): { epoch: number; number: number } {
  const signals = heard.filter(({ type }) => type === 'signal' || type === 'roster') as unknown as {
    signal?: { epoch: number; number: number };
    offer?: { signal: { epoch: number; number: number } };
  }[];
  return (
    signals.map(({ signal, offer }) => signal ?? offer?.signal).findLast((one) => one) ?? {
      epoch: 0,
      number: 0,
    }
  );
}

test('of one description so many candidates are taken, however many come', async () => {
  const [world, ana] = (await inCall('Ana', 'Ben')) as [World, Page];
  const eve = await raw(world, ana);
  const to = ana.call.self!.id;
  const place = { page: 'page of ee', epoch: 9, number: 0 };
  const signal = (more: object) => eve.say({ type: 'signal', to, signal: { ...place, ...more } });
  const sdp = JSON.stringify({ connection: 'no', ufrag: 'no.1', lanes: ['audio'], candidates: [] });
  const candidates = Array.from({ length: LIMITS.candidates }, (_, index) => ({
    candidate: `no.1 ${index}`,
  }));
  await signal({ type: 'candidates', candidates });
  await signal({ type: 'offer', sdp });
  for (let count = 0; count < 20; count++) await signal({ type: 'candidates', candidates });
  // Part of the quota is reserved for reflexive and relay candidates.
  assert.equal(ana.connections.at(-1)!.candidatesTaken, LIMITS.candidates - 24);
});

test('a description with more lines of media than a call has is none', async () => {
  const [world, ana] = (await inCall('Ana', 'Ben')) as [World, Page];
  const eve = await raw(world, ana);
  const made = ana.connections.length;
  for (const lines of [17, 1_000]) {
    const sdp = `v=0\r\n${'m=audio 9 x 0\r\n'.repeat(lines)}`;
    const signal = { type: 'offer', page: 'page of ee', epoch: lines, number: 0, sdp };
    await eve.say({ type: 'signal', to: ana.call.self!.id, signal });
  }
  assert.equal(ana.connections.length, made);
});

test(`${COUNT} hostile messages over a link change nothing but what its owner shows`, async () => {
  const [world, ana, ben, eve] = (await inCall('Ana', 'Ben', 'Eve')) as [World, Page, Page, Page];
  const random = randomFrom(4);
  const id = eve.call.self!.id;
  const restOf = (page: Page) =>
    JSON.stringify(
      page.call.participants.map((person) => (person.id === id ? person.name : person)),
    );
  const before = [ana, ben].map(restOf);
  const link = eve.connections.find(({ other }) => other?.host === 'Ana')!;
  const heard: unknown[] = [];
  ana.call
    .channel('chat', (data): data is string => typeof data === 'string')
    .on('message', ({ data }) => heard.push(data));
  for (let count = 1; count <= COUNT; count++) {
    const lie = lieOfPeer(random, knowledgeOf([ana, ben]));
    const text = pick(random, [
      () => pick(random, FRAMES),
      () => JSON.stringify(lie),
      () => JSON.stringify(mutate(random, lie)) ?? '',
      () => garble(random, JSON.stringify(lie)),
    ])();
    const { topic, data } = parse(ChannelMessage, text) ?? {};
    // A goodbye would remove Eve; it has its own test.
    const isGoodbye = topic === '~bye' && typeof data === 'string' && data.length === EXIT;
    if (!isGoodbye) link.sendOn('data', text);
    // No faster than messages are accepted; floods have their own test.
    if (count % 4 === 0) await world.clock.advance(400);
  }
  await world.clock.advance(5_000);
  assert.deepEqual([ana, ben].map(restOf), before);
  assert.ok(heard.length > 0 && heard.every((data) => typeof data === 'string'));
  assert.ok(areAllConnected([ana, ben, eve]));
});

test('a message longer than any of ours is not read', async () => {
  const [world, ana, eve] = (await inCall('Ana', 'Eve')) as [World, Page, Page];
  const heard: number[] = [];
  ana.call
    .channel('chat', (data): data is string => typeof data === 'string')
    .on('message', ({ data }) => heard.push(data.length));
  const link = eve.connections.find(({ other }) => other?.host === 'Ana')!;
  const most = LIMITS.channelMessage - JSON.stringify({ topic: 'chat', data: '' }).length;
  for (const length of [most, most + 1]) {
    link.sendOn('data', JSON.stringify({ topic: 'chat', data: 'x'.repeat(length) }));
  }
  await world.clock.advance(100);
  assert.deepEqual(heard, [most]);
});
