/** Which STUN and TURN servers browsers get, how long they are valid, and what an operator can configure. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { SignJWT } from 'jose';
import { CoturnCredentials } from '../../../party/ice/coturn-credentials.js';
import { IceServers, type IceSettings } from '../../../party/ice/ice-servers.js';
import { readSettings } from '../../../party/gateway/settings.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { connect, join, joined, seatOf, setUp, type Guest } from '../../fakes/guest.js';
import { areAllConnected, World, type Page } from '../../fakes/world.js';

const HOUR = 3_600_000;
const ana = { id: 1234 };
const coturn = { urls: ['turn:turn.example.com', 'turns:turn.example.com:443'], secret: 'north' };
const hosted = { api: 'https://turn.example.net/v1/turn/keys', key: 'a/key', token: 'a token' };

interface Asked {
  readonly url: string;
  readonly init: RequestInit;
}

function serversOf(settings: Partial<IceSettings>, answer?: () => Response) {
  const clock = new FakeClock();
  const asked: Asked[] = [];
  const logged: string[] = [];
  const servers = new IceServers(
    { stun: [], lifetime: 2 * HOUR, ...settings },
    {
      now: () => clock.now(),
      fetch: (url, init) => {
        asked.push({ url, init });
        return answer ? Promise.resolve(answer()) : Promise.reject(new TypeError('no network'));
      },
      log: (line) => logged.push(line),
    },
  );
  return { clock, servers, asked, logged };
}

test('credentials for coturn are those of its REST interface, and good for the next hour at least', async () => {
  const { clock, servers } = serversOf({ stun: ['stun:a'], coturn });
  for (let minutes = 0; minutes < 180; minutes += 7) {
    const [stun, turn] = servers.for(ana);
    assert.deepEqual(stun, { urls: ['stun:a'] });
    assert.deepEqual(turn?.urls, coturn.urls);
    const [expiry, user] = turn.username!.split(':');
    assert.equal(user, '1234');
    const left = Number(expiry) * 1_000 - clock.now();
    assert.ok(left >= HOUR && left <= 2 * HOUR, `${left / HOUR} hours`);
    const credential = createHmac('sha1', 'north').update(turn.username!).digest('base64');
    assert.equal(turn.credential, credential);
    // Until they are renewed, they don't change.
    assert.ok(Number(servers.renewAt) - clock.now() <= HOUR);
    await clock.advance(Math.min(7 * 60_000, Number(servers.renewAt) - clock.now() - 1));
    assert.equal(servers.for(ana)[1]?.username, turn.username);
    await clock.advance(2);
  }
});

test('without a relay nothing is ever renewed', async () => {
  const { servers, asked } = serversOf({ stun: ['stun:a'] });
  assert.equal(servers.renewAt, undefined);
  assert.equal(await servers.renew(), false);
  assert.deepEqual(asked, []);
});

test('a hosted service is requested as documented, and again after half the lifetime', async () => {
  let count = 0;
  const { clock, servers, asked } = serversOf({ hosted }, () =>
    Response.json(
      {
        iceServers: [
          { urls: ['stun:stun.example.net:3478', 'stun:stun.example.net:53'] },
          {
            urls: [
              'turn:turn.example.net:3478?transport=udp',
              'turn:turn.example.net:53?transport=udp',
            ],
            username: `user ${++count}`,
            credential: 'secret',
          },
        ],
      },
      { status: 201 },
    ),
  );
  assert.equal(await servers.renew(), true);
  assert.equal(await servers.renew(), false, 'not yet due');
  const [{ url, init }] = asked as [Asked];
  assert.equal(
    url,
    'https://turn.example.net/v1/turn/keys/a%2Fkey/credentials/generate-ice-servers',
  );
  assert.equal(new Headers(init.headers).get('authorization'), 'Bearer a token');
  assert.equal(init.body, '{"ttl":7200}');
  assert.deepEqual(servers.for(ana), [
    { urls: ['stun:stun.example.net:3478'] },
    {
      urls: ['turn:turn.example.net:3478?transport=udp'],
      username: 'user 1',
      credential: 'secret',
    },
  ]);
  await clock.advance(HOUR + 1);
  assert.equal(await servers.renew(), true);
  assert.equal(servers.for(ana)[1]?.username, 'user 2');
});

for (const [name, answer] of [
  ['is away', undefined],
  ['refuses', () => new Response('no', { status: 403, statusText: 'Forbidden' })],
  ['answers something else', () => Response.json({ servers: [] })],
] as const) {
  test(`a hosted service that ${name} is requested again, and the operator is notified`, async () => {
    const { clock, servers, asked, logged } = serversOf({ stun: ['stun:a'], hosted }, answer);
    assert.equal(await servers.renew(), false);
    assert.deepEqual(servers.for(ana), [{ urls: ['stun:a'] }]);
    assert.match(logged.join(), /gave no credentials/);
    assert.doesNotMatch(logged.join(), /a token/);
    assert.equal(await servers.renew(), false);
    assert.equal(asked.length, 1, 'not at once');
    await clock.advance(20_000);
    await servers.renew();
    assert.equal(asked.length, 2);
  });
}

/** A world whose room server hands out relays. */
async function withCoturn(): Promise<World> {
  const world = await World.create();
  world.server.ice = { stun: [], lifetime: 2 * HOUR, coturn };
  await world.server.start();
  return world;
}

/** The relay that a page's browser would use for a restart now. */
const relayOf = (page: Page) =>
  page.connections.at(-1)!.configuration.iceServers?.find(({ username }) => username);

test('in the third hour of a quiet call a restart has credentials that are still good', async () => {
  const world = await withCoturn();
  const pages = (await world.joined('Ana', 'Ben')) as [Page, Page];
  const first = pages.map((page) => relayOf(page)?.username);
  assert.equal(new Set(first).size, 2, 'each has its own');
  const links = pages.map(({ connections }) => connections.length);
  await world.clock.advance(2.5 * HOUR);
  for (const [index, page] of pages.entries()) {
    const relay = relayOf(page);
    assert.notEqual(relay?.username, first[index]);
    const left = Number(relay?.username?.split(':')[0]) * 1_000 - world.clock.now();
    assert.ok(left >= 0.4 * HOUR, `${left / HOUR} hours are left`);
    assert.equal(page.connections.length, links[index], 'no link was made anew');
  }
});

test('before joining each socket has a relay of its own for a short time, and none where tokens are required', async () => {
  const { clock, servers } = serversOf({ stun: ['stun:a'], coturn });
  const [stun, turn] = servers.forLobby({ id: 'socket' });
  const left = Number(turn?.username?.split(':')[0]) * 1_000 - clock.now();
  assert.ok(left >= 300_000 && left <= 600_000, `${left / 1_000} s`);
  assert.notEqual(servers.forLobby({ id: 'another' })[1]?.username, turn?.username);
  assert.deepEqual(servers.forLobby(undefined), [stun]);

  const world = await withCoturn();
  world.server.access = { secret: 'a secret of at least thirty-two letters' };
  await world.server.start();
  const token = await new SignJWT({ room: 'tea' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(Math.floor(world.clock.now() / 1_000) + 600)
    .sign(new TextEncoder().encode('a secret of at least thirty-two letters'));
  const hellos: string[] = [];
  world.server.fate = ({ to, text }) => {
    if (to === 'client' && text.includes('"hello"')) hellos.push(text);
    return [10];
  };
  const pages = ['Ana', 'Ben'].map((name) => world.page(name, { token }));
  for (const { call } of pages) {
    call.open();
    await world.clock.advance(1_000);
    void call.join();
    await world.clock.until(() => call.status === 'joined');
  }
  await world.clock.until(() => areAllConnected(pages));
  assert.ok(hellos.length > 1 && hellos.every((text) => !text.includes('turn:')));
  for (const page of pages) assert.ok(relayOf(page), 'it has one now');
});

test('a room that hibernated for an hour still renews', async () => {
  const world = await withCoturn();
  const [page] = (await world.joined('Ana', 'Ben')) as [Page, Page];
  const before = relayOf(page)?.username;
  await world.server.hibernate();
  await world.clock.advance(1.1 * HOUR);
  assert.notEqual(relayOf(page)?.username, before);
});

test('relay credentials are computed once for each participant, and once more when they are due', async (t) => {
  const room = await setUp((server) => {
    server.ice = { stun: [], lifetime: 2 * HOUR, coturn };
    server.policy = { ...server.policy, preview: 'none' };
  });
  const { clock } = room;
  const issue = t.mock.method(CoturnCredentials.prototype, 'issue');
  const usersOf = () => {
    const users = issue.mock.calls.map(({ arguments: [user] }) => user).sort();
    issue.mock.resetCalls();
    return users;
  };
  const [one, two, three] = (await joined(room, 'abc')) as [Guest, Guest, Guest];
  const ids = [one, two, three].map(({ roster }) => `${roster!.you}`);
  const atJoin = usersOf();
  assert.equal(atJoin.length, 6, 'once for each socket in the lobby, once for each participant');
  assert.equal(new Set(atJoin).size, 6);
  assert.ok(ids.every((id) => atJoin.includes(id)));

  for (let counter = 2; counter < 20; counter++) {
    const profile = { name: 'Ana', sources: counter % 2 ? ['camera'] : [], counter };
    await one.say({ type: 'update', profile });
    await clock.advance(200);
  }
  two.socket.close();
  const back = await connect(room.server, clock);
  await back.say(join(seatOf('b')));
  assert.equal(back.roster?.you, two.roster?.you);
  assert.deepEqual(
    usersOf().filter((user) => ids.includes(user)),
    [],
    'no broadcast and no new socket computes any',
  );

  const relayOfGuest = ({ roster }: Guest) => roster?.ice[0]?.username;
  const before = [one, back, three].map(relayOfGuest);
  await clock.advance(HOUR + 1);
  assert.deepEqual(
    usersOf().filter((user) => ids.includes(user)),
    ids,
    'once for each when they are due',
  );
  for (const [index, guest] of [one, back, three].entries()) {
    assert.notEqual(relayOfGuest(guest), before[index]);
  }
});

test('a page may bring servers of its own', async () => {
  const world = await World.create();
  const own = [{ urls: ['turn:mine.example.org'], username: 'me', credential: 'mine' }];
  const page = world.page('Ana', { iceServers: own });
  const ben = world.page('Ben');
  for (const { call } of [ben, page]) {
    void call.join();
    await world.clock.until(() => call.status === 'joined');
  }
  await world.clock.until(() => page.connections.length > 0);
  assert.deepEqual(page.connections.at(-1)!.configuration.iceServers, own);
});

const environment = {
  TURN_URLS: 'turn:turn.example.com, turns:turn.example.com:443',
  TURN_SECRET: 'north',
};

test('settings are read with their defaults, and an invalid one says what it must be', () => {
  assert.equal(readSettings({}).ice.stun.length, 2);
  assert.deepEqual(readSettings({}).warnings, []);
  assert.deepEqual(readSettings({ STUN_URLS: 'none' }).ice.stun, []);
  assert.deepEqual(readSettings({ STUN_URLS: 'stun:a:3478, stun:b' }).ice.stun, [
    'stun:a:3478',
    'stun:b',
  ]);
  for (const [wrong, says] of [
    [{ STUN_URLS: 'http://a' }, /"http:\/\/a" is not a stun: address/],
    [{ STUN_URLS: 'stun:a, stuns:b' }, /STUN_URLS: "stuns:b" is not a stun: address/],
    [{ STUN_URLS: 'stun:a?transport=udp' }, /must not have a query/],
    [{ STUN_URLS: 'stun:a,'.repeat(17) }, /STUN_URLS has 17 addresses, but must have at most 16/],
    [{ STUN_URLS: 'stun://a' }, /is not an address such as/],
    [{ TURN_URLS: 'turn:a:53', TURN_SECRET: 'b' }, /uses port 53, which browsers block/],
    [
      { TURN_URLS: 'turn:a?transport=tls', TURN_SECRET: 'b' },
      /TURN_URLS: .* may only have the query/,
    ],
    [{ PREVIEW: 'all' }, /names, count, or none/],
    [{ TURN_URLS: 'stun:a', TURN_SECRET: 'b' }, /not a turn: address/],
    [{ TURN_URLS: 'turn:a' }, /must be set together/],
    [{ CLOUDFLARE_TURN_KEY: 'a' }, /must be set together/],
    [{ TURN_TTL: '5' }, /at least 20 seconds/],
    [{ TURN_TTL: 'long' }, /at least 20 seconds/],
    [{ TURN_TTL: '86401' }, /at most 86400/],
    [{ TURN_TTL: 'Infinity' }, /at most 86400/],
    [{ ALLOWED_ORIGINS: 'example.com' }, /not an origin/],
    [{ ALLOWED_ORIGINS: 'https://example.com/path' }, /not an origin/],
  ] as const) {
    assert.throws(() => readSettings(wrong), says);
  }
});

test('no one gets an open relay, unless the operator allows it', () => {
  const closed = readSettings(environment);
  assert.equal(closed.ice.coturn, undefined);
  assert.match(closed.warnings.join(), /Set ALLOWED_ORIGINS/);
  const open = readSettings({ ...environment, OPEN_RELAY: 'yes' });
  assert.deepEqual(open.ice.coturn?.urls, ['turn:turn.example.com', 'turns:turn.example.com:443']);
  assert.match(open.warnings.join(), /open relay/);
  for (const origins of ['https://example.com', '']) {
    const guarded = readSettings({ ...environment, ALLOWED_ORIGINS: origins });
    assert.equal(guarded.ice.coturn?.secret, 'north');
    assert.deepEqual(guarded.warnings, []);
  }
});
