/** Hosts and waiting participants, as seen by their Calls; and how a Call treats a Room of another version. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSION } from '../../../src/protocol.js';
import { areAllConnected, othersOf, sourcesOf, World } from '../../fakes/world.js';

test('a newcomer waits, sees that, is admitted and gets links to everyone', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  assert.equal(ana!.call.self?.role, 'host');
  ana!.call.setPolicy({ waiting: true });
  await world.clock.until(() => ben!.call.policy?.waiting === true);
  const cleo = world.page('Cleo');
  let isIn = false;
  void cleo.call.join().then(() => (isIn = true));
  await world.clock.until(() => cleo.call.status === 'knocking');
  await world.clock.advance(30_000);
  assert.equal(cleo.call.status, 'knocking', 'however long it takes');
  assert.deepEqual(
    ana!.call.knocking.map(({ name }) => name),
    ['Cleo'],
  );
  assert.deepEqual(ben!.call.knocking, []);
  assert.equal(isIn, false);
  cleo.call.name = 'Cleopatra';
  await world.clock.until(() => ana!.call.knocking[0]?.name === 'Cleopatra');
  ana!.call.ask('admit', ana!.call.knocking[0]!.id);
  await world.clock.until(() => areAllConnected([ana!, ben!, cleo]));
  assert.equal(isIn, true);
  assert.deepEqual(ana!.call.knocking, []);
});

test('a host who admits a participant to a full room learns why nothing happens', async () => {
  const world = await World.create();
  const people = ['Ana', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gil', 'Hal'];
  const pages = people.map((name) => world.page(name));
  for (const { call } of pages) {
    void call.join();
    await world.clock.until(() => call.status === 'joined');
  }
  const [host] = pages;
  host!.call.setPolicy({ waiting: true });
  await world.clock.until(() => pages[1]!.call.policy?.waiting === true);
  const late = world.page('Late');
  void late.call.join();
  await world.clock.until(() => host!.call.knocking.length === 1);
  let declined = '';
  host!.call.on('declined', ({ request, reason }) => (declined = `${request} ${reason}`));
  host!.call.ask('admit', host!.call.knocking[0]!.id);
  await world.clock.until(() => declined !== '');
  assert.equal(declined, 'admit room-full');
  assert.equal(late.call.status, 'knocking');
  pages[1]!.call.leave();
  await world.clock.until(() => host!.call.participants.length === 7);
  host!.call.ask('admit', 'all');
  await world.clock.until(() => late.call.status === 'joined');
});

test('a request of a host that the Room drops is declined, not forgotten', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  const declined: string[] = [];
  ana!.call.on('declined', ({ request, reason }) => declined.push(`${request} ${reason}`));
  // More than the Room accepts at once.
  for (let count = 0; count < 150; count++) ana!.call.ask('mute', ben!.call.self!.id);
  await world.clock.until(() => declined.length > 0);
  assert.equal(declined[0], 'mute too-fast');
});

test('a waiting participant knows whether a host is in the room, also while the server is unreachable', async () => {
  const world = await World.create();
  const [ana] = await world.joined('Ana');
  ana!.call.setPolicy({ waiting: true });
  await world.clock.until(() => ana!.call.policy?.waiting === true);
  const ben = world.page('Ben');
  const known: (boolean | undefined)[] = [];
  const note = () => {
    const { status, hasHost } = ben.call;
    if (status === 'knocking' && hasHost !== known.at(-1)) known.push(hasHost);
  };
  ben.call.on('change', note);
  ben.call.on('status-change', note);
  ben.call.join().catch(() => {});
  await world.clock.until(() => ben.call.status === 'knocking');
  ana!.call.leave();
  await world.clock.until(() => ben.call.hasHost === false);
  world.server.kill();
  await world.clock.advance(2_000);
  await world.server.start();
  await world.clock.advance(5_000);
  const cleo = world.page('Cleo');
  void cleo.call.join();
  await world.clock.until(() => ben.call.hasHost === true);
  assert.deepEqual(known, [true, false, true], 'each change once');
  cleo.call.ask('admit', 'all');
  await world.clock.until(() => ben.call.status === 'joined');
  assert.equal(ben.call.hasHost, undefined);
});

test('a waiting participant keeps waiting while the server is unreachable, and can cancel', async () => {
  const world = await World.create();
  const [ana] = await world.joined('Ana');
  ana!.call.setPolicy({ waiting: true });
  await world.clock.until(() => ana!.call.policy?.waiting === true);
  const ben = world.page('Ben');
  const joining = ben.call.join();
  await world.clock.until(() => ana!.call.knocking.length === 1);
  world.server.kill();
  await world.clock.advance(2_000);
  await world.server.start();
  await world.clock.until(() => ana!.call.knocking.length === 1);
  await world.clock.advance(5_000);
  assert.equal(ben.call.status, 'knocking');
  ben.call.leave();
  assert.equal(ben.call.status, 'idle');
  await assert.rejects(joining, { reason: 'left' });
  await world.clock.until(() => ana!.call.knocking.length === 0);
});

test('a declined or removed participant learns why, and all their resources are closed', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  ana!.call.ask('remove', ben!.call.self!.id);
  await world.clock.until(() => ben!.call.status === 'refused');
  assert.equal(ben!.call.refusal, 'removed');
  assert.ok(ben!.connections.every(({ connectionState }) => connectionState === 'closed'));
  assert.deepEqual(ben!.devices.live, []);
  await world.clock.until(() => othersOf(ana!).length === 0);
  const again = ben!.call.join();
  await world.clock.until(() => ben!.call.status === 'refused');
  await assert.rejects(again, { reason: 'removed' }, 'the seat is kept out');

  ana!.call.setPolicy({ waiting: true });
  const cleo = world.page('Cleo');
  void cleo.call.join().catch(() => {});
  await world.clock.until(() => ana!.call.knocking.length === 1);
  ana!.call.ask('deny', 'all');
  await world.clock.until(() => cleo.call.refusal === 'denied');
});

test('a share that a host stops is off for its owner and shown by no one, even if it is still sent', async () => {
  const world = await World.create();
  const [ana, ben, cleo] = await world.joined('Ana', 'Ben', 'Cleo');
  await ben!.call.turnOn('screen');
  await world.clock.until(() => sourcesOf(cleo!, 'Ben')!.includes('screen'));
  let asked = '';
  ben!.call.on('asked', ({ from, action }) => (asked = `${from} ${action}`));
  ana!.call.ask('stop-screen', ben!.call.self!.id);
  await world.clock.until(() => !sourcesOf(cleo!, 'Ben')!.includes('screen'));
  await world.clock.until(() => ben!.call.sourceState('screen').status === 'off');
  assert.equal(asked, `${ana!.call.self!.id} stop-screen`);
  await ben!.call.turnOn('screen');
  await world.clock.until(() => sourcesOf(cleo!, 'Ben')!.includes('screen'));

  // A client that doesn't comply: it drops the Room's messages, and claims over its links to be sharing.
  world.server.fate = ({ to, text, host }) =>
    host === 'Ben' && (to === 'room' || text.includes('asked')) ? [] : [10];
  ana!.call.ask('stop-screen', ben!.call.self!.id);
  await world.clock.until(() => !sourcesOf(cleo!, 'Ben')!.includes('screen'));
  assert.equal(ben!.call.sourceState('screen').status, 'on');
  ben!.call.turnOff('camera');
  await ben!.call.turnOn('camera');
  await world.clock.advance(1_000);
  for (const page of [ana!, cleo!]) {
    assert.equal(sourcesOf(page, 'Ben')!.includes('screen'), false);
    assert.equal(page.call.stream(ben!.call.self!.id, 'screen'), undefined);
  }
});

test('asking to mute asks, and does nothing else', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  await ben!.call.turnOn('microphone');
  let asked = 0;
  ben!.call.on('asked', () => asked++);
  ana!.call.ask('mute', 'all');
  await world.clock.until(() => asked === 1);
  await world.clock.advance(1_000);
  assert.equal(ben!.call.sourceState('microphone').status, 'on');
});

test('what a role may not send is not captured, and a name that a token gives cannot be changed over links', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  await ben!.call.turnOnAll(['microphone', 'camera']);
  const record = world.server.records.find(({ profile }) => profile.name === 'Ben')!;
  world.server.kill();
  world.server.storage.set(`record:${record.id}`, { ...record, role: 'viewer', named: 'Dr. Ben' });
  await world.server.start();
  await world.clock.until(() => ben!.call.self?.role === 'viewer');
  await world.clock.until(() => ben!.devices.live.length === 0);
  await world.clock.until(() => othersOf(ana!).includes('Dr. Ben'));
  ben!.call.name = 'Eve';
  await world.clock.advance(1_000);
  assert.deepEqual(othersOf(ana!), ['Dr. Ben']);
});

test('a Room of another version is refused in words on the way in, whatever else it says', async () => {
  const world = await World.create();
  const ben = world.page('Ben');
  const replace = (version: number) => {
    for (const connection of world.server.connections) {
      connection.send(JSON.stringify({ type: 'hello', version, tidings: [{ other: 'things' }] }));
    }
  };
  ben.call.open();
  await world.clock.advance(100);
  const joining = ben.call.join();
  replace(VERSION + 1);
  await world.clock.until(() => ben.call.status === 'refused');
  await assert.rejects(joining, { reason: 'version' });
});

test('a refusal that is not known yet is still one', async () => {
  const world = await World.create();
  const ana = world.page('Ana');
  ana.call.open();
  await world.clock.advance(100);
  const joining = ana.call.join();
  for (const connection of world.server.connections) {
    connection.send(JSON.stringify({ type: 'refused', reason: 'of-tomorrow', until: 1 }));
  }
  await assert.rejects(
    Promise.all([joining, world.clock.until(() => ana.call.status === 'refused')]),
    { reason: 'invalid' },
  );
});
