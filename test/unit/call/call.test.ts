/** Real Calls and a real Room in memory: who sees whom, even if messages are late, duplicated or lost. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TIMES } from '../../../src/protocol.js';
import { areAllConnected, othersOf, sourcesOf, World, type Page } from '../../fakes/world.js';

test('three callers each see the two others', async () => {
  const world = await World.create();
  const [ana, ben, cleo] = await world.joined('Ana', 'Ben', 'Cleo');
  assert.deepEqual(othersOf(ana!), ['Ben', 'Cleo']);
  assert.deepEqual(othersOf(ben!), ['Ana', 'Cleo']);
  assert.deepEqual(othersOf(cleo!), ['Ana', 'Ben']);
});

test('everyone has one connection to each other participant, and only the newcomer offers', async () => {
  const world = await World.create();
  const pages = await world.joined('Ana', 'Ben', 'Cleo');
  await world.clock.advance(30_000);
  for (const { connections } of pages) {
    const living = connections.filter(({ connectionState }) => connectionState !== 'closed');
    assert.equal(living.length, 2);
  }
  assert.deepEqual(
    pages.map(({ connections }) =>
      connections
        .filter(({ connectionState }) => connectionState !== 'closed')
        .map(({ localDescription }) => localDescription?.type)
        .sort(),
    ),
    [
      ['answer', 'answer'],
      ['answer', 'offer'],
      ['offer', 'offer'],
    ],
  );
});

test('mute reaches everyone, and the switched-off microphone sends nothing', async () => {
  const world = await World.create();
  const [ana, ben, cleo] = await world.joined('Ana', 'Ben', 'Cleo');
  await ana!.call.turnOn('microphone');
  await world.clock.advance(200);
  assert.deepEqual(sourcesOf(ben!, 'Ana'), ['microphone']);
  assert.deepEqual(sourcesOf(cleo!, 'Ana'), ['microphone']);
  ana!.call.turnOff('microphone');
  await world.clock.advance(200);
  assert.deepEqual(sourcesOf(ben!, 'Ana'), []);
  assert.deepEqual(sourcesOf(cleo!, 'Ana'), []);
  const id = ana!.call.self!.id;
  assert.equal(ben!.call.stream(id, 'microphone'), undefined);
  for (const connection of ana!.connections) {
    assert.ok(connection.getTransceivers().every(({ sender }) => sender.track === null));
  }
});

test('a source that is turned on costs no further offer', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  const before = ben!.connections.map(({ localDescription }) => localDescription?.sdp);
  await ana!.call.turnOn('screen');
  await ben!.call.turnOn('camera');
  await world.clock.advance(1_000);
  assert.deepEqual(sourcesOf(ben!, 'Ana'), ['screen', 'screen-audio']);
  assert.deepEqual(
    ben!.connections.map(({ localDescription }) => localDescription?.sdp),
    before,
  );
  const lanes = ben!.connections.at(-1)!.getTransceivers();
  assert.deepEqual(
    lanes.map(({ kind, direction }) => [kind, direction]),
    ['audio', 'video', 'video', 'audio'].map((kind) => [kind, 'sendrecv']),
  );
});

test('a screen is not announced to others while the user is still choosing it', async () => {
  const world = await World.create();
  const [ana, ben] = (await world.joined('Ana', 'Ben')) as [Page, Page];
  let choose = () => {};
  ana.devices.gate = new Promise((resolve) => {
    choose = resolve;
  });
  const sharing = ana.call.turnOn('screen');
  await world.clock.advance(1_000);
  assert.deepEqual(sourcesOf(ben, 'Ana'), []);
  choose();
  await sharing;
  await world.clock.advance(1_000);
  assert.deepEqual(sourcesOf(ben, 'Ana'), ['screen', 'screen-audio']);
});

test('joining does not wait for the camera', async () => {
  const world = await World.create();
  const [ana] = await world.joined('Ana');
  const ben = world.page('Ben');
  let open = () => {};
  ben.devices.gate = new Promise((resolve) => (open = resolve));
  ben.call.want('camera', true);
  void ben.call.join();
  await world.clock.until(() => areAllConnected([ana!, ben]));
  assert.deepEqual(sourcesOf(ana!, 'Ben'), ['camera'], 'a camera on its way counts as on');
  assert.equal(ben.connections.at(-1)!.getTransceivers()[1]!.sender.track, null);
  open();
  await world.clock.advance(100);
  assert.equal(ben.connections[0]!.getTransceivers()[1]!.sender.track, ben.devices.tracks[0]);
});

test('leaving is seen within 300 ms, and every device and connection is let go', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  await ana!.call.turnOnAll(['microphone', 'camera']);
  ana!.call.turnOff('microphone');
  ana!.call.leave();
  assert.equal(ana!.call.status, 'left');
  assert.deepEqual(ana!.devices.live, []);
  assert.ok(ana!.connections.every(({ connectionState }) => connectionState === 'closed'));
  await world.clock.advance(300);
  assert.deepEqual(othersOf(ben!), []);
  assert.equal(world.server.records.length, 1);
});

test('leaving while joining does not wait for the join', async () => {
  const world = await World.create();
  const { call } = world.page('Ana');
  const rejections: unknown[] = [];
  const note = (reason: unknown) => rejections.push(reason);
  process.on('unhandledRejection', note);
  void call.join();
  call.leave();
  await world.clock.advance(1_000);
  process.off('unhandledRejection', note);
  assert.deepEqual(rejections, []);
  assert.equal(call.status, 'idle');
});

test('a participant who left can rejoin with the same devices', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  await ana!.call.turnOn('camera');
  const first = ana!.call.self!.id;
  ana!.call.leave();
  void ana!.call.join();
  await world.clock.until(() => areAllConnected([ana!, ben!]));
  assert.notEqual(ana!.call.self!.id, first);
  assert.deepEqual(sourcesOf(ben!, 'Ana'), ['camera']);
});

test('a crash is away after 3 s and gone after 20 s', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  const [dead] = [...world.server.connections];
  world.crash(ana!);
  world.server.noticeDead(dead!);
  const seen = () => ben!.call.participants.find(({ name }) => name === 'Ana');
  await world.clock.advance(TIMES.lossToAway - 100);
  assert.equal(seen()?.away, false);
  await world.clock.advance(200);
  assert.equal(seen()?.away, true);
  await world.clock.advance(TIMES.lossToGone - TIMES.lossToAway - 300);
  assert.ok(seen());
  await world.clock.advance(300);
  assert.equal(seen(), undefined);
});

test('a closed page is away at once and gone after 5 s', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  const [socket] = [...world.server.connections];
  ana!.events!.onHide();
  await world.clock.advance(20);
  world.crash(ana!);
  world.server.noticeDead(socket!);
  const seen = () => ben!.call.participants.find(({ name }) => name === 'Ana');
  await world.clock.advance(120);
  assert.equal(seen()?.away, true);
  await world.clock.advance(TIMES.hideToGone - 300);
  assert.ok(seen());
  await world.clock.advance(300);
  assert.equal(seen(), undefined);
});

test('a reloaded page keeps its id, and gets new links', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  const { id } = ana!.call.self!;
  ana!.events!.onHide();
  await world.clock.advance(20);
  world.crash(ana!);
  world.cut.clear();
  const reloaded = world.page('Ana');
  void reloaded.call.join();
  await world.clock.until(() => areAllConnected([reloaded, ben!]));
  assert.equal(reloaded.call.self!.id, id);
  assert.deepEqual(othersOf(ben!), ['Ana']);
  await world.clock.advance(30_000);
  assert.deepEqual(othersOf(ben!), ['Ana']);
});

test('a page that is reloaded in a call knows it for a moment, and what was on', async () => {
  const world = await World.create();
  const [ana] = await world.joined('Ana');
  assert.equal(ana!.call.reloaded, undefined);
  await ana!.call.turnOn('camera');
  await world.clock.advance(100);
  ana!.events!.onHide();
  await world.clock.advance(TIMES.hideToGone - 1_000);
  const again = world.page('Ana');
  assert.deepEqual(again.call.reloaded, ['camera']);
  assert.equal(world.page('Ana').call.reloaded, undefined, 'only once');
  again.call.open();
  again.events!.onHide();
  assert.equal(world.page('Ana').call.reloaded, undefined, 'a lobby is a lobby again');
  void again.call.join();
  await world.clock.until(() => again.call.status === 'joined');
  again.events!.onHide();
  await world.clock.advance(TIMES.hideToGone + 1_000);
  assert.equal(world.page('Ana').call.reloaded, undefined, 'that was too long ago');
});

test('a socket lost within the grace keeps the id and the link', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  const { id } = ana!.call.self!;
  const count = ana!.connections.length;
  const [socket] = [...world.server.connections];
  socket!.close();
  world.server.room!.close(socket!);
  await world.clock.until(() => ana!.call.status === 'reconnecting');
  await world.clock.until(() => ana!.call.status === 'joined');
  await world.clock.advance(30_000);
  assert.equal(ana!.call.self!.id, id);
  assert.equal(ana!.connections.length, count);
  assert.ok(areAllConnected([ana!, ben!]));
});

test('a room restored from storage sends a whole roster, and no link is replaced', async () => {
  const world = await World.create();
  const pages = await world.joined('Ana', 'Ben', 'Cleo');
  await pages[0]!.call.turnOn('camera');
  await world.clock.advance(100);
  const ids = pages.map(({ call }) => call.self!.id);
  const counts = pages.map(({ connections }) => connections.length);
  const left: string[] = [];
  for (const { call } of pages) call.on('participant-leave', ({ name }) => left.push(name));
  world.server.kill();
  await world.clock.advance(4_000);
  assert.ok(pages.every(({ call }) => call.status === 'reconnecting'));
  await world.server.start();
  await world.clock.until(() => pages.every(({ call }) => call.status === 'joined'));
  await world.clock.advance(30_000);
  assert.deepEqual(left, []);
  assert.deepEqual(
    pages.map(({ call }) => call.self!.id),
    ids,
  );
  assert.deepEqual(
    pages.map(({ connections }) => connections.length),
    counts,
  );
  assert.deepEqual(sourcesOf(pages[2]!, 'Ana'), ['camera']);
});

test('while the room is unreachable, others still see mute and leave', async () => {
  const world = await World.create();
  const [ana, ben, cleo] = await world.joined('Ana', 'Ben', 'Cleo');
  world.server.kill();
  await world.clock.advance(1_000);
  await ana!.call.turnOn('microphone');
  await world.clock.advance(100);
  assert.deepEqual(sourcesOf(ben!, 'Ana'), ['microphone']);
  cleo!.call.leave();
  await world.clock.advance(300);
  assert.deepEqual(othersOf(ben!), ['Ana']);
  await world.server.start();
  await world.clock.until(() => ben!.call.status === 'joined');
  await world.clock.advance(1_000);
  assert.deepEqual(othersOf(ben!), ['Ana'], 'no ghost of somebody who said goodbye');
  assert.deepEqual(sourcesOf(ben!, 'Ana'), ['microphone']);
});

test('a participant who leaves while the room is unreachable is not shown to a newcomer', async () => {
  const world = await World.create();
  const [ana, , cleo] = await world.joined('Ana', 'Ben', 'Cleo');
  world.server.kill();
  await world.clock.advance(1_000);
  cleo!.call.leave();
  // The page of the participant who left is closed, so only the others can report it.
  await world.clock.advance(300);
  world.crash(cleo!);
  await world.server.start();
  await world.clock.until(() => ana!.call.status === 'joined');
  await world.clock.advance(100);
  const dan = world.page('Dan');
  const seen: string[] = [];
  dan.call.on('participant-join', ({ name }) => seen.push(name));
  void dan.call.join();
  await world.clock.until(() => dan.call.status === 'joined');
  await world.clock.advance(30_000);
  assert.deepEqual(seen, ['Ana', 'Ben']);
  assert.equal(world.server.records.length, 3);
});

test('the last participant who leaves while the server is unreachable is not shown to a newcomer either', async () => {
  const world = await World.create();
  const [ana] = await world.joined('Ana');
  world.server.kill();
  await world.clock.advance(1_000);
  ana!.call.leave();
  assert.equal(ana!.call.status, 'left');
  await world.clock.advance(60_000);
  await world.server.start();
  await world.clock.advance(3_000);
  assert.equal(world.server.records.length, 0);
  assert.equal(world.server.connections.size, 0, 'nothing stays open behind');
});

test('a link that never starts is rebuilt under a new epoch', async () => {
  const world = await World.create();
  const [ana] = await world.joined('Ana');
  const ben = world.page('Ben');
  void ben.call.join();
  await world.clock.until(() => ben.connections.length > 0);
  ben.connections[0]!.neverStarts = true;
  await world.clock.until(() => areAllConnected([ana!, ben]), 10_000);
  assert.ok(ben.connections.length >= 2);
  assert.equal(ben.connections[0]!.connectionState, 'closed');
});

test('a link that hears nothing pauses its picture and restarts once the way is back', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  await ana!.call.turnOn('camera');
  await world.clock.advance(2_000);
  const connection = ana!.connections.at(-1)!;
  const camera = () =>
    connection.getTransceivers()[1]!.sender.getParameters()
      .encodings[0]! as RTCRtpEncodingParameters & {
      codec?: { mimeType: string };
    };
  assert.equal(camera().active, true);
  world.cut.add('Ben');
  await world.clock.advance(1_200);
  assert.equal(camera().active, false);
  assert.equal(camera().codec?.mimeType, 'video/H264', 'what was sent last is forgotten');
  await world.clock.advance(10_000);
  assert.equal(ana!.call.linkStatus(ben!.call.self!.id), 'interrupted');
  world.cut.clear();
  await world.clock.until(() => areAllConnected([ana!, ben!]), 10_000);
  await world.clock.advance(1_000);
  assert.equal(camera().active, true);
  assert.equal(camera().codec, undefined);
  assert.equal(connection.connectionState, 'connected');
});

test('the first offer is sent within join if another participant is there', async () => {
  const world = await World.create();
  const [ana] = await world.joined('Ana');
  const frames: string[] = [];
  world.server.fate = ({ to, text, host }) => {
    if (to === 'room' && host === 'Ben') frames.push((JSON.parse(text) as { type: string }).type);
    return [10];
  };
  const ben = world.page('Ben');
  ben.call.open();
  await world.clock.advance(1_000);
  assert.deepEqual(frames, []);
  void ben.call.join();
  await world.clock.until(() => areAllConnected([ana!, ben]));
  assert.equal(frames[0], 'join');
  assert.ok(!frames.some((type, index) => index > 0 && type === 'join'));
  assert.ok(frames.length <= 5, `${frames.length} frames: ${frames.join()}`);
});

test('a name is trimmed and cut, and a new one reaches the others', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  ana!.call.name = `  ${'🦊'.repeat(80)} `;
  await world.clock.until(() => othersOf(ben!)[0] === '🦊'.repeat(64));
});

test('the name of the last call is there on the next visit', async () => {
  const world = await World.create();
  const first = world.page('', { host: 'laptop' });
  assert.equal(first.call.name, '');
  first.call.name = 'Ana';
  assert.equal(world.page('', { host: 'laptop' }).call.name, '', 'typed is not joined');
  void first.call.join('Guest');
  await world.clock.until(() => first.call.status === 'joined');
  assert.equal(world.page('', { host: 'laptop' }).call.name, 'Ana');
  assert.equal(world.page('Ann', { host: 'laptop' }).call.name, 'Ann', 'the page knows better');
  first.call.name = 'Anna';
  assert.equal(world.page('', { host: 'laptop' }).call.name, 'Anna');
});

test('a participant without a name is a guest to the others, and has no name the next time', async () => {
  const world = await World.create();
  const { call } = world.page('', { host: 'laptop' });
  void call.join('Guest');
  await world.clock.until(() => call.status === 'joined');
  assert.equal(call.self!.name, 'Guest');
  assert.equal(call.name, '');
  assert.equal(world.page('', { host: 'laptop' }).call.name, '');
});

test('messages of a topic reach the others, and what the guard refuses does not', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  const isText = (data: unknown): data is string => typeof data === 'string';
  const heard: unknown[] = [];
  ben!.call.channel('chat', isText).on('message', (message) => heard.push(message));
  const chat = ana!.call.channel('chat', (data): data is unknown => data !== undefined);
  assert.equal(chat.send('hello'), 1);
  assert.equal(chat.send(7), 1);
  await world.clock.advance(100);
  assert.deepEqual(heard, [{ from: ana!.call.self!.id, data: 'hello' }]);
  assert.throws(() => chat.send('x'.repeat(20_000)), RangeError);
  assert.throws(() => ana!.call.channel('~profile', isText), RangeError);
});
