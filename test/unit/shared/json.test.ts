/** Messages on pages that extend the built-in prototypes, as libraries of 2007 did and some still do. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { isSame } from '../../../src/call/base/is-same.js';
import { toJson } from '../../../src/json.js';
import {
  ChannelMessage,
  ClientMessage,
  parse,
  parseOneOf,
  RoomMessage,
  Signal,
  VERSION,
} from '../../../src/protocol.js';

const undo: (() => void)[] = [];
afterEach(() => {
  for (const step of undo.splice(0)) step();
});

/** Extends a prototype as a plain assignment does: the property is enumerable. */
function extend(prototype: object, name: string, value: unknown): void {
  Object.assign(prototype, { [name]: value });
  undo.push(() => Reflect.deleteProperty(prototype, name));
}

const profile = { name: 'Ana', sources: ['camera', 'microphone'], counter: 1 };
const join = {
  ...{ type: 'join', version: VERSION, page: 'p', profile, seat: '0'.repeat(32) },
  offer: { type: 'offer', page: 'p', epoch: 1, number: 0, sdp: 'v=0' },
};
const policy = { preview: 'count', locked: false, waiting: false };
const person = { id: 1, page: 'p', role: 'host', away: false, barred: [], profile };
const roster = { type: 'roster', you: 1, participants: [person], ice: [], policy };

const plain = (value: unknown): unknown =>
  value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);

function assertWire(): void {
  const written = [join, profile, ['a', ['b', { c: [] }]], 'text', null, 4].map(toJson);
  const read = [
    parseOneOf(ClientMessage, toJson(join)),
    parseOneOf(RoomMessage, toJson(roster)),
    parseOneOf(RoomMessage, toJson({ type: 'hello', version: VERSION, policy })),
    parseOneOf(RoomMessage, toJson({ type: 'refused', reason: 'locked' })),
    parseOneOf(Signal, toJson(join.offer)),
    parse(ChannelMessage, toJson({ topic: 'chat', data: { list: [1] } })),
    parse(ChannelMessage, toJson({ topic: 'chat', data: 1, more: 2 })),
  ];
  const same = [isSame(['a'], ['a']), isSame(['a'], ['b']), isSame({ a: [1] }, { a: [2] })];
  for (const step of undo.splice(0)) step();
  assert.deepEqual(
    written.map((text) => JSON.parse(text) as unknown),
    [join, profile, ['a', ['b', { c: [] }]], 'text', null, 4],
  );
  assert.deepEqual(
    read.map(plain),
    [
      join,
      roster,
      {
        ...{ type: 'hello', version: VERSION, policy },
        ...{ preview: {}, ice: [] },
      },
      { type: 'refused', reason: 'locked' },
      join.offer,
      { topic: 'chat', data: { list: [1] } },
      undefined,
    ].map(plain),
  );
  assert.deepEqual(same, [true, false, false]);
}

test('messages are written and read', () => assertWire());

test('the same where every object has another method', () => {
  extend(Object.prototype, 'x', () => {});
  extend(Object.prototype, 'each', function each() {});
  assertWire();
});

test('the same where every object has a property with the name of ours', () => {
  extend(Object.prototype, 'offer', 'not ours');
  extend(Object.prototype, 'data', {});
  assertWire();
});

test('the same where arrays write themselves', () => {
  extend(Array.prototype, 'toJSON', function toJSON(this: unknown[]) {
    return `[${this.length}]`;
  });
  assertWire();
});

test('the same where objects write themselves', () => {
  extend(Object.prototype, 'toJSON', () => 'object');
  assertWire();
});
