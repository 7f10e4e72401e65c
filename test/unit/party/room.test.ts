/** The Room on its own: seats, stale sockets, hibernation, and how it handles invalid messages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  EXIT,
  LIMITS,
  parseOneOf,
  PING,
  RoomMessage,
  TIMES,
  VERSION,
} from '../../../src/protocol.js';
import { connect, join, seatOf, setUp } from '../../fakes/guest.js';

test('a stale socket closing does not evict its replacement', async () => {
  const { clock, server } = await setUp();
  const old = await connect(server, clock);
  await old.say(join(seatOf('a')));
  const fresh = await connect(server, clock);
  await fresh.say(join(seatOf('a')));
  assert.equal(fresh.roster?.you, old.roster?.you);
  server.room!.close(old.connection);
  await clock.advance(TIMES.lossToGone + 1_000);
  assert.equal(fresh.roster?.participants.length, 1);
  assert.equal(fresh.roster?.participants[0]?.away, false);
});

test('a stranger who knows a public id and page cannot take the seat', async () => {
  const { clock, server } = await setUp();
  const ana = await connect(server, clock);
  await ana.say(join(seatOf('a')));
  const { id, page } = ana.roster!.participants[0]!;
  const stranger = await connect(server, clock);
  await stranger.say(join(seatOf('b'), { page }));
  assert.notEqual(stranger.roster?.you, id);
  assert.equal(ana.roster?.participants.length, 2);
  for (const guess of [String(id), '', seatOf('a').slice(1), null, [seatOf('a')]]) {
    const another = await connect(server, clock);
    await another.say(join(seatOf('c'), { seat: guess }));
    assert.equal(another.roster, undefined);
    assert.equal(another.heard.at(-1)?.reason, 'invalid');
  }
  assert.ok(![...server.storage.values()].some((one) => JSON.stringify(one).includes(seatOf('a'))));
});

test('the beginning of a seat lets others leave for its owner, and do nothing else', async () => {
  const { clock, server } = await setUp();
  const [ana, ben, eve] = await Promise.all([1, 2, 3].map(() => connect(server, clock)));
  const seat = `${'a'.repeat(EXIT)}${'b'.repeat(EXIT)}`;
  await ana!.say(join(seat));
  await ben!.say(join(seatOf('c')));
  const { you } = ana!.roster!;
  await eve!.say(join(`${'a'.repeat(EXIT)}${'d'.repeat(EXIT)}`));
  assert.notEqual(eve!.roster?.you, you, 'it is no place to sit');
  await eve!.say({ type: 'leave' });
  for (const exit of ['e'.repeat(EXIT), 'b'.repeat(EXIT), '', seat]) {
    await ben!.say({ type: 'leave', exit });
    assert.equal(ben!.roster?.participants.length, 2, `nobody leaves by "${exit}"`);
  }
  await ben!.say({ type: 'leave', exit: 'a'.repeat(EXIT) });
  assert.deepEqual(
    ben!.roster?.participants.map(({ id }) => id),
    [ben!.roster?.you],
  );
  await ana!.say({ type: 'update', profile: { name: 'Ana', sources: [], counter: 2 } });
  assert.equal(ben!.roster?.participants.length, 1);
  const stored = JSON.stringify([...server.storage.values()]);
  assert.ok(!stored.includes('c'.repeat(EXIT)));
});

test('another page with the seat is recognized: the old one learns that it was replaced', async () => {
  const { clock, server } = await setUp();
  const old = await connect(server, clock);
  await old.say(join(seatOf('a')));
  const reloaded = await connect(server, clock);
  await reloaded.say(join(seatOf('a'), { page: 'another' }));
  assert.equal(old.heard.at(-1)?.reason, 'replaced');
  assert.equal(reloaded.roster?.participants[0]?.page, 'another');
});

test('ids grow and are unique, also within one millisecond', async () => {
  const { clock, server } = await setUp();
  const sockets = await Promise.all(['a', 'b', 'c'].map(() => connect(server, clock)));
  for (const [index, { socket }] of sockets.entries()) {
    socket.send(JSON.stringify(join(seatOf('abc'[index]!))));
  }
  await clock.advance(100);
  const ids = sockets.map(({ roster }) => roster!.you);
  assert.deepEqual(
    ids,
    [...new Set(ids)].sort((one, other) => one - other),
  );
});

test('the Room stamps who a signal is from, whatever its sender says', async () => {
  const { clock, server } = await setUp();
  const ana = await connect(server, clock);
  const ben = await connect(server, clock);
  await ana.say(join(seatOf('a')));
  await ben.say(join(seatOf('b')));
  const signal = { anything: ['at all'] };
  await ana.say({ type: 'signal', to: ben.roster!.you, signal });
  assert.deepEqual(ben.heard.at(-1), { type: 'signal', from: ana.roster!.you, signal });
  const count = ben.heard.length;
  await ana.say({ type: 'signal', to: ben.roster!.you, from: 1, signal });
  assert.equal(ben.heard.length, count, 'a message with another key is none');
});

test('an invalid message is answered with a reason, and not forwarded', async () => {
  const { clock, server } = await setUp();
  const ana = await connect(server, clock);
  await ana.say(join(seatOf('a')));
  const ben = await connect(server, clock);
  await ben.say(join(seatOf('b')));
  const count = ben.heard.length;
  const nonsense = [
    ...['', 'null', '0', '"x"', '[]', '{}', '{"type":"constructor"}', '{"type":"__proto__"}'],
    ...['{"__proto__":{"type":"leave"}}', '{"type":"join"}', '['.repeat(5_000)],
    JSON.stringify({ type: 'update', profile: { name: 'x'.repeat(LIMITS.message) } }),
    JSON.stringify({ type: 'update', profile: { name: 'Ana', sources: ['tv'], counter: 2 } }),
    JSON.stringify({ type: 'signal', to: 'everybody', signal: {} }),
    JSON.stringify({ type: 'signal', to: ben.roster!.you, signal: [0] }),
    JSON.stringify({ type: 'signal', to: ben.roster!.you, signal: {} }) +
      ' '.repeat(LIMITS.message),
  ];
  for (const text of nonsense) {
    await ana.say(text);
    assert.deepEqual(ana.heard.at(-1), { type: 'refused', reason: 'invalid' }, text.slice(0, 60));
  }
  void server.room!.message(ana.connection, new ArrayBuffer(8));
  await clock.advance(100);
  assert.equal(ben.heard.length, count);
  assert.equal(ana.roster?.participants.length, 2);
});

test('a roster can be read by those in it, however long what a newcomer says', async () => {
  const { clock, server } = await setUp();
  const ana = await connect(server, clock);
  await ana.say(join(seatOf('a')));
  const eve = await connect(server, clock);
  const name = '"'.repeat(LIMITS.name);
  const message = join(seatOf('e'), { profile: { name, sources: [], counter: 1 } });
  const length = LIMITS.message - JSON.stringify({ ...message, offer: { sdp: '' } }).length;
  await eve.say({ ...message, offer: { sdp: 'x'.repeat(length) } });
  const { offer, participants } = ana.roster!;
  assert.equal(offer?.from, eve.roster!.you);
  assert.equal(participants.length, 2);
  const told = ana.connection.sent.at(-1)!;
  assert.ok(told.length > LIMITS.message);
  assert.equal(parseOneOf(RoomMessage, told)?.type, 'roster');
});

test('a roster can be read by the newest member, however deep the offer of a newcomer is nested', async () => {
  const { clock, server } = await setUp();
  const ana = await connect(server, clock);
  await ana.say(join(seatOf('a')));
  const nested = (depth: number) =>
    JSON.parse('{"a":'.repeat(depth) + '0' + '}'.repeat(depth)) as object;
  for (const [index, depth] of [LIMITS.depth - 2, LIMITS.depth - 1, LIMITS.depth].entries()) {
    const eve = await connect(server, clock);
    await eve.say(join(seatOf(String(index)), { offer: nested(depth) }));
    assert.equal(eve.roster !== undefined, index === 0, `an offer ${depth} levels deep`);
    for (const text of ana.connection.sent) assert.ok(parseOneOf(RoomMessage, text), text);
  }
});

test('each message is parsed once, and text in text is no message', async (t) => {
  const { clock, server } = await setUp();
  const ana = await connect(server, clock);
  await ana.say(join(seatOf('a')));
  const ben = await connect(server, clock);
  await ben.say(join(seatOf('b')));
  const parse = t.mock.method(JSON, 'parse');
  const parsed = (text: string) => {
    parse.mock.resetCalls();
    void server.room!.message(ben.connection, text);
    return parse.mock.callCount();
  };
  const signal = { type: 'signal', to: ana.roster!.you, signal: { sdp: 'x' } };
  assert.equal(parsed(JSON.stringify(signal)), 1);
  assert.equal(parsed(JSON.stringify({ type: 'join', version: VERSION + 1 })), 1);
  assert.equal(parsed('['.repeat(100)), 0, 'too deep');
  assert.equal(parsed(JSON.stringify(JSON.stringify({ type: 'leave' }))), 1);
  await clock.advance(100);
  assert.equal(ana.roster?.participants.length, 2, 'nobody has left');
});

test('messages of a client that did not join are ignored', async () => {
  const { clock, server } = await setUp();
  const ana = await connect(server, clock);
  await ana.say(join(seatOf('a')));
  const count = ana.heard.length;
  const lurker = await connect(server, clock);
  await lurker.say({ type: 'signal', to: ana.roster!.you, signal: {} });
  await lurker.say({ type: 'update', profile: { name: 'Eve', sources: [], counter: 1 } });
  await lurker.say({ type: 'leave' });
  assert.equal(ana.heard.length, count);
});

test('a page of another version is refused in words, and so is one too many', async () => {
  const { clock, server } = await setUp();
  const other = await connect(server, clock);
  await other.say({ type: 'join', version: VERSION + 1, else: { unheard: ['of'] } });
  assert.equal(other.heard.at(-1)?.reason, 'version');
  assert.equal(other.isClosed, true);
  const late = await connect(server, clock);
  for (let index = 0; index < LIMITS.publishers; index++) {
    await (await connect(server, clock)).say(join(seatOf(index.toString(16))));
  }
  await late.say(join(seatOf('f')));
  assert.equal(late.heard.at(-1)?.reason, 'room-full');
});

test('a room that hibernates and wakes up knows everyone, and their deadlines', async () => {
  const { clock, server } = await setUp();
  const ana = await connect(server, clock);
  const ben = await connect(server, clock);
  await ana.say(join(seatOf('a')));
  await ben.say(join(seatOf('b')));
  ben.socket.close();
  await clock.advance(1_000);
  await server.hibernate();
  await clock.advance(TIMES.lossToAway);
  assert.equal(ana.roster?.participants[1]?.away, true);
  await server.hibernate();
  await clock.advance(TIMES.lossToGone);
  assert.equal(ana.roster?.participants.length, 1);
  await ana.say({ type: 'update', profile: { name: 'Anna', sources: [], counter: 2 } });
  assert.equal(ana.roster?.participants[0]?.profile.name, 'Anna');
});

test('a socket that is lost while the room sleeps is away after 3 s and gone after 20 s', async () => {
  const { clock, server } = await setUp();
  const ana = await connect(server, clock);
  const ben = await connect(server, clock);
  await ana.say(join(seatOf('a')));
  await ben.say(join(seatOf('b')));
  await server.hibernate(ben.connection);
  await ana.say({ type: 'update', profile: { name: 'Anna', sources: [], counter: 2 } });
  assert.equal(ana.roster?.participants[1]?.away, false);
  await clock.advance(TIMES.lossToAway);
  assert.equal(ana.roster?.participants[1]?.away, true);
  await clock.advance(TIMES.lossToGone - TIMES.lossToAway);
  assert.equal(ana.roster?.participants.length, 1);
});

test('the preview shows who is here as far as the policy allows', async () => {
  for (const [preview, expected] of [
    ['count', { count: 1 }],
    ['names', { count: 1, names: ['Ana'] }],
    ['none', {}],
  ] as const) {
    const { clock, server } = await setUp();
    server.policy.preview = preview;
    const lobby = await connect(server, clock);
    await (await connect(server, clock)).say(join(seatOf('a')));
    assert.deepEqual((lobby.heard.at(-1) as unknown as { preview: unknown }).preview, expected);
  }
});

test('absent participants are not counted: they may already be back in the lobby', async () => {
  const { clock, server } = await setUp();
  const lobby = await connect(server, clock);
  const ana = await connect(server, clock);
  await ana.say(join(seatOf('a')));
  await ana.say({ type: 'away' });
  await clock.advance(1_000);
  const { preview } = lobby.heard.at(-1) as unknown as { preview: unknown };
  assert.deepEqual(preview, { count: 0 });
});

test('a dead socket that looks open is detected once it gets a signal', async () => {
  const { clock, server } = await setUp();
  const ana = await connect(server, clock, false);
  const ben = await connect(server, clock);
  await ana.say(join(seatOf('a')));
  await ben.say(join(seatOf('b')));
  const { id } = ben.roster!.participants[0]!;
  const call = () => ben.say({ type: 'signal', to: id, signal: { type: 'restart' } });
  const isAway = () => ben.roster!.participants.find((one) => one.id === id)?.away;
  await clock.advance(TIMES.unheardToLost - 1_000);
  await call();
  await clock.advance(TIMES.lossToAway + 1_000);
  assert.equal(isAway(), false, 'that was not long');
  await call();
  await clock.advance(TIMES.lossToAway - 500);
  assert.equal(isAway(), false);
  await clock.advance(1_000);
  assert.equal(isAway(), true);
  await ana.say(PING);
  assert.equal(isAway(), false, 'she speaks');
  await clock.advance(TIMES.unheardToLost);
  await call();
  await clock.advance(TIMES.lossToGone);
  assert.equal(ben.roster!.participants.length, 1);
});

test('whom the platform itself answers is heard', async () => {
  const { clock, server } = await setUp();
  const ana = await connect(server, clock, false);
  const ben = await connect(server, clock);
  await ana.say(join(seatOf('a')));
  await ben.say(join(seatOf('b')));
  const { id } = ben.roster!.participants[0]!;
  await clock.advance(60_000);
  server.answeredAt = () => clock.now() - 2_000;
  await ben.say({ type: 'signal', to: id, signal: { type: 'restart' } });
  await clock.advance(TIMES.lossToAway + 1_000);
  const isAway = () => ben.roster!.participants.find((one) => one.id === id)?.away;
  assert.equal(isAway(), false);
  // A participant whose machine was asleep, and whose pings are answered again.
  const slept = clock.now() - TIMES.unheardToLost;
  server.answeredAt = () => slept;
  await ben.say({ type: 'signal', to: id, signal: { type: 'restart' } });
  await clock.advance(TIMES.lossToAway + 1_000);
  assert.equal(isAway(), true);
  server.answeredAt = () => clock.now() - 500;
  await clock.advance(TIMES.lossToGone);
  assert.equal(isAway(), false);
});

test('hibernation does not bring back participants whose socket is dead', async () => {
  const { clock, server } = await setUp();
  const ana = await connect(server, clock, false);
  const ben = await connect(server, clock);
  await ana.say(join(seatOf('a')));
  await ben.say(join(seatOf('b')));
  const { id } = ben.roster!.participants[0]!;
  await clock.advance(60_000);
  await ben.say({ type: 'signal', to: id, signal: { type: 'restart' } });
  // The deadline itself wakes the Room.
  await clock.advance(TIMES.lossToGone - 2_000);
  await server.hibernate();
  await clock.advance(60_000);
  assert.deepEqual(
    ben.roster!.participants.map(({ profile }) => profile.name),
    ['Ana'],
  );
  assert.ok(ben.roster!.participants.every((one) => one.id !== id));
});
