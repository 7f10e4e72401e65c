/** The STUN and TURN servers of a page, an operator or a room server: which are used, and how the rest is reported. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readIceServers } from '../../../src/ice-servers.js';
import { parseOneOf, RoomMessage, VERSION } from '../../../src/protocol.js';

const turn = { urls: 'turn:t.example.org', username: 'me', credential: 'secret' };

for (const url of [
  'stun:h',
  'stun:h:3478',
  'STUN:h',
  'stun:192.0.2.7',
  'stun:[2001:db8::7]:3478',
  'turn:h?transport=udp',
  'turn:h:443?transport=tcp',
  'turns:h:5349?transport=tcp',
]) {
  test(`${url} is used`, () => {
    assert.deepEqual(readIceServers([{ ...turn, urls: url }]), {
      servers: [{ ...turn, urls: [url] }],
      problems: [],
    });
  });
}

for (const [what, value, problem] of [
  ['a query in a STUN address', [{ urls: 'stun:h:3478?transport=udp' }], /must not have a query/],
  ['a TURN server without credentials', [{ urls: 'turn:h' }], /without username and credential/],
  ['half the credentials', [{ urls: 'turn:h', username: 'me' }], /without username and credential/],
  ['an empty username', [{ ...turn, username: '' }], /without username and credential/],
  ['a username that is too long', [{ ...turn, username: 'ä'.repeat(255) }], /without username/],
  ['an unknown transport', [{ ...turn, urls: 'turn:h?transport=sctp' }], /only have the query/],
  ['another query', [{ ...turn, urls: 'turn:h?a=b' }], /only have the query/],
  ['another scheme', [{ urls: 'https://h' }], /is not an address/],
  ['STUN over TLS, which Firefox does not know', [{ urls: 'stuns:h' }], /is not an address/],
  ['no scheme', [{ urls: 'h:3478' }], /is not an address/],
  ['no host', [{ urls: 'stun::3478' }], /is not an address/],
  ['an authority', [{ urls: 'stun://h' }], /is not an address/],
  ['a user in the address', [{ ...turn, urls: 'turn:me@h' }], /is not an address/],
  ['a port that is none', [{ urls: 'stun:h:99999' }], /no valid port/],
  ['a port of 0', [{ urls: 'stun:h:0' }], /no valid port/],
  ['a port that browsers block', [{ ...turn, urls: 'turn:h:53' }], /uses port 53/],
  ['numbers that are no address', [{ urls: 'stun:999.1.1.1' }], /is not an address/],
  ['half an IPv6 address', [{ urls: 'stun:[1:2]' }], /is not an address/],
  ['spaces', [{ urls: 'stun: h' }], /is not an address/],
  ['an empty address', [{ urls: '' }], /is not an address/],
  ['an address without an end', [{ urls: `stun:${'h'.repeat(300)}` }], /is not an address/],
  ['an address that is no text', [{ urls: [1n] }], /urls: bigint is not a string/],
  ['no addresses', [{ urls: [] }], /urls is empty/],
  ['`url` in place of `urls`', [{ url: 'stun:h' }], /urls is missing/],
  ['`urls` without a value', [{ urls: null }], /urls is missing/],
  ['a string in the list', ['stun:h'], /iceServers\[0\] is not an RTCIceServer/],
  ['null in the list', [null], /is not an RTCIceServer/],
  ['a number in the list', [3478], /is not an RTCIceServer/],
] as const) {
  test(`${what} is left out and reported, and the others are used`, () => {
    const { servers, problems } = readIceServers([...value, turn]);
    assert.deepEqual(servers, [{ ...turn, urls: [turn.urls] }]);
    assert.equal(problems.length, 1, problems.join());
    assert.match(problems[0]!, problem);
  });
}

test('what is not a list is reported', () => {
  for (const value of [{ urls: 'stun:h' }, 'stun:h', 42, true, () => []]) {
    const { servers, problems } = readIceServers(value);
    assert.equal(servers, undefined);
    assert.deepEqual(problems, ['iceServers is not an array of RTCIceServer']);
  }
});

test('no value is no list, and no mistake; an empty list is a list', () => {
  for (const value of [undefined, null]) {
    assert.deepEqual(readIceServers(value), { servers: undefined, problems: [] });
  }
  assert.deepEqual(readIceServers([]), { servers: [], problems: [] });
});

test('of several addresses those that can be used are used', () => {
  const { servers, problems } = readIceServers([
    { urls: ['stun:h', 'turn:h', 'stun:h?transport=udp'], username: null, credential: undefined },
    { urls: ['turn:t'], username: 42, credential: 7 },
  ]);
  assert.deepEqual(servers, [
    { urls: ['stun:h'] },
    { urls: ['turn:t'], username: '42', credential: '7' },
  ]);
  assert.equal(problems.length, 2);
});

test('a list longer than any browser needs is cut, which is reported', () => {
  const { servers, problems } = readIceServers(Array.from({ length: 40 }, () => turn));
  assert.equal(servers?.length, 8);
  assert.match(problems.join(), /more than 8 entries/);
  const many = { ...turn, urls: Array.from({ length: 40 }, () => 'turn:t') };
  const { servers: cut, problems: said } = readIceServers([many]);
  assert.equal(cut?.[0]?.urls.length, 16);
  assert.match(said.join(), /more than 16 entries/);
});

test('a room server that gives a server browsers refuse does not take the others away', () => {
  const hello = parseOneOf(RoomMessage, {
    type: 'hello',
    version: VERSION,
    ice: [{ urls: ['turn:t'] }, { urls: ['stun:h'] }],
  });
  assert.deepEqual(hello?.type === 'hello' && hello.ice, [{ urls: ['stun:h'] }]);
});
