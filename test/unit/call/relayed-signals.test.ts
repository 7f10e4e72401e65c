/** A relayed signal is parsed once, where it is used; the message that brings it is read without it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseOneOf, RoomMessage } from '../../../src/protocol.js';
import { World } from '../../fakes/world.js';

test('an invalid offer that comes with a roster does not take the roster with it', () => {
  const policy = { preview: 'count', locked: false, waiting: false };
  const roster = { type: 'roster', you: 1, participants: [], ice: [], policy };
  for (const signal of [[], 'text', { type: 'offer' }]) {
    const message = { ...roster, offer: { from: 2, signal } };
    assert.deepEqual(parseOneOf(RoomMessage, JSON.stringify(message)), message);
  }
});

test('each description that is received is checked once', async (t) => {
  const world = await World.create();
  const checked = new Map<string, number>();
  // How the schema of a description counts its media sections.
  const { split } = String.prototype;
  t.mock.method(String.prototype, 'split', function (this: string, separator: string) {
    if (separator === '\nm=') checked.set(this, (checked.get(this) ?? 0) + 1);
    return Reflect.apply(split, this, [separator]) as string[];
  });
  await world.joined('Ana', 'Ben', 'Cleo');
  // Three links, an offer and an answer each.
  assert.equal(checked.size, 6);
  assert.deepEqual([...new Set(checked.values())], [1]);
});
