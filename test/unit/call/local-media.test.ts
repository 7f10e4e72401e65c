/** Media capture: what the user is asked for, and the error for each failure. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { World, type Page } from '../../fakes/world.js';

const alone = async () => {
  const world = await World.create();
  return { world, ...world.page('Ana') };
};

test('both devices are one question', async () => {
  const { call, devices } = await alone();
  await call.turnOnAll(['microphone', 'camera']);
  assert.equal(devices.asked, 1);
  assert.equal(call.sourceState('microphone').status, 'on');
  assert.equal(call.sourceState('camera').status, 'on');
});

test('a failing listener does not prevent others from running', async () => {
  const { call, devices } = await alone();
  devices.errors.set('video', { name: 'NotFoundError' });
  await call.turnOnAll(['microphone', 'camera']);
  assert.equal(call.sourceState('microphone').status, 'on');
  assert.deepEqual(call.sourceState('camera'), { status: 'off', problem: 'media-none' });
});

test('after leaving, the second of two devices is no longer asked for', async () => {
  const world = await World.create();
  const [{ call, devices }] = (await world.joined('Ana')) as [Page];
  devices.errors.set('video', { name: 'NotFoundError' });
  const answers: (() => void)[] = [];
  const hold = () => {
    devices.gate = new Promise((resolve) => answers.push(resolve));
  };
  hold();
  const done = call.turnOnAll(['microphone', 'camera']);
  hold();
  answers[0]!();
  await world.clock.advance(100);
  assert.equal(devices.asked, 2, 'about both, and about the microphone');
  call.leave();
  answers[1]!();
  await done;
  await world.clock.advance(100);
  assert.equal(devices.asked, 2);
  assert.deepEqual(devices.live, []);
});

test('a user who dismissed the prompt is not asked again', async () => {
  const { call, devices } = await alone();
  for (const kind of ['audio', 'video'] as const) {
    devices.errors.set(kind, { name: 'NotAllowedError', message: 'Permission dismissed' });
  }
  await call.turnOnAll(['microphone', 'camera']);
  assert.equal(devices.asked, 1);
  assert.equal(call.sourceState('camera').problem, 'media-dismissed');
});

for (const [name, message, reason] of [
  ['NotAllowedError', 'Permission denied', 'media-denied'],
  ['NotAllowedError', 'Permission denied by system', 'media-blocked-by-system'],
  ['SecurityError', '', 'media-denied'],
  ['NotFoundError', '', 'media-none'],
  ['NotReadableError', '', 'media-busy'],
  ['AbortError', '', 'media-busy'],
  ['OverconstrainedError', '', 'media-constraint'],
  ['TypeError', '', 'media-unsupported'],
] as const) {
  test(`${name} ${message && `(${message}) `}is ${reason}`, async () => {
    const { world, call, devices } = await alone();
    devices.errors.set('video', { name, message });
    const refused = assert.rejects(call.turnOn('camera'), { reason, source: 'camera' });
    await world.clock.advance(1_000);
    await refused;
    assert.deepEqual(call.sourceState('camera'), { status: 'off', problem: reason });
  });
}

test('a device that is busy for a moment is tried again', async () => {
  const { world, call, devices } = await alone();
  devices.errors.set('video', { name: 'NotReadableError' });
  const done = call.turnOn('camera');
  await world.clock.advance(100);
  devices.errors.clear();
  await world.clock.advance(1_000);
  await done;
  assert.equal(call.sourceState('camera').status, 'on');
});

test('a screen that is asked for too long after a click is no problem of the browser', async () => {
  const { call, devices } = await alone();
  devices.errors.set('screen', { name: 'InvalidStateError' });
  await assert.rejects(call.turnOn('screen'), { reason: 'media-dismissed' });
  assert.equal(call.sourceState('screen').problem, undefined);
});

test('closing the picker of a screen is a choice and no problem', async () => {
  const { call, devices } = await alone();
  devices.errors.set('screen', { name: 'NotAllowedError', message: 'Permission denied' });
  await assert.rejects(call.turnOn('screen'), { reason: 'media-dismissed' });
  assert.equal(call.sourceState('screen').problem, undefined);
});

test('a camera turned off while it is still starting stays off and is let go', async () => {
  const { call, devices } = await alone();
  let open = () => {};
  devices.gate = new Promise((resolve) => (open = resolve));
  const done = call.turnOn('camera').catch(() => {});
  call.turnOff('camera');
  open();
  await done;
  assert.equal(call.sourceState('camera').status, 'off');
  assert.deepEqual(devices.live, []);
});

test('the only camera says so when it is unplugged, and can be turned on again', async () => {
  const { world, call, devices } = await alone();
  const told: string[] = [];
  call.on('call-error', ({ reason }) => told.push(reason));
  await call.turnOn('camera');
  devices.unplug('camera 1');
  await world.clock.advance(100);
  assert.deepEqual(call.sourceState('camera'), { status: 'off', problem: 'media-lost' });
  assert.deepEqual(told, ['media-lost']);
  devices.plug('camera 1', 'videoinput');
  await call.turnOn('camera');
  assert.equal(call.sourceState('camera').status, 'on');
});

test('a muted microphone is back at once without asking, and leaving lets it go', async () => {
  const { call, devices } = await alone();
  await call.turnOn('microphone');
  call.turnOff('microphone');
  assert.equal(devices.tracks[0]!.enabled, false);
  await call.turnOn('microphone');
  assert.equal(devices.asked, 1);
  call.turnOff('microphone');
  call.leave();
  assert.deepEqual(devices.live, []);
});

test('a page without devices learns why: it is not secure, or the browser has no API', async () => {
  const world = await World.create();
  for (const [isSecure, reason] of [
    [true, 'media-unsupported'],
    [false, 'media-insecure'],
  ] as const) {
    const foreign = { mediaDevices: undefined, isSecure };
    const { call } = world.page(`Ana ${isSecure}`, { foreign });
    await assert.rejects(call.turnOn('camera'), { reason });
  }
  const foreign = { mediaDevices: {} as MediaDevices };
  const { call } = world.page('Ben', { foreign });
  await assert.rejects(call.turnOn('microphone'), { reason: 'media-unsupported' });
  await assert.rejects(call.turnOn('screen'), { reason: 'media-unsupported' });
});

test('why a device is not to be had is known without a network', async () => {
  const world = await World.create();
  const { call, devices } = world.page('Ana', {
    foreign: { loadActiveMedia: () => Promise.reject(new TypeError('Failed to fetch')) },
  });
  devices.errors.set('video', { name: 'NotFoundError' });
  await assert.rejects(call.turnOn('camera'), { reason: 'media-none' });
});

test('the sound of a shared screen leaves out the call itself', async () => {
  const world = await World.create();
  const { call, devices } = world.page('Ana');
  await call.turnOn('screen');
  assert.equal(devices.screenSound?.echoCancellation, true);
  assert.ok(!('restrictOwnAudio' in devices.screenSound));
  call.turnOff('screen');
  devices.supported = { echoCancellation: true, restrictOwnAudio: true };
  await call.turnOn('screen');
  const { restrictOwnAudio, echoCancellation } = devices.screenSound as Record<string, unknown>;
  assert.equal(restrictOwnAudio, true);
  // Echo cancellation would degrade music.
  assert.equal(echoCancellation, false);
});
