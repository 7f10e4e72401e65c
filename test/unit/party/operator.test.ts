/** What an operator can do over HTTP, with real Rooms and a real directory in memory. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepDirectory } from '../../../party/gateway/directory.js';
import { roomTag } from '../../../party/base/log.js';
import {
  runCommand,
  handleOperatorRequest,
  type RoomObjects,
} from '../../../party/gateway/operator.js';
import type { Description } from '../../../party/room/snapshot.js';
import { joined, setUp, type Guest } from '../../fakes/guest.js';

const TOKEN = 'x'.repeat(32);

async function open() {
  const room = await setUp();
  const listed = new Map<string, number>();
  const directory = (asked: unknown) =>
    keepDirectory(new Request('https://object/', { method: 'POST', body: JSON.stringify(asked) }), {
      put: (key, value) => Promise.resolve(void listed.set(key, value as number)),
      delete: (key) => Promise.resolve(listed.delete(key)),
      deleteAll: () => Promise.resolve(listed.clear()),
      list: <T>({ startAfter = '', limit }: { startAfter?: string; limit: number }) =>
        Promise.resolve(
          new Map(
            [...listed]
              .sort()
              .filter(([name]) => name > startAfter)
              .slice(0, limit),
          ) as Map<string, T>,
        ),
    });
  const asked: string[] = [];
  const objects: RoomObjects = {
    room: (name) => (order) => {
      asked.push(name);
      const request = new Request('https://object/', {
        method: 'POST',
        body: JSON.stringify(order),
      });
      return runCommand(request, room.server.room!.operator);
    },
    directory,
  };
  const ask = async (method: string, path: string, { token = TOKEN, body = '' } = {}) => {
    const request = new Request(`https://calls.example.com${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body && { body }),
    });
    const response = await handleOperatorRequest(request, TOKEN, objects);
    const text = response && (await response.text());
    return { status: response?.status, body: text ? (JSON.parse(text) as Description) : undefined };
  };
  return { room, listed, objects, asked, ask };
}

test('no one else learns or changes anything, nor can anyone without a configured token', async () => {
  const { ask, objects, room } = await open();
  const [ana] = (await joined(room, 'a')) as [Guest];
  for (const token of ['', 'x', 'X'.repeat(32), 'x'.repeat(33), `${'x'.repeat(31)}é`]) {
    for (const [method, path] of [
      ['GET', '/rooms'],
      ['GET', '/rooms/tea'],
      ['DELETE', '/rooms/tea'],
    ] as const) {
      assert.equal((await ask(method, path, { token: encodeURIComponent(token) })).status, 401);
    }
  }
  const request = new Request('https://calls.example.com/rooms', {
    headers: { authorization: 'Bearer undefined' },
  });
  assert.equal((await handleOperatorRequest(request, undefined, objects))?.status, 404);
  assert.equal(ana.roster?.participants.length, 1);
});

test('health is public, and other paths are not handled', async () => {
  const { ask } = await open();
  assert.equal((await ask('GET', '/health', { token: '' })).status, 200);
  for (const path of ['/', '/parties/main/tea', '/roomsy', '/healthy']) {
    assert.equal((await ask('GET', path)).status, undefined);
  }
  for (const [method, path, status] of [
    ['POST', '/rooms', 405],
    ['PUT', '/rooms/tea', 405],
    ['GET', '/rooms/..%2F', 200],
    ['GET', '/rooms/%', 404],
    ['GET', `/rooms/${'x'.repeat(129)}`, 404],
    ['DELETE', '/rooms/tea/participants/x', 404],
    ['DELETE', '/rooms/tea/participants/1', 404],
    ['DELETE', '/rooms/tea/participants/1/2', 404],
    ['GET', '/rooms/tea/participants', 404],
  ] as const) {
    assert.equal((await ask(method, path)).status, status, `${method} ${path}`);
  }
});

test('rooms in use are listed with who is in them since when; what is empty goes off the list', async () => {
  const { ask, room, listed, asked } = await open();
  const [ana, ben] = (await joined(room, 'ab')) as [Guest, Guest];
  const [since] = room.server.reported;
  assert.equal(since, ana.roster!.you);
  listed.set('tea', since!);
  const rooms = async () =>
    ((await ask('GET', '/rooms')).body as unknown as { rooms: Description[] }).rooms;
  const [tea] = await rooms();
  assert.equal(tea?.room, 'tea');
  assert.equal(tea?.since, new Date(since!).toISOString());
  assert.equal(tea?.tag, roomTag('tea'));
  assert.deepEqual(
    tea?.participants.map(({ name, role, since: at }) => [name, role, at]),
    [
      ['a', 'host', new Date(ana.roster!.you).toISOString()],
      ['b', 'participant', new Date(ben.roster!.you).toISOString()],
    ],
  );
  await ask('GET', '/rooms/t%C3%A4');
  assert.equal(asked.at(-1), 't%C3%A4', 'as it stands in the address of its sockets');
  await ana.say({ type: 'leave' });
  await ben.say({ type: 'leave' });
  assert.equal(room.server.reported.at(-1), undefined);
  assert.deepEqual(await rooms(), []);
  assert.equal(listed.size, 0);
});

test('a participant is removed and banned, and a call is ended for everyone', async () => {
  const { ask, room } = await open();
  const [ana, ben] = (await joined(room, 'ab')) as [Guest, Guest];
  const { status, body } = await ask('DELETE', `/rooms/tea/participants/${ben.roster!.you}`);
  assert.equal(status, 200);
  assert.equal(body?.participants.length, 1);
  await room.clock.advance(100);
  assert.equal(ben.heard.at(-1)?.reason, 'removed');
  assert.equal((await joined(room, 'b'))[0]!.heard.at(-1)?.reason, 'removed');
  assert.deepEqual((await ask('DELETE', '/rooms/tea')).body?.participants, []);
  await room.clock.advance(100);
  assert.deepEqual(ana.heard.at(-1), { type: 'refused', reason: 'closed' });
  assert.ok((await joined(room, 'c'))[0]!.roster, 'another call may begin');
});

test('a room can be otherwise than the others, and stays so when it is empty', async () => {
  const { ask, room } = await open();
  const body = JSON.stringify({ waiting: true, preview: 'none', capacity: { viewer: 2 } });
  assert.equal((await ask('PATCH', '/rooms/tea', { body })).body?.policy.waiting, true);
  const [ana, ben] = (await joined(room, 'ab')) as [Guest, Guest];
  assert.equal(ben.heardOf('knocking'), true);
  await ana.say({ type: 'policy', waiting: false });
  assert.equal(ben.roster?.participants.length, 2, 'a host may say otherwise for this call');
  await ana.say({ type: 'leave' });
  await ben.say({ type: 'leave' });
  await room.server.start();
  const kept = (await ask('GET', '/rooms/tea')).body;
  assert.deepEqual(kept?.policy, { preview: 'none', locked: false, waiting: true });
  assert.equal(kept?.capacity.viewer, 2);
  for (const bad of [
    '',
    '[]',
    '{"locked":true}',
    '{"waiting":1}',
    '{"capacity":{"viewer":1e9}}',
    '{',
  ]) {
    assert.equal((await ask('PATCH', '/rooms/tea', { body: bad })).status, 400, bad);
  }
});

test('each event is one line without names, addresses or secrets', async () => {
  const { room } = await open();
  const [ana, ben] = (await joined(room, 'ab')) as [Guest, Guest];
  const secret = 'candidate:1 1 udp 1 192.0.2.7 9 typ host';
  await ana.say({ type: 'signal', to: ben.roster!.you, signal: { secret } });
  await ana.say({ type: 'policy', locked: true });
  await ben.say('nonsense');
  await ana.say({ type: 'ask', to: ben.roster!.you, action: 'remove' });
  const { events } = room.server;
  assert.deepEqual(
    events.map(({ event }) => event),
    ['live', 'joined', 'joined', 'policy', 'refused', 'remove', 'refused', 'gone'],
  );
  const text = JSON.stringify(events);
  for (const word of ['"a"', '"b"', 'tea', '192.0.2.7', 'aaaaaaaa']) {
    assert.equal(text.includes(word), false, word);
  }
  assert.ok(events.every(({ room: tag }) => tag === roomTag('tea')));
});
