/** Hosts: who is a host, and that the Room does what hosts request and ignores the same request from others. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACTIONS, LIMITS, TIMES, type Role } from '../../../src/protocol.js';
import { connect, join, joined, seatOf, setUp, type Guest } from '../../fakes/guest.js';

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

test('an absent participant does not become host while another can', async () => {
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

test('requests of participants who are not hosts are ignored', async () => {
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

test('a request that is not carried out is answered with the reason', async () => {
  const room = await setUp();
  const [ana, ben] = (await joined(room, 'abcdef01')) as [Guest, Guest];
  await ana.say({ type: 'policy', waiting: true });
  const [kim, lee] = (await joined(room, '23')) as [Guest, Guest];
  const answer = (guest: Guest) => guest.heard.findLast(({ type }) => type === 'declined');
  assert.equal(answer(ana), undefined);
  const admitting = { type: 'ask', action: 'admit' };
  await ana.say({ ...admitting, to: ana.roster!.knocking![0]!.id });
  const isFull = { type: 'declined', request: 'admit', reason: 'room-full' };
  assert.deepEqual(answer(ana), isFull);
  assert.equal(kim.roster, undefined, 'they go on waiting');
  ana.heard.length = 0;
  await ben.say({ type: 'leave' });
  await ana.say({ ...admitting, to: 'all' });
  assert.ok(kim.roster, 'the first has a place');
  assert.equal(lee.roster, undefined);
  assert.deepEqual(answer(ana), isFull, 'the second has none');
  for (const action of ['mute', 'stop-screen', 'remove', 'admit', 'deny']) {
    await ana.say({ type: 'ask', to: 1, action });
    assert.deepEqual(answer(ana), { type: 'declined', request: action, reason: 'gone' });
    await kim.say({ type: 'ask', to: idOf(ana), action });
    assert.deepEqual(answer(kim), { type: 'declined', request: action, reason: 'not-allowed' });
  }
  await kim.say({ type: 'policy', locked: true });
  assert.deepEqual(answer(kim), { type: 'declined', request: 'policy', reason: 'not-allowed' });
  await lee.say({ ...admitting, to: 'all' });
  assert.equal(answer(lee), undefined, 'who only knocks is told nothing');
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

test('no one shows a share that a host stopped until its owner ends it', async () => {
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

test('a removed participant leaves immediately, and their seat is banned until the room is empty', async () => {
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

test('a locked room lets no one new in, lets everyone back in, and unlocks once it is empty', async () => {
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
  await room.clock.advance(1_000);
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

test('a declined participant is notified, and one who leaves while waiting is off the list', async () => {
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

test('a waiting participant who loses the socket keeps their place', async () => {
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

test('who knocks at a room whose people have gone becomes neither host nor a participant', async () => {
  const room = await setUp();
  const [ana] = (await joined(room, 'a')) as [Guest];
  await ana.say({ type: 'policy', waiting: true });
  const [eve, flo] = (await joined(room, 'ef')) as [Guest, Guest];
  ana.socket.close();
  await room.clock.advance(TIMES.lossToGone + 1_000);
  await room.server.hibernate();
  await room.clock.advance(1_000);
  for (const knocker of [eve, flo]) assert.equal(knocker.heardOf('roster'), false);

  const back = (await joined(room, 'a'))[0]!;
  assert.equal(back.self?.role, 'host', 'the first to arrive, as in any room without people');
  assert.equal(back.roster?.policy.waiting, true, 'the room is as it was left');
  assert.deepEqual(
    back.roster?.knocking?.map(({ name }) => name),
    ['e', 'f'],
  );
  await back.say({ type: 'ask', to: back.roster!.knocking![0]!.id, action: 'admit' });
  assert.equal(eve.self?.role, 'participant');
  assert.equal(flo.heardOf('roster'), false);
});

test('a room that only those who knock are left at lets its next visitor in, also where it was locked', async () => {
  const room = await setUp();
  const [ana] = (await joined(room, 'a')) as [Guest];
  await ana.say({ type: 'policy', waiting: true });
  const [eve] = (await joined(room, 'e')) as [Guest];
  await ana.say({ type: 'policy', locked: true });
  await ana.say({ type: 'leave' });
  assert.equal(eve.heardOf('roster'), false);
  const [ben] = (await joined(room, 'b')) as [Guest];
  assert.equal(ben.self?.role, 'host');
  await ben.say({ type: 'policy', waiting: false });
  assert.equal(eve.self?.role, 'participant', 'nobody waits where nobody has to');
});

test('a room is as new once those who knock have gone, too', async () => {
  const room = await setUp();
  const [ana] = (await joined(room, 'a')) as [Guest];
  await ana.say({ type: 'policy', waiting: true });
  const [eve] = (await joined(room, 'e')) as [Guest];
  await ana.say({ type: 'leave' });
  await eve.say({ type: 'leave' });
  assert.equal(room.server.storage.size, 0);
  const [ben, cleo] = (await joined(room, 'bc')) as [Guest, Guest];
  assert.equal(ben.self?.role, 'host');
  assert.equal(cleo.self?.role, 'participant');
});

test('where the operator has newcomers wait, the first is host and the others wait', async () => {
  const room = await setUp((server) => (server.policy.waiting = true));
  const [ana, ben, cleo] = (await joined(room, 'abc')) as [Guest, Guest, Guest];
  assert.equal(ana.self?.role, 'host');
  assert.equal(ben.heardOf('roster'), false);
  await ana.say({ type: 'leave' });
  for (const knocker of [ben, cleo]) assert.equal(knocker.heardOf('roster'), false);
  await ben.say({ type: 'leave' });
  const [dan] = (await joined(room, 'd')) as [Guest];
  assert.equal(dan.self?.role, 'host');
  await room.clock.advance(1_000);
  assert.deepEqual(
    dan.roster?.knocking?.map(({ name }) => name),
    ['c'],
  );
});

test('a guest who waits for a place does not become host', async () => {
  const room = await setUp((server) => {
    server.capacity = { ...server.capacity, participant: 1 };
  });
  const [ana, ben] = (await joined(room, 'ab')) as [Guest, Guest];
  await ana.say({ type: 'policy', waiting: true });
  const [eve] = (await joined(room, 'e')) as [Guest];
  await ana.say({ type: 'policy', waiting: false });
  assert.equal(eve.roster, undefined, 'there is no place');

  // The host leaves while the other participant is away for a moment.
  ben.socket.close();
  await room.clock.advance(TIMES.lossToAway + 500);
  await ana.say({ type: 'leave' });
  const [back] = (await joined(room, 'b')) as [Guest];
  assert.equal(back.self?.role, 'host');
  assert.equal(eve.self?.role, 'participant', 'the place is free, and everyone may enter');

  // Everyone is gone.
  await back.say({ type: 'policy', waiting: true });
  const [flo] = (await joined(room, 'f')) as [Guest];
  await back.say({ type: 'policy', waiting: false });
  assert.equal(flo.roster, undefined, 'there is no place');
  for (const { socket } of [back, eve]) socket.close();
  await room.clock.advance(TIMES.lossToGone + 1_000);
  await room.server.hibernate();
  await room.clock.advance(1_000);
  assert.equal(flo.roster, undefined);
  const [cleo] = (await joined(room, 'c')) as [Guest];
  assert.equal(cleo.self?.role, 'host');
  await room.clock.advance(1_000);
  assert.equal(flo.self?.role, 'participant', 'once anyone is there');
  assert.equal(cleo.roster?.participants.length, 2);
});

test('a waiting guest learns whether a host is in the room, and no one else does', async () => {
  const room = await setUp((server) => {
    server.policy = { ...server.policy, waiting: true, preview: 'none' };
  });
  const hasHost = (guest: Guest) =>
    guest.heard.findLast(({ type }) => type === 'hello') as { hasHost?: boolean };
  const [ana] = (await joined(room, 'a')) as [Guest];
  const [eve] = (await joined(room, 'e')) as [Guest];
  assert.equal(hasHost(eve).hasHost, true);
  ana.socket.close();
  await room.clock.advance(TIMES.lossToAway + 2_000);
  assert.equal(hasHost(eve).hasHost, true, 'she may be back');
  await room.clock.advance(TIMES.lossToGone);
  assert.equal(hasHost(eve).hasHost, false);
  await room.server.hibernate();
  const [again] = (await joined(room, 'e')) as [Guest];
  assert.deepEqual(
    again.heard.slice(-2).map(({ type }) => type),
    ['hello', 'knocking'],
    'before the guest is told to wait',
  );
  assert.equal(hasHost(again).hasHost, false);
  const lobby = await connect(room.server, room.clock);
  assert.equal('hasHost' in hasHost(lobby), false);
  await joined(room, 'a');
  await room.clock.advance(2_000);
  assert.equal(hasHost(again).hasHost, true);
  assert.equal('hasHost' in hasHost(lobby), false);
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
  const room = await setUp(
    (server) =>
      (server.limits = { ...server.limits, burst: 1e6, arrivals: { burst: 1e6, perSecond: 0 } }),
  );
  const [ana] = (await joined(room, 'a')) as [Guest];
  for (let index = 0; index < 520; index++) {
    const guest = await connect(room.server, room.clock);
    await guest.say(join(index.toString(16).padStart(32, '0')));
    await ana.say({ type: 'ask', to: guest.roster!.you, action: 'remove' });
  }
  const { banned } = room.server.storage.get('room') as { banned: string[] };
  assert.equal(banned.length, 512);
  assert.ok(LIMITS.participants >= ana.roster!.participants.length);
});
