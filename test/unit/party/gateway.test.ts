/** The door to all rooms: one address for each room, which pages may connect, and how often an address may ask. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import {
  Addresses,
  addressKey,
  isPrivateAddress,
  originOf,
  socketId,
} from '../../../party/base/addresses.js';
import { Gateway } from '../../../party/gateway/gateway.js';
import { OPENINGS_PER_SOCKET, ROOM_LIMITS } from '../../../party/base/limits.js';
import { limited } from '../../../party/base/log.js';
import { canonicalRoomName, LIMITS } from '../../../src/protocol.js';

const askFor = (url: string, headers: { [name: string]: string } = {}) => {
  const { host } = new URL(url);
  // `Request` doesn't allow its `Host` header to be set.
  const request = new Request(url);
  const all = new Map(Object.entries({ host, ...headers }));
  Object.defineProperty(request, 'headers', {
    value: { get: (name: string) => all.get(name) ?? null },
  });
  return request;
};
const at = (spelling: string, env = {}) =>
  new Gateway().admit(askFor('http://localhost:1999/'), spelling, env);

const PER_ROOM = ROOM_LIMITS.perAddress;
/** How many sockets an address may open at once. */
const MOST = PER_ROOM * OPENINGS_PER_SOCKET;

test('however a room is spelled in an address, it is one object', () => {
  for (const [room, spellings] of [
    ['tea', ['tea', '%74ea', 't%65a', '%74%65%61', 'tea%E2%80%8B', '%20tea%20', 'te%C2%ADa']],
    ['a%2Fb', ['a%2Fb', 'a%2fb']],
    ['..%2F', ['..%2F', '%2E%2E%2F', '%2e.%2f']],
    ['caf%C3%A9', ['caf%C3%A9', 'cafe%CC%81', 'caf%c3%a9', 'café', 'cafe\u0301']],
    ['%2574ea', ['%2574ea']],
    ['%F0%9F%92%A5', ['%F0%9F%92%A5']],
  ] as const) {
    for (const spelling of spellings) {
      const admission = at(spelling);
      assert.ok(!(admission instanceof Response), spelling);
      assert.equal(admission.room, room, spelling);
    }
  }
  for (const none of ['', '%', '%ff', '%ED%A0%BD', '.', '..', '...', '%2E', '%00', '%E2%80%8B']) {
    assert.equal((at(none) as Response).status, 400, none);
  }
  assert.equal((at('x'.repeat(LIMITS.room + 1)) as Response).status, 400);
});

test('the canonical name of a room is its own canonical name, and any text has one or none', () => {
  for (const name of [
    'tea',
    ' a b ',
    'e\u0301',
    'a\u200bb',
    '\u0958',
    '👩‍👩‍👧',
    'مرحبا',
    '../x',
    '%',
    '\u1100\u1161',
  ]) {
    const canonical = canonicalRoomName(name);
    assert.ok(canonical, name);
    assert.equal(canonicalRoomName(canonical), canonical);
    assert.equal(decodeURIComponent(encodeURIComponent(canonical)), canonical);
  }
  for (const none of ['x\ud83d', '\udc00', '\u200b\u00ad', '....', 'x'.repeat(1e6)]) {
    assert.equal(canonicalRoomName(none), undefined, none.slice(0, 20));
  }
});

test('only listed pages come in, and those of the server where its name cannot be made up', () => {
  const env = { ALLOWED_ORIGINS: 'https://site.example', LOG: 'none' };
  const door = new Gateway();
  for (const [url, origin, isIn] of [
    ['https://calls.example.com', 'https://site.example', true],
    ['http://localhost:1999', 'http://localhost:1999', true],
    ['http://127.0.0.1:1999', 'http://127.0.0.1:1999', true],
    ['https://192.0.2.7:1999', 'https://192.0.2.7:1999', true],
    ['http://[::1]:1999', 'http://[::1]:1999', true],
    // A name that was made to resolve to this server.
    ['http://evil.example:1999', 'http://evil.example:1999', false],
    ['http://127.0.0.1.evil.example', 'http://127.0.0.1.evil.example', false],
    ['https://calls.example.com', 'https://calls.example.com', false],
    ['http://localhost:1999', 'https://localhost:1999', false],
    ['http://localhost:1999', 'http://localhost:2000', false],
    ['http://site.example', 'http://site.example', false],
    ['http://localhost:1999', 'null', false],
    ['http://localhost:1999', '', false],
  ] as const) {
    const admission = door.admit(askFor(url, { origin }), 'tea', env);
    assert.equal(!(admission instanceof Response), isIn, `${origin} at ${url}`);
  }
});

test('an address is counted before it is judged; of IPv6 the network is', (context: TestContext) => {
  for (const [address, key] of [
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2::5', '2001:db8:1:2::/64'],
    ['2001:0DB8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['[2001:db8::1]:443', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['', ''],
    ['::::', '::::'],
    ['x'.repeat(1_000), 'x'.repeat(64)],
  ]) {
    assert.equal(addressKey(address!), key);
  }
  assert.equal(originOf({ id: socketId('') }), '');
  assert.equal(originOf({ id: socketId('a') }), originOf({ id: socketId('a') }));
  assert.ok(!socketId('192.0.2.7').includes('192'), 'it does not tell the address');

  const said = context.mock.method(console, 'info', () => {});
  // On a busy machine, the bucket would be refilled by one meanwhile.
  context.mock.timers.enable({ apis: ['Date'] });
  const door = new Gateway();
  const env = { ALLOWED_ORIGINS: 'https://site.example', CLIENT_ADDRESS_HEADER: 'x-real-ip' };
  const statuses = Array.from({ length: MOST + 5 }, (_, index) => {
    const headers = { 'x-real-ip': `2001:db8::${index}`, origin: `https://${'x'.repeat(60_000)}` };
    return (door.admit(askFor('https://a.example', headers), 'tea', env) as Response).status;
  });
  assert.deepEqual([...new Set(statuses)], [403, 429]);
  assert.equal(statuses.filter((status) => status === 429).length, 5);
  const lines = said.mock.calls.map(({ arguments: [line] }) => String(line));
  assert.equal(lines.length, 2, 'one line of each kind');
  assert.ok(lines.every((line) => line.length < 400));
});

test('an operator whose proxy hides client addresses is warned once', (context: TestContext) => {
  const warn = context.mock.method(console, 'warn', () => {});
  const env = { CLIENT_ADDRESS_HEADER: 'x-socket-address' };
  const from = (address: string, settings: object, door: Gateway) =>
    door.admit(
      askFor('https://calls.example.com', { 'x-socket-address': address }),
      'tea',
      settings as typeof env,
    );
  const door = new Gateway();
  for (const address of ['192.0.2.7', '2001:db8::1', '']) from(address, env, door);
  from('127.0.0.1', { ...env, SOCKETS_PER_ADDRESS: 'none' }, door);
  from('127.0.0.1', {}, door);
  assert.equal(warn.mock.callCount(), 0);
  for (const address of ['127.0.0.1', '10.0.0.1', '127.0.0.1']) from(address, env, door);
  assert.equal(warn.mock.callCount(), 1);
  assert.match(
    String(warn.mock.calls[0]!.arguments[0]),
    /127\.0\.0\.1.* Set CLIENT_ADDRESS_HEADER to the header .* x-real-ip/,
  );
});

test('an operator whose proxy does not send the configured header is warned once', (context: TestContext) => {
  const warn = context.mock.method(console, 'warn', () => {});
  const env = { CLIENT_ADDRESS_HEADER: 'x-real-ip' };
  const door = new Gateway();
  const ask = (headers: Record<string, string>, settings: object = env) =>
    door.admit(askFor('https://calls.example.com', headers), 'tea', settings as typeof env);
  ask({ 'x-real-ip': '192.0.2.7' });
  ask({ 'x-real-ip': '' });
  ask({}, { ...env, SOCKETS_PER_ADDRESS: 'none' });
  ask({}, {});
  assert.equal(warn.mock.callCount(), 0);
  for (let count = 0; count < 3; count++) ask({});
  assert.equal(warn.mock.callCount(), 1);
  assert.match(
    String(warn.mock.calls[0]!.arguments[0]),
    /without the header x-real-ip, .* not limited/,
  );
});

test('the addresses that a proxy may have are known', () => {
  for (const address of [
    ...['127.0.0.1', '127.9.9.9', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    ...['169.254.1.1', '100.64.0.1', '100.127.255.255', '::1', '::ffff:10.0.0.1', 'fd12:3456::1'],
    ...['fc00::1', 'fe80::1%eth0', 'febf::1', '[::1]:443'],
  ]) {
    assert.equal(isPrivateAddress(addressKey(address)), true, address);
  }
  for (const address of [
    ...['192.0.2.7', '126.0.0.1', '11.0.0.1', '172.15.0.1', '172.32.0.1', '192.169.0.1'],
    ...['100.63.0.1', '100.128.0.1', '2001:db8::1', '2606:4700::1', 'fec0::1', '110.1.2.3', ''],
  ]) {
    assert.equal(isPrivateAddress(addressKey(address)), false, address);
  }
});

test('what is known of addresses is bounded', () => {
  const addresses = new Addresses();
  const began = process.memoryUsage().heapUsed;
  for (let index = 0; index < 50_000; index++) addresses.mayOpen(`address ${index}`, 0, PER_ROOM);
  assert.ok(process.memoryUsage().heapUsed - began < 20e6);
  for (let count = 0; count < MOST; count++) addresses.mayOpen('a', 1, PER_ROOM);
  assert.equal(addresses.mayOpen('a', 1, PER_ROOM), false);
  assert.equal(addresses.mayOpen('a', 1_001, PER_ROOM), true);
  for (let count = 0; count < 2 * MOST; count++) assert.ok(addresses.mayOpen('b', 1, Infinity));
});

test('a log has the first lines of each kind in a minute, and says how many it left out', () => {
  const lines: object[] = [];
  let now = 0;
  const log = limited(
    (event, facts) => lines.push({ event, ...facts }),
    () => now,
    2,
  );
  for (let count = 0; count < 5; count++) log('refused', { reason: 'invalid' });
  log('refused', { reason: 'locked', more: 'x'.repeat(1_000) });
  now = 60_000;
  log('refused', { reason: 'invalid' });
  assert.deepEqual(lines, [
    { event: 'refused', reason: 'invalid' },
    { event: 'refused', reason: 'invalid' },
    { event: 'refused', reason: 'locked', more: 'x'.repeat(200) },
    { event: 'refused', reason: 'invalid', leftOut: 3 },
  ]);
});
