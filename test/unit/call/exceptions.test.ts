/** Exceptions around a call: joining never throws, never waits forever, and never blames the wrong cause. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { CallError } from '../../../src/call/call-error.js';
import { Call } from '../../../src/call/call.js';
import type { Platform } from '../../../src/call/platform.js';
import { LIMITS } from '../../../src/protocol.js';
import { areAllConnected, World, type Page } from '../../fakes/world.js';

const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);
beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', note);
});
afterEach(async () => {
  // Rejections are reported at the end of a turn of the event loop.
  await new Promise(setImmediate);
  process.off('unhandledRejection', note);
  assert.deepEqual(unhandled, []);
});

const never = () => new Promise<never>(() => {});
const fail = () => {
  throw new TypeError('broken');
};
const reject = () => Promise.reject(new TypeError('broken'));

/** Joins Ana's call with a modified browser; returns the outcome after a minute. */
async function joinWith(foreign: Partial<Platform>, options: object = {}) {
  const world = await World.create();
  const [ana] = (await world.joined('Ana')) as [Page];
  const ben = world.page('Ben', { foreign, ...options });
  const errors: CallError[] = [];
  ben.call.on('call-error', (error) => errors.push(error));
  let rejection: CallError | undefined;
  ben.call.join().catch((error: CallError) => (rejection = error));
  await world.clock.advance(60_000);
  return { world, ana, ben, errors, reasons: errors.map(({ reason }) => reason), rejection };
}

const seatsWith = (part: Partial<Platform['seats']>): Partial<Platform> => ({
  seats: {
    take: () => Promise.resolve(undefined),
    keep() {},
    leaveNote() {},
    takeNote: () => undefined,
    ...part,
  },
});

for (const [what, foreign] of [
  ['no certificate can be made, as where a wrapper lacks the statics', { createCertificate: fail }],
  ['a certificate is refused', { createCertificate: reject }],
  ['a certificate never comes', { createCertificate: never }],
  ['the old seat cannot be read', seatsWith({ take: fail as Platform['seats']['take'] })],
  ['the old seat is refused', seatsWith({ take: reject })],
  ['the old seat never comes', seatsWith({ take: never })],
  ['no seat can be kept', seatsWith({ keep: fail, leaveNote: fail, takeNote: fail as never })],
  ['nothing can be remembered', { memory: { get: fail as never, set: fail } }],
] as const) {
  test(`${what}: the call still connects`, async () => {
    const { ana, ben, reasons, rejection } = await joinWith(foreign);
    assert.equal(rejection, undefined);
    assert.deepEqual(reasons, []);
    assert.equal(ben.call.status, 'joined');
    assert.ok(areAllConnected([ana, ben]));
  });
}

for (const [what, foreign] of [
  ['no socket can be made', { openSocket: fail }],
  ['the page cannot be watched', { watchPage: fail }],
] as const) {
  test(`${what}: joining ends, with the true reason, and can be tried again`, async () => {
    const { ben, reasons, rejection } = await joinWith(foreign as Partial<Platform>);
    assert.equal(rejection?.reason, 'internal-error');
    assert.equal((rejection.cause as Error).message, 'broken');
    assert.deepEqual(reasons, [], 'who waits for `join` is told by that');
    assert.equal(ben.call.status, 'idle');
    await assert.rejects(ben.call.join(), { reason: 'internal-error' });
    assert.equal(ben.call.status, 'idle');
  });
}

test('after an exception on the way in, the next attempt begins from the start', async () => {
  const world = await World.create();
  const [ana] = (await world.joined('Ana')) as [Page];
  let isBroken = true;
  const ben = world.page('Ben', {
    foreign: {
      openSocket: ({ timeout }, events) => {
        if (isBroken) fail();
        return world.server.connect('Ben', events, timeout, () => 'open');
      },
    },
  });
  await assert.rejects(ben.call.join(), { reason: 'internal-error' });
  isBroken = false;
  void ben.call.join();
  await world.clock.until(() => areAllConnected([ana, ben]));
});

test('an exception in the lobby is reported, once in ten seconds', async () => {
  const world = await World.create();
  const ana = world.page('Ana', { foreign: { watchPage: fail } });
  const errors: CallError[] = [];
  ana.call.on('call-error', (error) => errors.push(error));
  for (let count = 0; count < 50; count++) {
    ana.call.open();
    await world.clock.advance(100);
  }
  assert.deepEqual(
    errors.map(({ reason }) => reason),
    ['internal-error'],
  );
  assert.equal((errors[0]!.cause as Error).message, 'broken');
});

test('an exception in the room leaves the call as it is, and is reported', async () => {
  const world = await World.create();
  const [ana, ben] = (await world.joined('Ana', 'Ben')) as [Page, Page];
  const errors: CallError[] = [];
  ana.call.on('call-error', (error) => errors.push(error));
  const fragile = ana.call.channel('page', (data): data is string => {
    throw new RangeError(`cannot judge ${String(data)}`);
  });
  fragile.on('message', () => assert.fail('it was not let through'));
  for (let count = 0; count < 20; count++) {
    ben.call.channel('page', (data): data is string => typeof data === 'string').send('hello');
    await world.clock.advance(200);
  }
  assert.deepEqual(
    errors.map(({ reason }) => reason),
    ['internal-error'],
  );
  assert.ok(errors[0]!.cause instanceof RangeError);
  assert.equal(ana.call.status, 'joined');
  assert.ok(areAllConnected([ana, ben]));
});

for (const [what, tokenProvider, cause] of [
  ['throws', fail, /broken/],
  ['rejects', reject, /broken/],
  ['never answers', never, /No answer/],
  ['returns a number', () => 42, /type number/],
  ['returns an object', () => ({ token: 'x' }), /type object/],
  ['is no function', 'https://example.com/token', /not a function/],
] as const) {
  test(`a token provider that ${what} is reported, and the Room says what it makes of no token`, async () => {
    const { ben, reasons, errors } = await joinWith({}, { tokenProvider });
    assert.equal(ben.call.status, 'joined', 'this one requires none');
    assert.deepEqual(reasons, ['token-unavailable']);
    assert.match(String(errors[0]!.cause), cause);
  });
}

for (const given of [undefined, null, '']) {
  test(`a token provider that returns ${String(given)} has no token to give, and that is no error`, async () => {
    const { ben, reasons } = await joinWith({}, { tokenProvider: () => given });
    assert.equal(ben.call.status, 'joined');
    assert.deepEqual(reasons, []);
  });
}

test('a token provider may return plain text', async () => {
  const world = await World.create();
  const sent: string[] = [];
  world.server.fate = ({ to, text }) => {
    if (to === 'room') sent.push(text);
    return [10];
  };
  const { call } = world.page('Ana', { tokenProvider: (() => 'plain') as never });
  void call.join();
  await world.clock.until(() => call.status === 'joined');
  assert.ok(sent.some((text) => text.includes('"token":"plain"')));
});

test('a token that no server reads is refused at once', async () => {
  const { ben, rejection } = await joinWith({}, { token: 'x'.repeat(LIMITS.token + 1) });
  assert.equal(rejection?.reason, 'token-invalid');
  assert.equal(ben.call.refusal, 'token-invalid');
});

test('a page that takes its time to provide a token does not make the server seem away', async () => {
  const world = await World.create();
  let provide: (token: string) => void = () => {};
  const tokenProvider = () => new Promise<string>((resolve) => (provide = resolve));
  const { call } = world.page('Ana', { tokenProvider });
  const reasons: string[] = [];
  call.on('call-error', ({ reason }) => reasons.push(reason));
  void call.join();
  await world.clock.advance(9_000);
  provide('late');
  await world.clock.until(() => call.status === 'joined');
  assert.deepEqual(reasons, []);
});

test('a foreign response is distinguished from no response', async () => {
  for (const [text, reason] of [
    ['<!doctype html>', 'server-incompatible'],
    ['{"type":"welcome"}', 'server-incompatible'],
    [undefined, 'server-unreachable'],
  ] as const) {
    const world = await World.create();
    const { call } = world.page('Ana', {
      foreign: {
        openSocket: (_address, events) => {
          world.clock.after(20, () => {
            events.onOpen();
            if (text) events.onMessage(text);
          });
          return { isOpen: true, send() {}, close() {} };
        },
      },
    });
    const reasons: string[] = [];
    call.on('call-error', ({ reason }) => reasons.push(reason));
    void call.join();
    await world.clock.advance(6_000);
    assert.deepEqual(reasons, [reason]);
    call.leave();
  }
});

for (const server of [
  'calls.example.com',
  'localhost:1999',
  'ftp://calls.example.com',
  'https://',
  42,
]) {
  test(`the server ${server} is refused when the call is made`, () => {
    const make = () => new Call({ server: server as string, room: 'tea' });
    assert.throws(make, { reason: 'no-server' });
  });
}

test('a name that is not a string is converted, and a missing one stays missing', async () => {
  const world = await World.create();
  for (const [given, name] of [
    [42, '42'],
    [null, ''],
    [undefined, ''],
    [{}, ''],
  ] as const) {
    const { call } = world.page(`page ${String(given)}`, { name: given as unknown as string });
    assert.equal(call.name, name);
    call.name = given as unknown as string;
    assert.equal(call.name, name);
    void call.join(given as unknown as string);
    await world.clock.until(() => call.status === 'joined');
    call.leave();
  }
});
