/** Tokens: what they give, why one gives nothing, and what becomes of one that ends in a call. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Access, type AccessSettings } from '../../party/access.js';
import { readSettings } from '../../party/settings.js';
import { connect, join, seatOf, setUp, type Guest } from '../fakes/guest.js';
import { World } from '../fakes/world.js';

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

test('each reason not to let somebody in has its own word', async () => {
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

test('public keys may also be fetched from where somebody else keeps them', async () => {
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

test('settings that would let everybody in by mistake are refused with a sentence', () => {
  for (const [env, sentence] of [
    [{ TOKEN_SECRET: 'short' }, /TOKEN_SECRET has at least 32/],
    [{ TOKEN_SECRET: SECRET, TOKEN_JWKS: 'https://a.example/keys' }, /only one/],
    [{ TOKEN_JWKS: 'keys.json' }, /neither/],
    [{ TOKEN_JWKS: '{"keys": 1}' }, /neither/],
    [{ OPERATOR_TOKEN: 'x' }, /OPERATOR_TOKEN has at least 32/],
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

/** Joins with a token that says that. */
async function enter({ server, clock }: Guarded, letter: string, claims?: Claims): Promise<Guest> {
  const guest = await connect(server, clock);
  const token = claims && (await sign({ room: 'tea', ...claims }, clock.now()));
  await guest.say(join(seatOf(letter), { ...(token && { token }) }));
  return guest;
}

test('with tokens the role and the name are those of the token, and nobody becomes host by arriving', async () => {
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

test('whoever leaves while the token is being looked at does not come in', async () => {
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

test('a page without a provider is told in time, and sets another', async () => {
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
