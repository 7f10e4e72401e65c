/** Settings made before joining apply whenever they are made, and an invalid one never ends a call. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallError } from '../../../src/call/call-error.js';
import { Call, type CallOptions } from '../../../src/call/call.js';
import { areAllConnected, World, type Page } from '../../fakes/world.js';

const turn = { urls: ['turn:t.example.org'], username: 'me', credential: 'secret' };

/** Ana in the room, and Ben's page in the lobby with a prepared offer. */
async function inLobby(options: Partial<CallOptions> = {}) {
  const world = await World.create();
  const [ana] = (await world.joined('Ana')) as [Page];
  const sent: string[] = [];
  world.server.fate = ({ to, text, host }) => {
    if (to === 'room' && host === 'Ben') sent.push(text);
    return [10];
  };
  const ben = world.page('Ben', options);
  const errors: CallError[] = [];
  ben.call.on('call-error', (error) => errors.push(error));
  ben.call.open();
  await world.clock.advance(1_000);
  assert.equal(ben.connections.length, 1, 'an offer was made ahead');
  const join = async () => {
    void ben.call.join();
    await world.clock.until(() => areAllConnected([ana, ben]));
  };
  return { world, ana, ben, errors, sent, join };
}

test('no candidate but those of relays leaves, although an offer was made ahead under another policy', async () => {
  const { ben, sent, join, errors } = await inLobby();
  ben.call.configure({ iceTransportPolicy: 'relay' });
  await join();
  assert.deepEqual(errors, []);
  const [before, ...after] = ben.connections;
  assert.equal(before!.configuration.iceTransportPolicy, 'all');
  assert.equal(before!.connectionState, 'closed');
  for (const { configuration } of after) assert.equal(configuration.iceTransportPolicy, 'relay');
  assert.ok(sent.some((text) => text.includes('candidates')));
  assert.ok(sent.every((text) => !text.includes(`\\"${before!.name}`)));
});

test('the same where it is set while the way in is being found', async () => {
  const world = await World.create();
  await world.joined('Ana');
  for (let after = 0; after < 120; after += 5) {
    const ben = world.page(`Ben ${after}`);
    void ben.call.join();
    await world.clock.advance(after);
    if (ben.call.status !== 'joining') break;
    ben.call.configure({ iceTransportPolicy: 'relay' });
    await world.clock.until(() => ben.call.status === 'joined');
    await world.clock.advance(1_000);
    const living = ben.connections.filter(({ connectionState }) => connectionState !== 'closed');
    for (const { configuration } of living) {
      assert.equal(configuration.iceTransportPolicy, 'relay', `set after ${after} ms`);
    }
    ben.call.leave();
    await world.clock.advance(1_000);
  }
});

test('servers that are set in the lobby are used from the first connection on', async () => {
  const { ben, sent, join } = await inLobby();
  ben.call.configure({ iceServers: [turn] });
  await join();
  const [before, ...after] = ben.connections;
  for (const { configuration } of after) assert.deepEqual(configuration.iceServers, [turn]);
  assert.ok(sent.every((text) => !text.includes(`\\"${before!.name}`)));
});

test('servers that are set just before joining are asked, although an offer was being made', async () => {
  const world = await World.create();
  const [ana] = (await world.joined('Ana')) as [Page];
  for (let after = 0; after < 20; after++) {
    const ben = world.page(`Ben ${after}`);
    ben.call.open();
    await world.clock.advance(100);
    // By then, another offer is being created.
    ben.call.configure({ iceServers: [{ urls: 'stun:other.example.org' }] });
    await world.clock.advance(after);
    const asked: (RTCIceServer[] | undefined)[] = [];
    world.internet.candidatesOf = (host, { iceServers }) => {
      if (host === ben.host) asked.push(iceServers);
      return ['typ host'];
    };
    ben.call.configure({ iceServers: [turn] });
    void ben.call.join();
    await world.clock.until(() => areAllConnected([ana, ben]));
    assert.ok(asked.length > 0);
    for (const servers of asked) assert.deepEqual(servers, [turn], `set after ${after} ms`);
    ben.call.leave();
    await world.clock.advance(1_000);
  }
});

test('what is set to the same again costs no second offer', async () => {
  const { ben, join } = await inLobby({ iceServers: [turn], iceTransportPolicy: 'all' });
  ben.call.configure({ iceServers: [{ ...turn }], iceTransportPolicy: undefined });
  await join();
  assert.equal(ben.connections.length, 1);
});

test('what is set in a call counts from the next time on', async () => {
  const { world, ana, ben, join } = await inLobby();
  await join();
  ben.call.configure({ iceTransportPolicy: 'relay', iceServers: [turn] });
  const cleo = world.page('Cleo');
  void cleo.call.join();
  await world.clock.until(() => areAllConnected([ana, ben, cleo]));
  assert.ok(
    ben.connections.every(({ configuration }) => configuration.iceTransportPolicy === 'all'),
  );
  const made = ben.connections.length;
  ben.call.leave();
  void ben.call.join();
  await world.clock.until(() => areAllConnected([ana, ben, cleo]));
  for (const { configuration } of ben.connections.slice(made)) {
    assert.equal(configuration.iceTransportPolicy, 'relay');
    assert.deepEqual(configuration.iceServers, [turn]);
  }
});

test('a token and its provider that are set in the lobby are those that are used', async () => {
  const { ben, sent, join } = await inLobby({ token: 'first' });
  ben.call.configure({ token: 'second' });
  ben.call.configure({ tokenProvider: () => Promise.resolve(undefined) });
  await join();
  const joins = sent.filter((text) => text.includes('"type":"join"'));
  assert.ok(joins.length > 0 && joins.every((text) => text.includes('"token":"second"')));
  ben.call.leave();
  sent.length = 0;
  ben.call.configure({ tokenProvider: () => Promise.resolve('third') });
  await join();
  assert.ok(sent.some((text) => text.includes('"token":"third"')));
});

for (const [what, iceServers, used] of [
  ['a query in a STUN address', [{ urls: 'stun:h:3478?transport=udp' }, turn], [turn]],
  ['a TURN server without credentials', [{ urls: 'turn:h' }, turn], [turn]],
  ['an object in place of a list', { urls: 'stun:h' }, []],
  ['a string', 'stun:h', []],
  ['a number', 42, []],
  ['a list of null', [null], []],
] as const) {
  test(`${what}: the call goes on without it, and says what is wrong`, async () => {
    const { ben, errors, join } = await inLobby({
      iceServers: iceServers as unknown as RTCIceServer[],
    });
    assert.deepEqual(
      errors.map(({ reason }) => reason),
      ['ice-servers-invalid'],
    );
    assert.match(String(errors[0]!.cause), /iceServers/);
    await join();
    assert.equal(errors.length, 1, 'once');
    assert.deepEqual(ben.connections.at(-1)!.configuration.iceServers, used);
  });
}

test('a policy that is not known hides addresses, and is reported', async () => {
  const { ben, errors, join } = await inLobby({
    iceTransportPolicy: 'bogus' as RTCIceTransportPolicy,
  });
  assert.deepEqual(
    errors.map(({ reason }) => reason),
    ['ice-transport-policy-invalid'],
  );
  await join();
  assert.equal(ben.connections.at(-1)!.configuration.iceTransportPolicy, 'relay');
});

test('a policy in capitals means what it says', async () => {
  const { ben, errors, join } = await inLobby({
    iceTransportPolicy: ' Relay' as RTCIceTransportPolicy,
  });
  await join();
  assert.deepEqual(errors, []);
  assert.equal(ben.connections.at(-1)!.configuration.iceTransportPolicy, 'relay');
});

test('a room name that has no encoding is refused at once', () => {
  for (const room of ['x\ud83d', '\udc00', '', '..', 'x'.repeat(129)]) {
    assert.throws(() => new Call({ server: 'https://calls.example.com', room }), {
      reason: 'no-room',
    });
  }
});
