/** How much a socket may send, and what happens if it sends more. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SignJWT } from 'jose';
import { Access } from '../../../party/room/access.js';
import { DENIAL, ROOM_LIMITS, SILENCE } from '../../../party/base/limits.js';
import { Meter } from '../../../party/base/meter.js';
import { LIMITS, TIMES, type Roster } from '../../../src/protocol.js';
import { connect, join, joined, seatOf, setUp, type Guest } from '../../fakes/guest.js';

test('what is long costs more', () => {
  const meter = new Meter(ROOM_LIMITS, 0);
  const long = 'x'.repeat(60_000);
  let heard = 0;
  while (meter.spend(meter.costOf(long), 0) === 'accepted') heard++;
  assert.equal(heard, Math.floor(ROOM_LIMITS.burst / 15));
});

test('eight people who come at once stay far below it', () => {
  const meter = new Meter(ROOM_LIMITS, 0);
  const offer = 'x'.repeat(11_500);
  for (let peer = 0; peer < 7; peer++) {
    assert.equal(meter.spend(meter.costOf(offer), peer * 10), 'accepted');
    for (let index = 0; index < 6; index++) {
      assert.equal(meter.spend(meter.costOf('x'.repeat(700)), peer * 10 + index), 'accepted');
    }
  }
});

test('a new socket of the same page brings no new allowance', async () => {
  const room = await setUp();
  const [ana, ben] = (await joined(room, 'ab')) as [Guest, Guest];
  for (let index = 0; index < ROOM_LIMITS.burst; index++) ben.socket.send('ping');
  await room.clock.advance(100);
  ben.socket.close();
  await room.clock.advance(100);
  const back = await connect(room.server, room.clock);
  await back.say(join(seatOf('b')));
  assert.equal(back.self?.id, ben.self?.id);
  for (let index = 0; index < 60; index++) {
    back.socket.send(JSON.stringify({ type: 'signal', to: ana.self!.id, signal: { index } }));
  }
  await room.clock.advance(100);
  const relayed = ana.heard.filter(({ type }) => type === 'signal').length;
  assert.ok(relayed < 30, `${relayed} were relayed`);
});

test('excess messages are dropped, then the sender is warned, and disconnected only if that does not help', async () => {
  const room = await setUp();
  const [ana, ben] = (await joined(room, 'ab')) as [Guest, Guest];
  const flood = async (count: number) => {
    for (let index = 0; index < count; index++) ben.socket.send('ping');
    await room.clock.advance(100);
  };
  await flood(ROOM_LIMITS.burst + 20);
  assert.equal(ben.heard.at(-1)?.type, 'slow-down');
  assert.equal(ana.roster?.participants.length, 2);
  await room.clock.advance(20_000);
  await flood(ROOM_LIMITS.burst * 3);
  assert.equal(ben.heard.filter(({ type }) => type === 'slow-down').length, 2);
  assert.equal(ben.isClosed, false, 'that was long ago');
  await flood(ROOM_LIMITS.burst * 10);
  assert.deepEqual(ben.heard.at(-1), { type: 'refused', reason: 'too-fast' });
  assert.equal(ben.isClosed, true);
  assert.equal(ana.roster?.participants.length, 1, 'gone at once');
});

test('who goes on a little too fast for long has to go as well', async () => {
  const room = await setUp();
  const [ana] = (await joined(room, 'a')) as [Guest];
  for (let second = 0; second < 10 && !ana.isClosed; second++) {
    for (let index = 0; index < 60; index++) ana.socket.send('ping');
    await room.clock.advance(1_000);
  }
  assert.equal(ana.isClosed, true);
});

test('a host who is disconnected for flooding is host again within the grace period, and no one else is', async () => {
  const room = await setUp();
  const [ana, ben] = (await joined(room, 'ab')) as [Guest, Guest];
  for (let count = 0; count < ROOM_LIMITS.burst * 13; count++) ana.socket.send('ping');
  await room.clock.advance(TIMES.lossToAway + 1_000);
  assert.equal(ana.heard.at(-1)?.reason, 'too-fast');
  assert.deepEqual(
    ben.roster?.participants.map(({ role, away }) => [role, away]),
    [
      ['host', true],
      ['participant', false],
    ],
  );
  const [back] = (await joined(room, 'a')) as [Guest];
  assert.equal(back.self?.role, 'host');
  await room.clock.advance(TIMES.lossToGone);
  assert.equal(ben.self?.role, 'participant');
});

test('a seat goes to another page three times in ten seconds; who does more waits, then is refused', async () => {
  const room = await setUp();
  const [ana, eve] = (await joined(room, 'ab')) as [Guest, Guest];
  const pages = new Set<string>();
  const socket = await connect(room.server, room.clock);
  for (let count = 0; count < 100 && !socket.isClosed; count++) {
    await socket.say(join(seatOf('b'), { page: `page ${count}`, offer: { sdp: 'x' } }));
    pages.add(ana.roster!.participants[1]!.page);
  }
  assert.ok(pages.size <= 1 + 3 + 1, [...pages].join());
  assert.deepEqual(socket.heard.at(-1), { type: 'refused', reason: 'too-fast' });
  assert.equal(ana.isClosed, false);
  assert.equal(eve.isClosed, true, 'replaced by the first');
  // The seat itself is not lost.
  await room.clock.advance(5_000);
  const again = await connect(room.server, room.clock);
  await again.say(join(seatOf('b'), { page: 'last' }));
  assert.equal(again.self?.page, 'last');
});

test('a client that joins with ever new seats is slowed down, per socket and per room', async () => {
  const room = await setUp();
  const [ana] = (await joined(room, 'a')) as [Guest];
  const ids = new Set<number>();
  for (let count = 0; count < 200; count++) {
    const guest = await connect(room.server, room.clock, false);
    for (const part of ['0', '1', '2', '3', '4']) {
      await guest.say(join(`${count}`.padStart(31, '0') + part));
      await guest.say({ type: 'leave' });
    }
    guest.socket.close();
    for (const { id } of ana.roster!.participants) ids.add(id);
  }
  const seconds = 200 * 1.1;
  assert.ok(ids.size <= 1 + 16 + 2 * seconds, `${ids.size} came`);
  assert.equal(ana.isClosed, false);
});

test('replies count against the participant who requested them, so answering everyone is never slowed down', async () => {
  const room = await setUp();
  const [ana, ...hostile] = (await joined(room, 'abcdefgh')) as [Guest, ...Guest[]];
  const { you } = ana.roster!;
  const answer = 'x'.repeat(11_000);
  let answered = 0;
  const known = new Set<object>(ana.heard);
  for (let round = 0; round < 100; round++) {
    for (const guest of hostile) {
      if (!guest.isClosed) {
        guest.socket.send(JSON.stringify({ type: 'signal', to: you, signal: { sdp: answer } }));
      }
    }
    await room.clock.advance(50);
    for (const message of ana.heard) {
      if (known.has(message) || message.type !== 'signal') continue;
      known.add(message);
      const to = (message as unknown as { from: number }).from;
      ana.socket.send(JSON.stringify({ type: 'signal', to, signal: { sdp: answer } }));
      answered++;
      for (let index = 0; index < 4; index++) {
        ana.socket.send(JSON.stringify({ type: 'signal', to, signal: { candidates: index } }));
      }
    }
    await room.clock.advance(50);
  }
  assert.ok(answered > 100, `${answered} were answered`);
  assert.equal(ana.heardOf('slow-down'), false);
  assert.equal(ana.isClosed, false);
  assert.ok(hostile.some((guest) => guest.heardOf('slow-down')));
});

test('who is asked to ask pays for nothing either', async () => {
  const room = await setUp();
  const [eve, ana] = (await joined(room, 'ab')) as [Guest, Guest];
  const offer = 'x'.repeat(11_000);
  // The elder makes the newcomer offer again and again, and sends long answers.
  for (let round = 0; round < 60; round++) {
    await eve.say({ type: 'signal', to: ana.roster!.you, signal: { type: 'restart' } });
    await ana.say({ type: 'signal', to: eve.roster!.you, signal: { type: 'offer', sdp: offer } });
    if (!eve.isClosed) {
      await eve.say({
        type: 'signal',
        to: ana.roster!.you,
        signal: { type: 'answer', sdp: offer },
      });
    }
  }
  assert.equal(ana.heardOf('slow-down'), false);
  assert.equal(ana.isClosed, false);
});

test('an update costs more with more recipients', async () => {
  const room = await setUp((server) => (server.capacity = { ...server.capacity, viewer: 50 }));
  room.server.kill();
  room.server.access = { secret: 'a secret of at least thirty-two letters' };
  await room.server.start();
  const { clock } = room;
  const guests: Guest[] = [];
  for (let index = 0; index < 42; index++) {
    const guest = await connect(room.server, clock);
    const token = await new SignJWT({ room: 'tea', role: index ? 'viewer' : 'host' })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime(Math.floor(clock.now() / 1_000) + 600)
      .sign(new TextEncoder().encode('a secret of at least thirty-two letters'));
    await guest.say(join(`${index}`.padStart(32, '0'), { token }));
    guests.push(guest);
  }
  const [ana] = guests as [Guest];
  const before = ana.heard.length;
  for (let count = 0; count < 60; count++) {
    const profile = { name: 'Eve', sources: [], counter: 2 + count };
    guests[1]!.socket.send(JSON.stringify({ type: 'update', profile }));
  }
  await clock.advance(500);
  assert.ok(ana.heard.length - before < 6, 'they are gathered');
  const { counter } = ana.roster!.participants.find(
    ({ id }) => id === guests[1]!.roster!.you,
  )!.profile;
  assert.equal(counter, 1 + ROOM_LIMITS.burst / (1 + Math.floor(42 / ROOM_LIMITS.audience)));
});

test('updates are sent immediately, then batched; no one gets a signal from an unknown participant', async () => {
  const room = await setUp();
  const [ana, ben] = (await joined(room, 'ab')) as [Guest, Guest];
  await room.clock.advance(1_000);
  const before = ana.heard.length;
  const update = (counter: number) =>
    ben.socket.send(
      JSON.stringify({ type: 'update', profile: { name: 'Ben', sources: [], counter } }),
    );
  update(2);
  await room.clock.advance(25);
  assert.equal(ana.roster?.participants[1]?.profile.counter, 2, 'at once');
  for (let counter = 3; counter < 30; counter++) update(counter);
  await room.clock.advance(200);
  assert.equal(ana.heard.length - before, 2);
  assert.equal(ana.roster?.participants[1]?.profile.counter, 29, 'the last of them');
  update(30);
  const cleo = await connect(room.server, room.clock);
  update(31);
  await room.clock.advance(25);
  cleo.socket.send(JSON.stringify(join(seatOf('c'))));
  await room.clock.advance(25);
  assert.ok(cleo.roster, 'a newcomer is told at once');
  cleo.socket.send(JSON.stringify({ type: 'signal', to: ana.roster!.you, signal: {} }));
  await room.clock.advance(25);
  const signal = ana.heard.findIndex(({ type }) => type === 'signal');
  const known = ana.heard.findIndex((one) =>
    (one as unknown as Roster).participants?.some(({ id }) => id === cleo.roster!.you),
  );
  assert.ok(known >= 0 && known < signal, `known at ${known}, signal at ${signal}`);
});

test('guests who wait and rename themselves cost the host one roster a second', async () => {
  const room = await setUp();
  const [ana] = (await joined(room, 'a')) as [Guest];
  await ana.say({ type: 'policy', waiting: true });
  const guests = await joined(room, 'bcdefg');
  await room.clock.advance(2_000);
  const before = ana.heard.length;
  for (let counter = 2; counter < 60; counter++) {
    for (const guest of guests) {
      const profile = { name: `${counter}`, sources: [], counter };
      guest.socket.send(JSON.stringify({ type: 'update', profile }));
    }
    await room.clock.advance(50);
  }
  assert.ok(ana.heard.length - before <= 5, `${ana.heard.length - before} in 3 s`);
  await room.clock.advance(1_000);
  assert.deepEqual([...new Set(ana.roster?.knocking?.map(({ name }) => name))], ['59']);
  assert.equal(ana.self?.role, 'host');
});

test('the lobby has places of its own: the oldest makes room, and people in the room always come back', async () => {
  const room = await setUp();
  const [ana, ben] = (await joined(room, 'ab')) as [Guest, Guest];
  ben.socket.close();
  const crowd: Guest[] = [];
  for (let count = 0; count < 256; count++) {
    crowd.push(await connect(room.server, room.clock));
  }
  assert.equal(crowd.filter(({ isClosed }) => !isClosed).length, ROOM_LIMITS.lobby);
  assert.ok(crowd[0]!.isClosed && !crowd.at(-1)!.isClosed);
  assert.ok(!crowd[0]!.heardOf('refused'), 'its page tries again');
  const back = (await joined(room, 'b'))[0]!;
  assert.ok(back.roster, 'at once, or as somebody new after the grace');
  const cleo = (await joined(room, 'c'))[0]!;
  assert.ok(cleo.roster);
  assert.equal(ana.isClosed, false);
});

test('an address has its share of sockets; its oldest that has not joined makes room', async () => {
  const room = await setUp((server) => {
    server.addressOf = (host) => host;
    server.limits = { ...server.limits, perAddress: 5 };
  });
  const open = (host: string) => connect(room.server, room.clock, true, host);
  const [ana] = (await joined(room, 'a')) as [Guest];
  const office = [];
  for (let count = 0; count < 10; count++) office.push(await open('office'));
  assert.equal(office.filter(({ isClosed }) => !isClosed).length, 5);
  for (const [index, guest] of office.slice(5).entries()) {
    await guest.say(join(`${index}`.padStart(32, '0')));
    assert.ok(guest.roster);
  }
  const sixth = await open('office');
  assert.equal(sixth.isClosed, false, 'it may be a returning participant');
  await sixth.say(join(seatOf('f')));
  assert.equal(sixth.heard.at(-1)?.reason, 'room-full');
  const back = await open('office');
  await back.say(join('0'.padStart(32, '0')));
  assert.equal(back.roster?.you, office[5]!.roster?.you);
  const elsewhere = await open('elsewhere');
  await elsewhere.say(join(seatOf('e')));
  assert.ok(elsewhere.roster);
  assert.equal(ana.isClosed, false);
});

test('one address cannot keep all the places of those who wait', async () => {
  const room = await setUp((server) => {
    server.addressOf = (host) => host;
    server.limits = { ...server.limits, knocking: 4 };
  });
  const knock = async (host: string, seat: string) => {
    const guest = await connect(room.server, room.clock, true, host);
    await guest.say(join(seat, { profile: { name: host, sources: [], counter: 1 } }));
    return guest;
  };
  const [ana] = (await joined(room, 'a')) as [Guest];
  await ana.say({ type: 'policy', waiting: true });
  const crowd: Guest[] = [];
  for (const digit of '1234') crowd.push(await knock('stranger', seatOf(digit)));
  assert.equal((await knock('stranger', seatOf('5'))).heard.at(-1)?.reason, 'room-full');
  assert.equal((await knock('friend', seatOf('b'))).heard.at(-1)?.type, 'knocking');
  assert.equal(crowd[3]!.heard.at(-1)?.reason, 'room-full');
  await room.clock.advance(1_000);
  assert.equal(ana.roster?.knocking?.filter(({ name }) => name === 'friend').length, 1);
});

test('a guest who was denied does not come back for half a minute', async () => {
  const room = await setUp();
  const [ana] = (await joined(room, 'a')) as [Guest];
  await ana.say({ type: 'policy', waiting: true });
  await joined(room, 'b');
  await room.clock.advance(1_000);
  await ana.say({ type: 'ask', to: 'all', action: 'deny' });
  await room.server.hibernate();
  const before = ana.heard.length;
  for (let count = 0; count < 5; count++) {
    const [again] = (await joined(room, 'b')) as [Guest];
    assert.equal(again.heard.at(-1)?.reason, 'denied');
  }
  assert.equal(ana.heard.length, before, 'the host hears nothing of it');
  await room.clock.advance(DENIAL);
  assert.equal((await joined(room, 'b'))[0]!.heard.at(-1)?.type, 'knocking');
});

test('sockets on which nothing is heard are closed, also while the room sleeps', async () => {
  const room = await setUp();
  const [ana] = (await joined(room, 'a')) as [Guest];
  const silent = await connect(room.server, room.clock, false);
  const pinging = await connect(room.server, room.clock);
  await ana.say({ type: 'policy', waiting: true });
  const waiting = await connect(room.server, room.clock, false);
  await waiting.say(join(seatOf('c')));
  await room.server.hibernate();
  await room.clock.advance(SILENCE.knocking + 1_000);
  assert.deepEqual([silent.isClosed, waiting.isClosed, pinging.isClosed], [false, true, false]);
  await room.server.hibernate();
  const back = (await joined(room, 'c'))[0]!;
  assert.equal(back.heard.at(-1)?.type, 'knocking');
  assert.equal(ana.roster?.knocking?.length, 1, 'it has kept its place');
  await room.clock.advance(SILENCE.other - SILENCE.knocking);
  assert.deepEqual([silent.isClosed, pinging.isClosed, ana.isClosed], [true, false, false]);
  const mute = await connect(room.server, room.clock, false);
  await ana.say({ type: 'policy', waiting: false });
  await mute.say(join(seatOf('d')));
  await room.clock.advance(SILENCE.other + TIMES.lossToGone + 1_000);
  assert.equal(mute.isClosed, true);
  assert.equal(ana.roster?.participants.length, 2);
});

test('a frame that is too long ends its socket, and its seat is kept for a while', async () => {
  const room = await setUp();
  const [ana, ben] = (await joined(room, 'ab')) as [Guest, Guest];
  await ben.say('x'.repeat(LIMITS.message + 1));
  assert.equal(ben.isClosed, true);
  assert.equal(ben.connection.closedWith, 1009);
  assert.equal(ana.roster?.participants.length, 2);
  assert.equal((await joined(room, 'b'))[0]!.roster?.you, ben.roster?.you);
});

test('nothing is kept of an unused room', async () => {
  const room = await setUp();
  room.server.storage.set('of the platform', 1);
  const visitor = await connect(room.server, room.clock);
  visitor.socket.close();
  await room.clock.advance(1_000);
  assert.equal(room.server.storage.size, 0);
  const [ana] = (await joined(room, 'a')) as [Guest];
  assert.ok(room.server.storage.size > 0);
  room.server.storage.set('of the platform', 1);
  ana.socket.close();
  await room.clock.advance(TIMES.lossToGone + 1_000);
  assert.equal(room.server.storage.size, 0);
});

test('whatever is thrown in a room is answered and logged, and the room goes on', async (context) => {
  const room = await setUp((server) => (server.access = { secret: 'x'.repeat(32) }));
  const token = await new SignJWT({ room: 'tea' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(Math.floor(room.clock.now() / 1_000) + 600)
    .sign(new TextEncoder().encode('x'.repeat(32)));
  for (const broken of [
    () => Promise.reject(new TypeError('sub.slice is not a function')),
    () => {
      throw new RangeError('no');
    },
  ]) {
    const { mock } = context.mock.method(Access.prototype, 'check', broken);
    const guest = await connect(room.server, room.clock);
    await guest.say(join(seatOf('c'), { token }));
    assert.deepEqual(guest.heard.at(-1), { type: 'refused', reason: 'invalid' });
    assert.equal(room.server.events.at(-2)?.event, 'failed');
    mock.restore();
  }
  const ana = await connect(room.server, room.clock);
  await ana.say(join(seatOf('a'), { token }));
  assert.ok(ana.roster);
});

test('what is nested too deep is not passed on', async () => {
  const room = await setUp();
  const [ana, ben] = (await joined(room, 'ab')) as [Guest, Guest];
  const nested = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
  await ben.say(`{"type":"signal","to":${ana.roster!.you},"signal":{"a":${nested}}}`);
  assert.equal(ana.heardOf('signal'), false);
  assert.equal(ben.heard.at(-1)?.reason, 'invalid');
  await ben.say(join(seatOf('b')));
  assert.equal(ben.heard.at(-1)?.type, 'roster');
});
