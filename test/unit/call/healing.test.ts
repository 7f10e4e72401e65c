/** Recovery of lost connections: sockets that look alive, servers that return, paths that could be better. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Liveness } from '../../../src/call/link/liveness.js';
import { Signaling } from '../../../src/call/signaling/signaling.js';
import type { Platform } from '../../../src/call/platform.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { FakeRoomServer } from '../../fakes/fake-room-server.js';
import { areAllConnected, randomFrom, World, type Page } from '../../fakes/world.js';

/** The times at which a host sends frames of this type to the Room, from now on. */
function watchFrames(world: World, host: string, type: string): number[] {
  const times: number[] = [];
  world.server.fate = (frame) => {
    const isIt = frame.text.includes(`"type":"${type}"`) || frame.text === type;
    if (frame.to === 'room' && frame.host === host && isIt) times.push(world.clock.now());
    return [10];
  };
  return times;
}

/** The current ICE generation of each of a page's connections. */
const roundsOf = (page: Page): string =>
  page.connections
    .map(({ localDescription }) => /"ufrag":"([^"]*)"/.exec(localDescription?.sdp ?? '')?.[1])
    .join();

test('a dead socket of a participant whose links are alive is detected within 3 s and replaced', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  await world.clock.advance(5_000);
  const count = ana!.connections.length;
  const joins = watchFrames(world, 'Ana', 'join');
  const from = world.clock.now();
  world.move('Ana');
  await world.clock.until(() => joins.length > 0, 10_000);
  assert.ok(joins[0]! - from <= 3_100, `${joins[0]! - from} ms`);
  await world.clock.advance(2_000);
  assert.ok(areAllConnected([ana!, ben!]));
  assert.equal(ana!.connections.length, count, 'the link was not touched');
});

test('in the lobby the server is asked every 15 s, in the room every 2 s', async () => {
  const world = await World.create();
  const page = world.page('Ana');
  const pings = watchFrames(world, 'Ana', 'ping');
  page.call.open();
  await world.clock.advance(61_000);
  assert.equal(pings.length, 4);
  void page.call.join();
  await world.clock.until(() => page.call.status === 'joined');
  pings.length = 0;
  await world.clock.advance(60_000);
  assert.ok(pings.length >= 29 && pings.length <= 31, `${pings.length} in a minute`);
});

test('a client that constantly receives messages keeps pinging', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  const { id } = ana!.call.self!;
  const pings = watchFrames(world, 'Ana', 'ping');
  const mallory = [...world.server.connections].find(
    ({ state }) => state?.id === ben!.call.self!.id,
  )!;
  for (let second = 0; second < 60; second++) {
    const signal = { type: 'signal', to: id, signal: { any: 'thing' } };
    void world.server.room!.message(mallory, JSON.stringify(signal));
    await world.clock.advance(1_000);
    assert.ok(ben!.call.participants.every(({ away }) => !away));
  }
  assert.ok(pings.length >= 25, `${pings.length} in a minute`);
});

test('a clock that is set back does not hide that nothing is heard', () => {
  const liveness = new Liveness(3_600_000);
  liveness.heard(3_600_000);
  liveness.heard(1_000);
  liveness.check(2_700, 0);
  assert.ok(liveness.isInterrupted);
});

test('a socket that answers after all is not replaced later', async () => {
  const world = await World.create();
  await world.joined('Ana', 'Ben');
  await world.clock.advance(5_000);
  const joins = watchFrames(world, 'Ana', 'join');
  const connect = world.server.connect.bind(world.server);
  let refused = 0;
  world.server.connect = (host, events, ...rest) => {
    if (host !== 'Ana') return connect(host, events, ...rest);
    refused++;
    world.clock.after(10, () => events.onClose(1006));
    return { isOpen: false, send: () => {}, close: () => {} };
  };
  world.cut.add('Ana');
  await world.clock.until(() => refused > 0, 10_000);
  world.cut.clear();
  world.server.connect = connect;
  await world.clock.advance(10_000);
  assert.deepEqual(joins, []);
});

test('a slow network opens a socket in the end, though links stay silent meanwhile', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  await world.clock.advance(2_000);
  world.cut.add('Ana');
  await world.clock.advance(10_000);
  const connect = world.server.connect.bind(world.server);
  // The duration of a handshake here; shorter attempts time out.
  const TAKES = 5_000;
  world.server.connect = (host, events, timeout, link) => {
    let isThere = false;
    world.clock.after(TAKES - 20, () => (isThere = true));
    if (host === 'Ana' && timeout < TAKES) {
      world.clock.after(timeout, () => events.onClose(1006));
      return { isOpen: false, send: () => {}, close: () => {} };
    }
    return connect(host, events, timeout, () => (isThere ? link() : 'open'));
  };
  world.cut.clear();
  await world.clock.until(() => areAllConnected([ana!, ben!]), 30_000);
  await world.clock.until(() => ana!.call.status === 'joined', 30_000);
});

test('a server that returns has a hundred back over 2 s, and most of them within one', async () => {
  const clock = new FakeClock();
  const server = new FakeRoomServer(clock);
  server.limits = { ...server.limits, lobby: 100 };
  await server.start();
  const random = randomFrom(7);
  const back: number[] = [];
  const hundred = Array.from({ length: 100 }, (_, index) => {
    const platform = {
      clock,
      random,
      openSocket: ({ timeout }, events) =>
        server.connect(`host ${index}`, events, timeout, () => 'open'),
    } as Partial<Platform> as Platform;
    const signaling = new Signaling(platform, 'https://calls.example.com', 'tea');
    signaling.open();
    return signaling;
  });
  await clock.advance(5_000);
  server.kill();
  await clock.advance(60_000);
  const from = clock.now();
  for (const signaling of hundred) signaling.on('open', () => back.push(clock.now() - from));
  await server.start();
  await clock.until(() => back.length === 100, 5_000);
  const withinOne = back.filter((time) => time <= 1_000).length;
  const spread = back.at(-1)! - back[0]!;
  assert.ok(spread >= 2_000, `over ${spread} ms`);
  assert.ok(withinOne >= 70, `${withinOne} within 1 s`);
  for (const signaling of hundred) signaling.close();
});

test('nothing that was sent into a dead socket is sent again when it is back', async () => {
  const world = await World.create();
  const [ana] = await world.joined('Ana', 'Ben');
  world.server.kill();
  await world.clock.advance(1_000);
  for (let count = 0; count < 20; count++)
    await ana!.call.turnOn('microphone').then(() => ana!.call.turnOff('microphone'));
  await world.server.start();
  const frames: string[] = [];
  world.server.fate = ({ to, host, text }) => {
    if (to === 'room' && host === 'Ana' && text !== 'ping') frames.push(text);
    return [10];
  };
  await world.clock.until(() => ana!.call.status === 'joined');
  await world.clock.advance(3_000);
  const types = frames.map((text) => (JSON.parse(text) as { type: string }).type);
  assert.deepEqual(types, ['join']);
});

test('a path that is lost while the Room answers is restored within 1.5 s', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  await world.clock.advance(5_000);
  const before = roundsOf(ben!);
  const count = ben!.connections.length;
  // Like a router that loses its state: nothing passes between the two, but both reach the server.
  world.internet.isOpen = () => false;
  await world.clock.until(() => roundsOf(ben!) !== before, 1_500);
  world.internet.isOpen = () => true;
  await world.clock.until(() => areAllConnected([ana!, ben!]), 5_000);
  assert.equal(ben!.connections.length, count);
});

test('each restart asks the relays in the other order, at both ends', async () => {
  const world = await World.create();
  const iceServers = [
    { urls: ['stun:one'] },
    { urls: ['turn:one', 'turn:two'], username: 'ana', credential: 'secret' },
  ];
  const pages = ['Ana', 'Ben'].map((name) => world.page(name, { iceServers }));
  for (const { call } of pages) {
    void call.join();
    await world.clock.until(() => call.status === 'joined');
  }
  await world.clock.until(() => areAllConnected(pages));
  const served = () =>
    pages.map(({ connections }) =>
      connections.at(-1)!.configuration.iceServers?.flatMap(({ urls }) => urls),
    );
  world.internet.isOpen = () => false;
  const turned = ['turn:two', 'turn:one', 'stun:one'];
  await world.clock.until(() => served()[1]!.join() === turned.join(), 3_000);
  await world.clock.advance(100);
  assert.deepEqual(served(), [turned, turned]);
});

const passMinute = ({ clock }: World): Promise<void> => clock.advance(61_500);

test('from a relay a better path is tried every minute, and from no other path', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  const first = roundsOf(ben!);
  await passMinute(world);
  assert.equal(roundsOf(ben!), first, 'a direct path is left alone');
  ben!.connections.at(-1)!.isRelayed = true;
  await passMinute(world);
  const second = roundsOf(ben!);
  assert.notEqual(second, first);
  await world.clock.advance(30_000);
  assert.equal(roundsOf(ben!), second);
  ben!.connections.at(-1)!.isRelayed = false;
  // The elder requests it, too.
  ana!.connections.at(-1)!.isRelayed = true;
  await passMinute(world);
  assert.notEqual(roundsOf(ben!), second);
  assert.ok(areAllConnected([ana!, ben!]));
});

test('looking for a better path leaves the relays in their order', async () => {
  const world = await World.create();
  const iceServers = [{ urls: ['turn:near', 'turn:far'], username: 'ana', credential: 'secret' }];
  const pages = ['Ana', 'Ben'].map((name) => world.page(name, { iceServers }));
  for (const { call } of pages) {
    void call.join();
    await world.clock.until(() => call.status === 'joined');
  }
  await world.clock.until(() => areAllConnected(pages));
  const connection = pages[1]!.connections.at(-1)!;
  connection.isRelayed = true;
  const before = roundsOf(pages[1]!);
  await passMinute(world);
  assert.notEqual(roundsOf(pages[1]!), before);
  assert.deepEqual(connection.configuration.iceServers, iceServers);
});

test('who hides their address stays on the relay', async () => {
  const world = await World.create();
  await world.joined('Ana');
  const ben = world.page('Ben', { iceTransportPolicy: 'relay' });
  void ben.call.join();
  await world.clock.until(() => ben.call.status === 'joined');
  await world.clock.advance(5_000);
  const before = roundsOf(ben);
  ben.connections.at(-1)!.isRelayed = true;
  await passMinute(world);
  assert.equal(roundsOf(ben), before);
});

test('a participant whose battery died is gone within 35 s, though their socket looks open', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  await world.clock.advance(5_000);
  world.crash(ana!);
  world.move('Ana');
  await world.clock.until(() => ben!.call.participants.length === 1, 35_000);
});

test('a lone participant whose battery died is soon no longer shown to a newcomer', async () => {
  const world = await World.create();
  const [ana] = await world.joined('Ana');
  await world.clock.advance(60_000);
  world.crash(ana!);
  world.move('Ana');
  await world.clock.advance(60_000);
  const ben = world.page('Ben');
  void ben.call.join();
  await world.clock.until(() => ben.call.status === 'joined');
  assert.equal(ben.call.participants.length, 2);
  await world.clock.until(() => ben.call.participants.length === 1, 25_000);
});

test('a live page that the Room took for lost says so at once', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  const { id } = ana!.call.self!;
  // The runtime answers pings itself, and doesn't report them.
  const message = world.server.room!.message.bind(world.server.room);
  world.server.room!.message = (connection, text) => {
    if (text === 'ping') connection.send('pong');
    else void message(connection, text);
  };
  await world.clock.advance(10_000);
  world.internet.isOpen = () => false;
  await world.clock.advance(10_000);
  world.internet.isOpen = () => true;
  await world.clock.until(() => areAllConnected([ana!, ben!]), 10_000);
  await world.clock.advance(30_000);
  assert.ok(ben!.call.participants.every(({ away }) => !away));
  assert.equal(ana!.call.self!.id, id);
});
