/** A room that wakes with records stored by an earlier version, as after a deployment during a call. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRecord, type EarlierRecord, type Record } from '../../../party/room/storage/record.js';
import { PING, TIMES } from '../../../src/protocol.js';
import type { FakeRoomServer } from '../../fakes/fake-room-server.js';
import { connect, join, joined, seatOf, setUp, type Guest } from '../../fakes/guest.js';

const common = {
  id: 1_700_000_000_000,
  page: 'page of a',
  role: 'host',
  profile: { name: 'Ana', sources: [], counter: 1 },
  barred: [],
  seatHash: 'a'.repeat(64),
  exitHash: 'b'.repeat(64),
} satisfies Partial<Record>;

for (const [name, earlier, expected] of [
  ['present', { away: false }, { presence: { type: 'present' }, knocking: false }],
  [
    'lost a moment ago',
    { away: false, awayAt: 3, goneAt: 20 },
    { presence: { type: 'lost', awayAt: 3, goneAt: 20 }, knocking: false },
  ],
  [
    'unresponsive',
    { away: false, awayAt: 3, goneAt: 20, unheard: true },
    { presence: { type: 'lost', awayAt: 3, goneAt: 20 }, knocking: false },
  ],
  [
    'unresponsive and away',
    { away: true, goneAt: 20, unheard: true },
    { presence: { type: 'away', goneAt: 20 }, knocking: false },
  ],
  [
    'hidden',
    { away: true, goneAt: 5 },
    { presence: { type: 'hidden', goneAt: 5 }, knocking: false },
  ],
  [
    'waiting to be let in',
    { away: false, knocking: true },
    { presence: { type: 'present' }, knocking: true },
  ],
] as const) {
  test(`an earlier record of a participant who is ${name} is read without loss`, () => {
    const token = { named: 'Ana', sub: 'ana', endsAt: 9, renewAt: 8, origin: 'c' };
    const record = readRecord({ ...common, ...token, ...earlier } as EarlierRecord);
    assert.deepEqual(record, { ...common, ...token, ...expected });
    assert.equal(readRecord(record), record, 'and a current one as it is');
  });
}

/** Replaces the stored records by those that the earlier version would have stored. */
function storeAsBefore({ storage }: FakeRoomServer): void {
  for (const [key, value] of storage) {
    if (!key.startsWith('record:')) continue;
    const { presence, knocking, ...others } = value as Record;
    storage.set(key, {
      ...others,
      away: presence.type === 'away' || presence.type === 'hidden',
      ...(knocking && { knocking }),
      ...(presence.type === 'lost' && { awayAt: presence.awayAt }),
      ...(presence.type !== 'present' && { goneAt: presence.goneAt }),
    } satisfies EarlierRecord);
  }
}

test('a room in use is updated: everyone is still there, and the deadlines of the absent apply', async () => {
  const room = await setUp();
  const { clock, server } = room;
  const [ana, ben, cleo] = (await joined(room, 'abc')) as [Guest, Guest, Guest];
  const [, , gone] = ana.roster!.participants.map(({ id }) => id);
  await ana.say({ type: 'policy', waiting: true });
  const dora = await connect(server, clock);
  await dora.say(join(seatOf('d'), { profile: { name: 'Dora', sources: [], counter: 1 } }));
  cleo.socket.close();
  await clock.advance(1_000);
  storeAsBefore(server);
  await server.hibernate();

  await ben.say({ type: 'update', profile: { name: 'Ben', sources: [], counter: 2 } });
  const seen = () => ana.roster!.participants.map(({ profile, away }) => [profile.name, away]);
  assert.deepEqual(seen(), [
    ['a', false],
    ['Ben', false],
    ['c', false],
  ]);
  assert.deepEqual(
    ana.roster!.knocking!.map(({ name }) => name),
    ['Dora'],
  );
  await clock.advance(TIMES.lossToAway);
  assert.deepEqual(seen()[2], ['c', true]);
  await clock.advance(TIMES.lossToGone);
  assert.ok(ana.roster!.participants.every(({ id }) => id !== gone));

  await ana.say({ type: 'ask', to: 'all', action: 'admit' });
  assert.deepEqual(
    dora.roster!.participants.map(({ profile }) => profile.name),
    ['a', 'Ben', 'Dora'],
  );
});

test('a server that was updated while it was down gives everyone their seat back', async () => {
  const room = await setUp();
  const { clock, server } = room;
  const [ana] = (await joined(room, 'ab')) as [Guest];
  const { you } = ana.roster!;
  storeAsBefore(server);
  server.kill();
  await clock.advance(60_000);
  await server.start();
  const back = await connect(server, clock);
  await back.say(join(seatOf('a')));
  assert.equal(back.roster?.you, you);
  assert.deepEqual(
    back.roster.participants.map(({ away }) => away),
    [false, true],
  );
  await back.say(PING);
  await clock.advance(TIMES.lossToGone);
  assert.equal(back.roster.participants.length, 1);
});
