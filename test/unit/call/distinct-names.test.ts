/** Names that look alike get numbers, the same for every reader: in the call, while knocking, for unnamed people. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distinctNames } from '../../../src/call/distinct-names.js';
import { parseOneOf, RoomMessage, VERSION } from '../../../src/protocol.js';
import { connect, join, joined, seatOf, setUp } from '../../fakes/guest.js';
import { areAllConnected, othersOf, World } from '../../fakes/world.js';

const numbersOf = (names: readonly string[]) =>
  distinctNames(names).map((name, index) => name.slice(names[index]!.length));

test('the second and later of names that look alike carry a number', () => {
  for (const names of [
    ['Ana', 'Ana', 'Ana'],
    ['Ana', 'ana', 'ANA'],
    ['Ana', 'Аnа', 'Αna'],
    ['Alice', 'AIice', 'A1ice'],
    ['Bob', 'B0b', 'Воb'],
    ['Ana', 'Ａｎａ', '𝐀𝐧𝐚'],
    ['José', 'Jose', 'Jo\u0301se\u0301'],
    ['Ana Lima', 'AnaLima', 'Ana-Lima.'],
    ['👍', '👍', '👍'],
    ['!!!', '!!!', '!!!'],
  ]) {
    assert.deepEqual(numbersOf(names), ['', ' (2)', ' (3)'], names.join());
  }
});

test('names that only resemble each other stay as they are', () => {
  for (const names of [
    ['Ian', 'Lan'],
    ['Anna I', 'Anna L'],
    ['Ana', 'Anna'],
    ['राम', 'रमा'],
    ['かな', 'がな'],
    ['นก', 'นุก'],
    ['!!!', '???'],
    ['', ''],
  ]) {
    assert.deepEqual(distinctNames(names), names);
  }
});

test('a number never equals a name that a participant chose', () => {
  for (const names of [
    ['Ana (2)', 'Ana', 'Ana'],
    ['Ana', 'Ana', 'Ana (2)'],
    ['Ana', 'Ana (2)', 'Ana', 'Ana (2)', 'Ana 3', 'Ana'],
  ]) {
    const distinct = distinctNames(names);
    assert.deepEqual(distinctNames(distinct), distinct, 'none looks like another');
    assert.equal(distinct[0], names[0], 'who was first is renamed by nobody');
  }
});

test('sixty-four participants with one name are numbered quickly', () => {
  const names = distinctNames(Array.from({ length: 64 }, () => 'José'));
  assert.equal(new Set(names).size, 64);
  assert.equal(names.at(-1), 'José (64)');
});

test('everyone sees the same numbers, and people who knock do not look like participants', async () => {
  const world = await World.create();
  const pages = ['Ana', 'ana', 'Аna'].map((name, index) => world.page(name, { host: `${index}` }));
  for (const { call } of pages) {
    void call.join();
    await world.clock.until(() => call.status === 'joined');
  }
  await world.clock.until(() => areAllConnected(pages));
  for (const { call } of pages) {
    assert.deepEqual(
      call.participants.map(({ name }) => name),
      ['Ana', 'ana (2)', 'Аna (3)'],
    );
  }
  assert.equal(pages[1]!.call.name, 'ana', 'my own name is what I typed');
  const [host] = pages;
  host!.call.setPolicy({ waiting: true });
  await world.clock.until(() => pages[1]!.call.policy?.waiting === true);
  const stranger = world.page('ANA', { host: 'elsewhere' });
  void stranger.call.join();
  await world.clock.until(() => host!.call.knocking.length === 1);
  assert.deepEqual(
    host!.call.knocking.map(({ name }) => name),
    ['ANA (4)'],
  );
  host!.call.ask('admit', 'all');
  await world.clock.until(() => areAllConnected([...pages, stranger]));
  assert.deepEqual(othersOf(stranger), ['Ana', 'ana (2)', 'Аna (3)']);
  host!.call.leave();
  await world.clock.until(() => areAllConnected([...pages.slice(1), stranger]));
  assert.deepEqual(othersOf(stranger), ['ana', 'Аna (2)'], 'a number that is not needed goes');
});

test('a name of nothing visible is read as guest, in the language of the reader', async () => {
  const world = await World.create();
  const blanks = ['\u200b', '\u3164', '\u2800'];
  const pages = blanks.map((name, index) => world.page(name, { host: `${index}` }));
  for (const [index, { call }] of pages.entries()) {
    void call.join(index ? 'Gast' : 'Guest');
    await world.clock.until(() => call.status === 'joined');
  }
  await world.clock.until(() => areAllConnected(pages));
  assert.deepEqual(othersOf(pages[0]!), ['Gast', 'Gast (2)'], 'as they called themselves');
});

test('the Room passes on clean names only, whatever a socket or a token calls itself', async () => {
  const room = await setUp();
  const [host] = await joined(room, 'a');
  const guest = await connect(room.server, room.clock);
  const profile = { name: '\u202eAna\u200b\ud83d', sources: [], counter: 1 };
  await guest.say(join(seatOf('b'), { profile }));
  assert.equal(host!.roster?.participants[1]?.profile.name, 'Ana');
  await guest.say({ type: 'update', profile: { ...profile, name: '\u3164', counter: 2 } });
  assert.equal(host!.roster?.participants[1]?.profile.name, '');
});

test('a page does not count on the Room for clean names', () => {
  const profile = { name: 'A\u2069na', sources: [], counter: 1 };
  const entry = { id: 1, page: 'p', role: 'host', away: false, barred: [], profile };
  const policy = { preview: 'names', locked: false, waiting: false };
  const knocking = [{ id: 2, name: 'B\u200bo' }];
  const sent = { type: 'roster', you: 1, participants: [entry], knocking, ice: [], policy };
  const roster = parseOneOf(RoomMessage, JSON.stringify(sent));
  assert.ok(roster?.type === 'roster');
  assert.equal(roster.participants[0]?.profile.name, 'Ana');
  assert.equal(roster.knocking?.[0]?.name, 'Bo');
  const preview = { count: 1, names: ['\u202eC'] };
  const hello = parseOneOf(RoomMessage, {
    type: 'hello',
    version: VERSION,
    policy,
    preview,
    ice: [],
  });
  assert.ok(hello?.type === 'hello');
  assert.deepEqual(hello.preview.names, ['C']);
});
