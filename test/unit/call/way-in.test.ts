/** Joining: what is sent immediately, what waits, and what is kept for features that load later. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { World, areAllConnected } from '../../fakes/world.js';

test('a join takes the offer along without waiting until it is set', async () => {
  const world = await World.create();
  await world.joined('Ana');
  const ben = world.page('Ben');
  let state: string | undefined;
  world.server.fate = ({ text, host }) => {
    if (host === 'Ben' && text.includes('"type":"join"')) {
      assert.match(text, /"type":"offer"/);
      state ??= ben.connections.at(-1)!.signalingState;
    }
    return [10];
  };
  void ben.call.join();
  await world.clock.until(() => state !== undefined);
  assert.equal(state, 'stable');
  await world.clock.until(() => ben.call.participants.length === 2);
  await world.clock.until(() => ben.call.linkStatus(ben.call.participants[0]!.id) === 'connected');
  assert.equal(ben.connections.length, 1);
});

test('rendering can wait for a link that is being established, but not forever', async () => {
  const world = await World.create();
  const [ana] = await world.joined('Ana');
  const ben = world.page('Ben');
  world.internet.isOpen = () => false;
  assert.equal(ana!.call.handshake, undefined);
  void ben.call.join();
  await world.clock.until(() => ana!.call.handshake !== undefined);
  await world.clock.until(() => ana!.call.handshake === undefined, 500);
  world.internet.isOpen = () => true;
  await world.clock.until(() => areAllConnected([ana!, ben]));
  assert.equal(ana!.call.handshake, undefined);
  assert.equal(ben.call.handshake, undefined);
});

test('the last that a feature is sent before it is loaded reaches it then', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  const isAny = (data: unknown): data is unknown => data !== undefined;
  const feature = ana!.call.channel(':feature', isAny);
  const page = ana!.call.channel('page', isAny);
  for (const text of ['first', 'last']) for (const one of [feature, page]) one.send(text);
  await world.clock.advance(100);
  const heard: unknown[] = [];
  for (const topic of ['page', ':feature']) {
    ben!.call.channel(topic, isAny).on('message', ({ data }) => heard.push([topic, data]));
  }
  await world.clock.advance(100);
  assert.deepEqual(heard, [[':feature', 'last']]);
});

test('a message that arrives while a feature is loaded stays the last one', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  const isAny = (data: unknown): data is unknown => data !== undefined;
  const feature = ana!.call.channel(':feature', isAny);
  feature.send('early');
  await world.clock.advance(100);
  const heard: unknown[] = [];
  ben!.call.channel('page', isAny).on('message', () => {
    ben!.call.channel(':feature', isAny).on('message', ({ data }) => heard.push(data));
  });
  ana!.call.channel('page', isAny).send('load it');
  feature.send('newer');
  await world.clock.advance(100);
  assert.deepEqual(heard, ['early', 'newer']);
});

test('unread messages are kept for few topics per participant, and not for those who left', async () => {
  const world = await World.create();
  const [ana, ben, eve] = await world.joined('Ana', 'Ben', 'Eve');
  const isAny = (data: unknown): data is unknown => data !== undefined;
  for (let index = 0; index < 8; index++) eve!.call.channel(`:${index}`, isAny).send(index);
  ana!.call.channel(':0', isAny).send('Ana');
  await world.clock.advance(100);
  const heard: unknown[] = [];
  const open = (index: number) =>
    ben!.call.channel(`:${index}`, isAny).on('message', ({ data }) => heard.push(data));
  for (let index = 1; index < 8; index++) open(index);
  await world.clock.advance(100);
  assert.deepEqual(heard, [1, 2, 3]);
  eve!.call.leave();
  await world.clock.advance(100);
  open(0);
  await world.clock.advance(100);
  assert.deepEqual(heard, [1, 2, 3, 'Ana']);
});
