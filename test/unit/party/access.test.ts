/** Tokens: what they grant, why one grants nothing, and what happens when one expires during a call. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Access, type AccessSettings } from '../../../party/room/access.js';
import { readSettings } from '../../../party/gateway/settings.js';
import { connect, join, seatOf, setUp, type Guest } from '../../fakes/guest.js';
import { areAllConnected, World } from '../../fakes/world.js';

const SECRET = 'a secret of at least thirty-two letters';
const key = new TextEncoder().encode(SECRET);
const T0 = 1_800_000_000_000;

type Claims = { [name: string]: unknown; exp?: number | undefined };
/** `exp` in seconds from `now`. */
const sign = ({ exp = 600, ...claims }: Claims, now = T0) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(Math.floor(now / 1_000) + exp)
    .sign(key);
const access = (settings: AccessSettings = { secret: SECRET }) => new Access(settings, () => T0);

test('a token gives a role, a name and a subject, for one room or all that fit', async () => {
  const grant = await access().check(
    await sign({ room: 'tea', role: 'host', name: 'Ana', sub: 'u1' }),
    'tea',
  );
  assert.deepEqual(grant, { role: 'host', name: 'Ana', sub: 'u1', endsAt: T0 + 600_000 });
  for (const [room, fits] of [
    ['tea', ['tea']],
    ['lesson-*', ['lesson-', 'lesson-1', 'lesson-1/2']],
    ['*', ['tea', 'lesson-1']],
    ['a*b*c', ['abc', 'axxbxxc', 'abbcc', 'abcbc']],
    ['*.*', ['.', 'a.b']],
    ['cafe\u0301-*', ['caf\u00e9-', 'caf\u00e9-1']],
  ] as const) {
    const token = await sign({ room });
    for (const name of [
      'tea',
      'lesson-',
      'lesson-1',
      'lesson-1/2',
      'xlesson-1',
      'abc',
      'axxbxxc',
    ]) {
      const isMeant = typeof (await access().check(token, name)) === 'object';
      const isKnown = (fits as readonly string[]).includes(name) || room === '*';
      assert.equal(isMeant, isKnown, `${room} and ${name}`);
    }
    for (const name of fits) {
      assert.equal(typeof (await access().check(token, name)), 'object', `${room} and ${name}`);
    }
  }
  for (const [room, name] of [
    ['ab*ba', 'aba'],
    ['a*b*c', 'ac'],
    ['a*b*c', 'acb'],
    ['a*', 'b'],
  ]) {
    assert.equal(await access().check(await sign({ room }), name!), 'token-room');
  }
});

test('a name in a token is cleaned like any other, and one without visible characters is ignored', async () => {
  for (const [name, clean] of [
    ['Ana\u2069\u202e', 'Ana'],
    ['x\ud83d', 'x'],
    ['\u200b\u3164', undefined],
  ] as const) {
    const grant = await access().check(await sign({ room: 'tea', name }), 'tea');
    assert.ok(typeof grant === 'object');
    assert.equal(grant.name, clean);
  }
});

test('the room of a token is spelled as the room is, composed or not', async () => {
  for (const room of ['Cafe\u0301', 'Caf\u00e9', 'Cafe\u0301*', '*e\u0301', 'C*\u00e9\u200b']) {
    const grant = await access().check(await sign({ room }), 'Caf\u00e9');
    assert.equal(typeof grant, 'object', JSON.stringify(room));
  }
});

test('each reason to refuse a participant has its own name', async () => {
  const other = new TextEncoder().encode('another secret of thirty-two letters!');
  const forged = (alg: string, by: Uint8Array) =>
    new SignJWT({ room: 'tea', exp: T0 / 1_000 + 600 }).setProtectedHeader({ alg }).sign(by);
  const [head, body] = (await sign({ room: 'tea' })).split('.');
  const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
  for (const [reason, token] of [
    ['token-missing', undefined],
    ['token-missing', ''],
    ['token-expired', await sign({ room: 'tea', exp: -60 })],
    ['token-room', await sign({ room: 'coffee' })],
    ['token-room', await sign({})],
    ['token-room', await sign({ room: ['tea'] })],
    ['token-invalid', await forged('HS256', other)],
    ['token-invalid', await forged('HS512', new Uint8Array([...key, ...key]))],
    ['token-invalid', await sign({ room: 'tea', role: 'admin' })],
    ['token-invalid', await sign({ room: 'tea', role: 'constructor' })],
    ...(await Promise.all(
      [
        { sub: 7 },
        { sub: {} },
        { sub: ['u1'] },
        { sub: true },
        { name: 42 },
        { role: ['host'] },
      ].map(async (claims) => ['token-invalid', await sign({ room: 'tea', ...claims })] as const),
    )),
    ['token-expired', await sign({ room: 'tea', exp: -6 })],
    ['token-invalid', await sign({ room: 'tea', nbf: T0 / 1_000 + 90 })],
    ['token-invalid', none],
    ['token-invalid', `${head}.${body}.`],
    ['token-invalid', 'a.b.c'],
    ['token-invalid', 'x'.repeat(4_096)],
    [
      'token-invalid',
      await new SignJWT({ room: 'tea' }).setProtectedHeader({ alg: 'HS256' }).sign(key),
    ],
  ] as const) {
    assert.equal(await access().check(token, 'tea'), reason, token);
  }
});

test('clocks of servers may differ a little, and claims may be missing or null', async () => {
  for (const claims of [
    { nbf: T0 / 1_000 + 30, iat: T0 / 1_000 + 30 },
    { exp: -3 },
    { sub: null, name: null },
    // In milliseconds, as some backends write it.
    { exp: T0 },
  ]) {
    const grant = await access().check(await sign({ room: 'tea', ...claims }), 'tea');
    assert.equal(typeof grant, 'object', JSON.stringify(claims));
  }
});

test('public keys verify RS256 and ES256, and are never taken for a secret', async () => {
  for (const alg of ['RS256', 'ES256']) {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1' };
    const byKeys = access({ jwks: { keys: [jwk] } });
    const token = await new SignJWT({ room: 'tea', exp: T0 / 1_000 + 60 })
      .setProtectedHeader({ alg, kid: 'k1' })
      .sign(privateKey);
    assert.equal(typeof (await byKeys.check(token, 'tea')), 'object', alg);
    const confused = await new SignJWT({ room: 'tea', exp: T0 / 1_000 + 60 })
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .sign(new TextEncoder().encode(JSON.stringify(jwk)));
    assert.equal(await byKeys.check(confused, 'tea'), 'token-invalid');
  }
});

test('public keys can also be fetched from an external URL', async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1' };
  const server = createServer((_, response) => response.end(JSON.stringify({ keys: [jwk] })));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const token = await new SignJWT({ room: 'tea', exp: T0 / 1_000 + 60 })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
    .sign(privateKey);
  const { access: settings } = readSettings({ TOKEN_JWKS: `http://127.0.0.1:${port}/keys` });
  assert.equal(typeof (await access(settings).check(token, 'tea')), 'object');
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  assert.equal(await access(settings).check(token, 'tea'), 'token-invalid', 'nobody is there');
});

test('settings that would accidentally let everyone in are rejected with an explanation', () => {
  for (const [env, sentence] of [
    [{ TOKEN_SECRET: 'short' }, /TOKEN_SECRET must have at least 32/],
    [{ TOKEN_SECRET: SECRET, TOKEN_JWKS: 'https://a.example/keys' }, /only one/],
    [{ TOKEN_SECRET: '' }, /TOKEN_SECRET is set but empty/],
    [{ TOKEN_SECRET: ' \t' }, /TOKEN_SECRET is set but empty/],
    [{ TOKEN_JWKS: '' }, /TOKEN_JWKS is set but empty/],
    [{ TOKEN_JWKS: 'http://keys.example/set' }, /not https/],
    [{ TOKEN_JWKS: 'http://127.0.0.1.keys.example/set' }, /not https/],
    [{ TOKEN_JWKS: 'http://localhost@keys.example/set' }, /not https/],
    [{ TOKEN_JWKS: 'keys.json' }, /neither/],
    [{ TOKEN_JWKS: '{"keys": 1}' }, /neither/],
    [{ OPERATOR_TOKEN: 'x' }, /OPERATOR_TOKEN must have at least 32/],
    [{ WAITING_ROOM: 'true' }, /yes or no/],
    [{ CAPACITY: 'participant=9' }, /CAPACITY/],
    [{ CAPACITY: 'guest=1' }, /CAPACITY/],
    [{ CAPACITY: 'viewer=' }, /CAPACITY/],
  ] as const) {
    assert.throws(() => readSettings(env), sentence);
  }
  const { access: open, capacity } = readSettings({ CAPACITY: 'participant=2, viewer=30' });
  assert.equal(new Access(open, Date.now).isOpen, true);
  assert.deepEqual(capacity, { host: 8, participant: 2, broadcaster: 8, viewer: 30 });
});

const guarded = () => setUp((server) => (server.access = { secret: SECRET }));
type Guarded = Awaited<ReturnType<typeof guarded>>;

/** Joins with a token that has these claims. */
async function enter({ server, clock }: Guarded, letter: string, claims?: Claims): Promise<Guest> {
  const guest = await connect(server, clock);
  const token = claims && (await sign({ room: 'tea', ...claims }, clock.now()));
  await guest.say(join(seatOf(letter), { ...(token && { token }) }));
  return guest;
}

test('with tokens, the role and the name come from the token, and no one becomes host by joining first', async () => {
  const room = await guarded();
  const ana = await enter(room, 'a', { name: 'Dr. Ana', role: 'viewer' });
  assert.equal(ana.self?.role, 'viewer');
  assert.equal(ana.self?.profile.name, 'Dr. Ana');
  await ana.say({ type: 'update', profile: { name: 'Eve', sources: [], counter: 2 } });
  assert.equal(ana.self?.profile.name, 'Dr. Ana');
  await ana.say({ type: 'policy', locked: true });
  assert.equal(ana.roster?.policy.locked, false);
  const ben = await enter(room, 'b');
  assert.deepEqual(ben.heard.at(-1), { type: 'refused', reason: 'token-missing' });
  assert.equal(ben.isClosed, true);
});

test('a removed subject is kept out whatever the seat; a host with a token passes a lock', async () => {
  const room = await guarded();
  const ana = await enter(room, 'a', { role: 'host', sub: 'ana' });
  const ben = await enter(room, 'b', { sub: 'ben' });
  await ana.say({ type: 'ask', to: ben.roster!.you, action: 'remove' });
  const again = await enter(room, 'c', { sub: 'ben' });
  assert.equal(again.heard.at(-1)?.reason, 'removed');
  await ana.say({ type: 'policy', locked: true });
  assert.equal((await enter(room, 'd', { sub: 'dan' })).heard.at(-1)?.reason, 'locked');
  assert.ok((await enter(room, 'e', { role: 'host' })).roster);
});

test('a seat needs no fresh token within the grace, and its role stays', async () => {
  const room = await guarded();
  const ana = await enter(room, 'a', { role: 'host', exp: 60 });
  ana.socket.close();
  await room.clock.advance(5_000);
  const back = await connect(room.server, room.clock);
  await back.say(join(seatOf('a')));
  assert.equal(back.roster?.you, ana.roster?.you);
  assert.equal(back.self?.role, 'host');
});

test('a participant who leaves while the token is checked does not join', async () => {
  const room = await guarded();
  const ana = await connect(room.server, room.clock);
  const token = await sign({ room: 'tea' }, room.clock.now());
  const { room: served } = room.server;
  const pending = served!.message(ana.connection, JSON.stringify(join(seatOf('a'), { token })));
  served!.close(ana.connection);
  await pending;
  assert.equal(room.server.records.length, 0);
});

test('before a token ends another is asked for; with it the call goes on, without it not', async () => {
  const room = await guarded();
  const [ana, ben] = [
    await enter(room, 'a', { sub: 'ana', exp: 600 }),
    await enter(room, 'b', { sub: 'ben', exp: 600 }),
  ];
  await room.clock.advance(530_000);
  assert.equal(ana.heardOf('renew'), false);
  await room.clock.advance(15_000);
  assert.equal(ana.heardOf('renew'), true);
  const renew = async (guest: Guest, claims: Claims) => {
    const token = await sign({ room: 'tea', ...claims }, room.clock.now());
    await guest.say({ type: 'token', token });
  };
  await renew(ana, { sub: 'ana', role: 'host' });
  assert.equal(ana.self?.role, 'host');
  await renew(ben, { sub: 'ana' });
  assert.equal(room.server.events.at(-1)?.event, 'token-refused');
  await room.clock.advance(60_000);
  assert.equal(ben.heard.at(-1)?.reason, 'token-expired');
  assert.equal(ana.roster?.participants.length, 1);
  await room.server.hibernate();
  await room.clock.advance(600_000);
  assert.equal(ana.heard.at(-1)?.reason, 'token-expired');
});

test('a refused replacement token is answered with the reason', async () => {
  const room = await guarded();
  const ana = await enter(room, 'a', { sub: 'ana', exp: 600 });
  for (const [claims, reason] of [
    [{ room: 'tea', sub: 'ben' }, 'token-invalid'],
    [{ room: 'coffee', sub: 'ana' }, 'token-room'],
    [{ room: 'tea', sub: 'ana', exp: -60 }, 'token-expired'],
  ] as const) {
    const token = await sign(claims, room.clock.now());
    await ana.say({ type: 'token', token });
    assert.deepEqual(ana.heard.at(-1), { type: 'declined', request: 'token', reason });
  }
  assert.equal(ana.isClosed, false);
});

test('another token makes nobody one too many who sends, and takes a role in any case', async () => {
  const room = await setUp((server) => {
    server.access = { secret: SECRET };
    server.capacity = { ...server.capacity, viewer: 3 };
  });
  for (const letter of '12345678') await enter(room, letter, { sub: letter });
  const ana = await enter(room, 'a', { sub: 'ana', role: 'viewer' });
  const renew = async (role: string) => {
    const token = await sign({ room: 'tea', sub: 'ana', role }, room.clock.now());
    await ana.say({ type: 'token', token });
    await room.clock.advance(200);
    return ana.self?.role;
  };
  assert.equal(await renew('participant'), 'viewer');
  assert.equal(await renew('host'), 'viewer');
  for (const letter of 'bc') await enter(room, letter, { sub: letter, role: 'viewer' });
  assert.equal(room.server.records.filter(({ role }) => role === 'viewer').length, 3);
  room.server.room!.operator.removeParticipant(room.server.records[0]!.id);
  assert.equal(await renew('host'), 'host');
  await enter(room, 'd', { sub: 'd', role: 'viewer' });
  assert.equal(await renew('viewer'), 'viewer', 'though the places of viewers are taken');
});

test('a token that lives shortly is asked for in its second half, not again and again', async () => {
  const room = await guarded();
  const ana = await enter(room, 'a', { exp: 20 });
  await room.clock.advance(9_000);
  assert.equal(ana.heardOf('renew'), false);
  await room.clock.advance(2_000);
  assert.equal(ana.heard.filter(({ type }) => type === 'renew').length, 1);
});

test('a call asks its provider before it joins and when the token ends', async () => {
  const world = await World.create();
  world.server.kill();
  world.server.access = { secret: SECRET };
  await world.server.start();
  let asked = 0;
  const ana = world.page('Ana', {
    tokenProvider: () => {
      asked++;
      return world.clock.hold(sign({ room: 'tea', exp: 120, role: 'host' }, world.clock.now()));
    },
  });
  void ana.call.join();
  await world.clock.until(() => ana.call.status === 'joined');
  assert.equal(asked, 1);
  assert.equal(ana.call.self?.role, 'host');
  await world.clock.until(() => asked === 2);
  await world.clock.until(() => world.server.events.some(({ event }) => event === 'token-renewed'));
  await world.clock.advance(70_000);
  assert.equal(ana.call.status, 'joined');
});

test('a server that keeps requesting tokens makes the page get few, one at a time', async () => {
  const world = await World.create();
  const provided: ((token: string) => void)[] = [];
  let expiring = 0;
  const ana = world.page('Ana', {
    tokenProvider: () => new Promise<string>((resolve) => provided.push(resolve)),
  });
  const ben = world.page('Ben');
  ben.call.on('token-expiring', () => expiring++);
  for (const { call } of [ana, ben]) void call.join();
  await world.clock.until(() => provided.length === 1);
  provided[0]!('first');
  await world.clock.until(() => areAllConnected([ana, ben]));
  const flood = async () => {
    for (let count = 0; count < 1_000; count++) {
      for (const connection of world.server.connections) connection.send('{"type":"renew"}');
    }
    await world.clock.advance(100);
  };
  await flood();
  assert.equal(provided.length, 2, 'one at a time');
  assert.ok(expiring > 0 && expiring < 10, `${expiring} events`);
  for (let seconds = 0; seconds < 60; seconds++) {
    await flood();
    provided.at(-1)!('next');
    await world.clock.advance(1_000);
  }
  assert.ok(provided.length > 2, 'but again and again');
  assert.ok(provided.length < 20, `${provided.length} in a minute`);
  assert.ok(expiring < 20, `${expiring} events in a minute`);
  assert.equal(ana.call.status, 'joined');
});

test('a guest who waits to be let in renews the token, too', async () => {
  const world = await World.create();
  world.server.kill();
  world.server.access = { secret: SECRET };
  world.server.policy = { ...world.server.policy, waiting: true };
  await world.server.start();
  let asked = 0;
  const { call } = world.page('Ana', {
    tokenProvider: () => {
      asked++;
      return world.clock.hold(sign({ room: 'tea', exp: 120 }, world.clock.now()));
    },
  });
  void call.join();
  await world.clock.until(() => call.status === 'knocking');
  await world.clock.advance(300_000);
  assert.equal(call.status, 'knocking');
  assert.ok(asked >= 4 && asked <= 6, `${asked} tokens`);
});

test('a provider is asked once per attempt, however often the join is sent', async () => {
  const world = await World.create();
  let asked = 0;
  const joins: string[] = [];
  let isAnswered = false;
  world.server.fate = ({ to, text }) => {
    if (to === 'client' || !text.includes('"type":"join"')) return [10];
    joins.push(/"token":"(.*?)"/.exec(text)?.[1] ?? '');
    return isAnswered ? [10] : [];
  };
  const { call } = world.page('Ana', { tokenProvider: () => Promise.resolve(`${++asked}`) });
  void call.join();
  await world.clock.advance(50_000);
  assert.ok(joins.length > 10, `${joins.length} were sent`);
  assert.deepEqual([...new Set(joins)], ['1']);

  world.server.kill();
  await world.server.start();
  await world.clock.advance(5_000);
  assert.equal(asked, 1, 'nor for another socket soon after');
  await world.clock.advance(60_000);
  assert.equal(asked, 1);
  world.server.kill();
  await world.server.start();
  await world.clock.advance(5_000);
  assert.equal(asked, 2, 'by now the first may have expired');
  isAnswered = true;
  await world.clock.until(() => call.status === 'joined');
  assert.equal(joins.at(-1), '2');

  call.leave();
  void call.join();
  await world.clock.until(() => call.status === 'joined');
  assert.equal(asked, 3);
  assert.equal(joins.at(-1), '3');
});

test('a provider is asked again after a refusal, and a late token of the attempt before is not used', async () => {
  const world = await World.create();
  world.server.kill();
  world.server.access = { secret: SECRET };
  await world.server.start();
  const provided: ((token: string) => void)[] = [];
  const tokenProvider = () => new Promise<string>((resolve) => provided.push(resolve));
  const { call } = world.page('Ana', { tokenProvider });
  const refused = assert.rejects(call.join(), { reason: 'token-invalid' });
  await world.clock.advance(1_000);
  provided[0]!('wrong');
  await world.clock.until(() => call.status === 'refused');
  await refused;
  const left = assert.rejects(call.join(), { reason: 'left' });
  await world.clock.advance(1_000);
  call.leave();
  await left;
  void call.join();
  await world.clock.advance(1_000);
  assert.equal(provided.length, 3);
  provided[2]!(await sign({ room: 'tea', exp: 600 }, world.clock.now()));
  provided[1]!('late');
  await world.clock.until(() => call.status === 'joined');
});

test('a page without a provider is notified in time, and sets another token', async () => {
  const world = await World.create();
  world.server.kill();
  world.server.access = { secret: SECRET };
  await world.server.start();
  const ben = world.page('Ben', {
    token: await sign({ room: 'tea', exp: 120 }, world.clock.now()),
  });
  let isTold = false;
  ben.call.on('token-expiring', () => (isTold = true));
  void ben.call.join();
  await world.clock.until(() => ben.call.status === 'joined');
  await world.clock.until(() => isTold);
  ben.call.setToken(await sign({ room: 'tea', exp: 600 }, world.clock.now()));
  await world.clock.until(() => world.server.events.some(({ event }) => event === 'token-renewed'));
  await world.clock.advance(120_000);
  assert.equal(ben.call.status, 'joined');

  const eve = world.page('Eve', { tokenProvider: () => Promise.reject(new Error('offline')) });
  await assert.rejects(
    Promise.all([eve.call.join(), world.clock.until(() => eve.call.status === 'refused')]),
    { reason: 'token-missing' },
  );
});
