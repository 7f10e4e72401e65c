/** What hosts do: who is one, and that the Room does what they ask and nothing that others ask. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACTIONS, LIMITS, TIMES, type Role } from '../../src/protocol.js';
import { connect, join, joined, seatOf, setUp, type Guest } from '../fakes/guest.js';

const rolesOf = (guest: Guest): Role[] => guest.roster!.participants.map(({ role }) => role);
const idOf = (guest: Guest) => guest.roster!.you;
const sharing = (counter: number, sources = ['camera', 'screen', 'screen-audio']) => ({
  type: 'update',
  profile: { name: 'b', sources, counter },
});

test('the first to arrive is host, and the next oldest is when the host is gone for good', async () => {
  const room = await setUp();
  const [ana, ben, cleo] = (await joined(room, 'abc')) as [Guest, Guest, Guest];
  assert.deepEqual(rolesOf(cleo), ['host', 'participant', 'participant']);
  ana.socket.close();
  await room.clock.advance(TIMES.lossToAway + 500);
  assert.deepEqual(rolesOf(cleo), ['host', 'participant', 'participant'], 'she may be back');
  await room.clock.advance(TIMES.lossToGone);
  assert.deepEqual(rolesOf(cleo), ['host', 'participant']);
  assert.equal(ben.self?.role, 'host');
  const back = (await joined(room, 'a'))[0]!;
  assert.equal(back.self?.role, 'participant', 'it has passed on');
  await ben.say({ type: 'leave' });
  assert.equal(cleo.self?.role, 'host', 'at once');
});

test('whoever is away does not become host while somebody else can', async () => {
  const room = await setUp();
  const [ana, ben, cleo] = (await joined(room, 'abc')) as [Guest, Guest, Guest];
  ben.socket.close();
  await room.clock.advance(TIMES.lossToAway + 500);
  await ana.say({ type: 'leave' });
  assert.deepEqual(rolesOf(cleo), ['participant', 'host']);
});

test('a host stays host over a reload, a sleep and a restart', async () => {
  const room = await setUp();
  const [ana, ben] = (await joined(room, 'ab')) as [Guest, Guest];
  await room.server.hibernate();
  await ana.say({ type: 'policy', locked: true });
  assert.equal(ben.roster?.policy.locked, true);
  room.server.kill();
  await room.server.start();
  const again = await connect(room.server, room.clock);
  await again.say(join(seatOf('a'), { page: 'reloaded' }));
  assert.equal(again.self?.role, 'host');
  assert.equal(again.roster?.policy.locked, true);
});

test('what somebody asks who is no host is not heard', async () => {
  const room = await setUp();
  const [ana, ben, cleo] = (await joined(room, 'abc')) as [Guest, Guest, Guest];
  await ana.say({ type: 'policy', waiting: true });
  const dan = (await joined(room, 'd'))[0]!;
  const before = [ana, cleo, dan].map(({ heard }) => heard.length);
  for (const action of ACTIONS) {
    for (const to of ['all', idOf(ana), idOf(cleo), idOf(ana) + 1]) {
      await ben.say({ type: 'ask', to, action });
      await dan.say({ type: 'ask', to, action });
    }
  }
  await ben.say({ type: 'policy', locked: true, waiting: false });
  await dan.say({ type: 'policy', locked: true, waiting: false });
  assert.deepEqual(
    [ana, cleo, dan].map(({ heard }) => heard.length),
    before,
  );
});

test('a host asks one or all to mute, and is not asked', async () => {
  const room = await setUp();
  const [ana, ben, cleo] = (await joined(room, 'abc')) as [Guest, Guest, Guest];
  await ana.say({ type: 'ask', to: idOf(ben), action: 'mute' });
  assert.deepEqual(ben.heard.at(-1), { type: 'asked', from: idOf(ana), action: 'mute' });
  assert.equal(cleo.heardOf('asked'), false);
  await ana.say({ type: 'ask', to: 'all', action: 'mute' });
  assert.equal(cleo.heardOf('asked'), true);
  assert.equal(ana.heardOf('asked'), false);
});

test('a share that a host stops is shown by nobody until its owner ends it', async () => {
  const room = await setUp();
  const [ana, ben] = (await joined(room, 'abc')) as [Guest, Guest, Guest];
  const barred = () => ana.roster!.participants[1]!.barred;
  await ben.say(sharing(2));
  assert.deepEqual(barred(), []);
  await ana.say({ type: 'ask', to: idOf(ben), action: 'stop-screen' });
  assert.deepEqual(barred(), ['screen', 'screen-audio']);
  assert.equal(ben.heardOf('asked', 'stop-screen'), true);
  await ben.say(sharing(3));
  assert.deepEqual(barred(), ['screen', 'screen-audio'], 'that is the same share');
  const again = await connect(room.server, room.clock);
  await again.say(join(seatOf('b'), { page: 'page of bb', profile: sharing(4).profile }));
  assert.deepEqual(barred(), ['screen', 'screen-audio']);
  await again.say(sharing(5, ['camera']));
  await again.say(sharing(6));
  assert.deepEqual(barred(), [], 'that is another');
});

test('somebody who is removed goes at once and is kept out by the seat until the room is empty', async () => {
  const room = await setUp();
  const [ana, ben, cleo] = (await joined(room, 'abc')) as [Guest, Guest, Guest];
  await ana.say({ type: 'ask', to: idOf(ben), action: 'remove' });
  assert.deepEqual(ben.heard.at(-1), { type: 'refused', reason: 'removed' });
  assert.equal(ben.isClosed, true);
  assert.equal(cleo.roster?.participants.length, 2);
  const again = (await joined(room, 'b'))[0]!;
  assert.equal(again.roster, undefined);
  assert.equal(again.heard.at(-1)?.reason, 'removed');
  await ana.say({ type: 'leave' });
  await cleo.say({ type: 'leave' });
  assert.ok((await joined(room, 'b'))[0]!.roster);
});

test('a locked room lets nobody new in, everybody back, and is open again once it is empty', async () => {
  const room = await setUp();
  const [ana, ben] = (await joined(room, 'ab')) as [Guest, Guest];
  await ana.say({ type: 'policy', locked: true });
  const lobby = await connect(room.server, room.clock);
  assert.equal((lobby.heard[0] as unknown as { policy: { locked: boolean } }).policy.locked, true);
  await lobby.say(join(seatOf('c')));
  assert.equal(lobby.heard.at(-1)?.reason, 'locked');
  ben.socket.close();
  const back = (await joined(room, 'b'))[0]!;
  assert.equal(idOf(back), idOf(ben));
  await ana.say({ type: 'leave' });
  await back.say({ type: 'leave' });
  assert.equal(room.server.storage.size, 0, 'nothing is kept of an empty room');
  assert.equal((await joined(room, 'c'))[0]!.roster?.policy.locked, false);
});

test('newcomers wait and only hosts know; a host lets one in, then all', async () => {
  const room = await setUp();
  const [ana, ben] = (await joined(room, 'ab')) as [Guest, Guest];
  await ana.say({ type: 'policy', waiting: true });
  const [cleo, dan, eve] = (await joined(room, 'cde')) as [Guest, Guest, Guest];
  assert.equal(cleo.heard.at(-1)?.type, 'knocking');
  assert.deepEqual(
    ana.roster?.knocking?.map(({ name }) => name),
    ['c', 'd', 'e'],
  );
  assert.equal(ben.roster?.knocking, undefined);
  assert.equal(ben.roster?.participants.length, 2);
  await cleo.say({ type: 'signal', to: idOf(ben), signal: {} });
  assert.equal(ben.heardOf('signal'), false);
  const knocker = ana.roster!.knocking![1]!;
  await ana.say({ type: 'signal', to: knocker.id, signal: {} });
  assert.equal(dan.heardOf('signal'), false);

  await room.server.hibernate();
  await ana.say({ type: 'ask', to: knocker.id, action: 'admit' });
  assert.equal(dan.self?.profile.name, 'd');
  assert.ok(idOf(dan) > ana.roster!.knocking![0]!.id, 'they are the newest who came');
  assert.equal(cleo.heardOf('roster'), false);
  await dan.say({ type: 'signal', to: idOf(ben), signal: {} });
  assert.equal(ben.heardOf('signal'), true);
  await ana.say({ type: 'ask', to: 'all', action: 'admit' });
  assert.equal(eve.roster?.participants.length, 5);
  assert.equal(ana.roster?.knocking, undefined);
});

test('who is not let in hears so, and whoever goes away while knocking is off the list', async () => {
  const room = await setUp();
  const [ana] = (await joined(room, 'a')) as [Guest];
  await ana.say({ type: 'policy', waiting: true });
  const [ben, cleo, dan] = (await joined(room, 'bcd')) as [Guest, Guest, Guest];
  await ana.say({ type: 'ask', to: ana.roster!.knocking![0]!.id, action: 'deny' });
  assert.deepEqual(ben.heard.at(-1), { type: 'refused', reason: 'denied' });
  assert.equal(ben.isClosed, true);
  await cleo.say({ type: 'leave' });
  assert.deepEqual(
    ana.roster?.knocking?.map(({ name }) => name),
    ['d'],
  );
  dan.socket.close();
  await room.clock.advance(TIMES.lossToGone + 500);
  assert.equal(ana.roster?.knocking, undefined);
});

test('whoever knocks and loses the socket goes on waiting at the same place', async () => {
  const room = await setUp();
  const [ana] = (await joined(room, 'a')) as [Guest];
  await ana.say({ type: 'policy', waiting: true });
  const [ben] = (await joined(room, 'b')) as [Guest];
  ben.socket.close();
  await room.clock.advance(TIMES.lossToAway + 500);
  const back = (await joined(room, 'b'))[0]!;
  assert.equal(back.heard.at(-1)?.type, 'knocking');
  assert.equal(ana.roster?.knocking?.length, 1);
  await ana.say({ type: 'ask', to: 'all', action: 'admit' });
  assert.equal(back.roster?.participants.length, 2);
});

test('nobody waits before an empty room, nor where nobody waits any more', async () => {
  const room = await setUp();
  const [ana] = (await joined(room, 'a')) as [Guest];
  await ana.say({ type: 'policy', waiting: true });
  const [ben, cleo] = (await joined(room, 'bc')) as [Guest, Guest];
  await ana.say({ type: 'leave' });
  assert.equal(ben.self?.role, 'host');
  assert.equal(cleo.roster?.participants.length, 2, 'the wish of who has left is over');

  await ben.say({ type: 'policy', waiting: true });
  const [dan] = (await joined(room, 'd')) as [Guest];
  assert.equal(dan.heardOf('roster'), false);
  await ben.say({ type: 'policy', waiting: false });
  assert.equal(dan.roster?.participants.length, 3);
});

test('where the operator has newcomers wait, the first is host and the others wait', async () => {
  const room = await setUp((server) => (server.policy.waiting = true));
  const [ana, ben, cleo] = (await joined(room, 'abc')) as [Guest, Guest, Guest];
  assert.equal(ana.self?.role, 'host');
  assert.equal(ben.heardOf('roster'), false);
  await ana.say({ type: 'leave' });
  assert.equal(ben.self?.role, 'host');
  assert.deepEqual(
    ben.roster?.knocking?.map(({ name }) => name),
    ['c'],
  );
  assert.equal(cleo.heardOf('roster'), false);
});

test('a full room is full, also for those who knock, and each role has its own places', async () => {
  const room = await setUp((server) => {
    server.capacity = { ...server.capacity, participant: 1 };
    server.limits = { ...server.limits, knocking: 2 };
  });
  const [ana, , cleo] = (await joined(room, 'abc')) as [Guest, Guest, Guest];
  assert.equal(cleo.heard.at(-1)?.reason, 'room-full');
  await ana.say({ type: 'policy', waiting: true });
  const [dan, , fay] = (await joined(room, 'def')) as [Guest, Guest, Guest];
  assert.equal(fay.heard.at(-1)?.reason, 'room-full');
  await ana.say({ type: 'ask', to: 'all', action: 'admit' });
  assert.equal(dan.heardOf('roster'), false, 'there is no place yet');
  assert.equal(ana.roster?.knocking?.length, 2);
});

test('so many are remembered as removed, and no more', async () => {
  const room = await setUp((server) => (server.limits = { ...server.limits, burst: 1e6 }));
  const [ana] = (await joined(room, 'a')) as [Guest];
  for (let index = 0; index < 520; index++) {
    const guest = await connect(room.server, room.clock);
    await guest.say(join(index.toString(16).padStart(32, '0')));
    await ana.say({ type: 'ask', to: guest.roster!.you, action: 'remove' });
  }
  const { out } = room.server.storage.get('room') as { out: string[] };
  assert.equal(out.length, 512);
  assert.ok(LIMITS.participants >= ana.roster!.participants.length);
});
