/** Which device is used: chosen, remembered, unplugged, taken by the system; and the sound level around them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FakeDevices } from '../../fakes/fake-devices.js';
import { sourcesOf, World, type Page } from '../../fakes/world.js';

const SECOND = [
  ['microphone 2', 'audioinput'],
  ['camera 2', 'videoinput'],
] as const;

const plugMore = (devices: FakeDevices) => {
  for (const [id, kind] of SECOND) devices.plug(id, kind);
};

/** Ana sends audio and video to Ben, and has two devices of each kind. */
const talking = async () => {
  const world = await World.create();
  const [ana, ben] = (await world.joined('Ana', 'Ben')) as [Page, Page];
  plugMore(ana.devices);
  await ana.call.turnOnAll(['microphone', 'camera']);
  await world.clock.advance(200);
  /** Ana's sources as Ben saw them, after every change. */
  const seen = new Set<string>();
  ben.call.on('change', () => seen.add(sourcesOf(ben, 'Ana')?.join() ?? ''));
  /** The device that is sent on a lane. */
  const sent = (lane: number) => {
    const { sender } = ana.connections.at(-1)!.getTransceivers()[lane]!;
    const { deviceId, readyState } = sender.track as unknown as Record<string, string>;
    return `${deviceId} ${readyState}`;
  };
  return { world, ana, ben, seen, sent, call: ana.call, devices: ana.devices };
};

test('devices have names once one of them is allowed, and are followed from then on', async () => {
  const world = await World.create();
  const { call, devices } = world.page('Ana');
  assert.deepEqual(call.devices('camera'), []);
  await call.turnOn('camera');
  await world.clock.advance(100);
  assert.deepEqual(call.devices('camera'), [{ id: 'camera 1', label: 'The camera 1' }]);
  assert.deepEqual(call.devices('speaker'), [{ id: 'speaker 1', label: 'The speaker 1' }]);
  let changes = 0;
  call.on('change', () => changes++);
  devices.plug('microphone 2', 'audioinput');
  await world.clock.advance(100);
  assert.equal(call.devices('microphone').length, 2);
  assert.equal(changes, 1);
});

test('another camera is sent on all links, and no one sees the camera off meanwhile', async () => {
  const { world, call, devices, seen, sent } = await talking();
  await call.chooseDevice('camera', 'camera 2');
  assert.equal(call.chosenDevice('camera'), 'camera 2');
  await world.clock.advance(200);
  assert.equal(sent(1), 'camera 2 live');
  assert.deepEqual([...seen].filter(Boolean), [], 'the roster never changed');
  assert.deepEqual(devices.live.map(({ deviceId }) => deviceId).sort(), [
    'camera 2',
    'microphone 1',
  ]);
});

test('the first device is let go before the second is asked for', async () => {
  const { world, call, devices } = await talking();
  let open = () => {};
  devices.gate = new Promise((resolve) => (open = resolve));
  const chosen = call.chooseDevice('microphone', 'microphone 2');
  await world.clock.advance(100);
  assert.deepEqual(
    devices.live.map(({ deviceId }) => deviceId),
    ['camera 1'],
  );
  assert.equal(call.sourceState('microphone').status, 'on');
  open();
  await chosen;
});

test('if the other device fails, the old one is used again', async () => {
  const { world, call, devices, sent } = await talking();
  devices.busy.add('camera 2');
  const refused = assert.rejects(call.chooseDevice('camera', 'camera 2'), {
    reason: 'media-busy',
    source: 'camera',
  });
  await world.clock.advance(1_000);
  await refused;
  assert.deepEqual(call.sourceState('camera'), { status: 'on', problem: undefined });
  assert.equal(call.chosenDevice('camera'), '');
  await world.clock.advance(100);
  assert.equal(sent(1), 'camera 1 live');
});

test('of two quick choices the later one counts, and nothing else stays on', async () => {
  const { world, call, devices, sent } = await talking();
  devices.plug('camera 3', 'videoinput');
  await Promise.all([
    call.chooseDevice('camera', 'camera 2'),
    call.chooseDevice('camera', 'camera 3'),
  ]);
  await world.clock.advance(100);
  assert.equal(sent(1), 'camera 3 live');
  assert.equal(devices.live.length, 2);
});

test('a device that is chosen while the first one starts asks no third time', async () => {
  for (let wait = 0; wait <= 60; wait++) {
    const world = await World.create(2);
    const { call, devices } = world.page('Ana');
    plugMore(devices);
    const starting = call.turnOn('microphone');
    await world.clock.advance(wait);
    await call.chooseDevice('microphone', 'microphone 2');
    await starting;
    await world.clock.advance(1_000);
    assert.ok(devices.asked <= 2, `after ${wait} ms: asked ${devices.asked} times`);
    assert.deepEqual(
      devices.live.map(({ deviceId }) => deviceId),
      ['microphone 2'],
    );
  }
});

test('a camera that is unplugged before its keeper could be loaded is replaced once that is there', async () => {
  const world = await World.create();
  const { call, devices } = world.page('Ana');
  plugMore(devices);
  world.cut.add('Ana');
  await call.turnOn('camera');
  devices.unplug('camera 1');
  await world.clock.advance(10_000);
  world.cut.delete('Ana');
  await world.clock.advance(4_000);
  assert.deepEqual(
    devices.live.map(({ deviceId }) => deviceId),
    ['camera 2'],
  );
});

test('a camera turned off while it is exchanged stays off and is let go', async () => {
  const { world, call, devices } = await talking();
  const chosen = call.chooseDevice('camera', 'camera 2');
  call.turnOff('camera');
  await chosen;
  await world.clock.advance(100);
  assert.equal(call.sourceState('camera').status, 'off');
  assert.deepEqual(
    devices.live.map(({ deviceId }) => deviceId),
    ['microphone 1'],
  );
});

test('a choice for what is off, starting or a speaker is remembered for the next time', async () => {
  const world = await World.create();
  const first = world.page('Ana');
  plugMore(first.devices);
  await first.call.chooseDevice('camera', 'camera 2');
  await first.call.chooseDevice('speaker', 'speaker 2');
  assert.equal(first.devices.asked, 0);
  const second = world.page('Ana');
  plugMore(second.devices);
  assert.equal(second.call.chosenDevice('speaker'), 'speaker 2');
  await second.call.turnOn('camera');
  assert.equal(second.devices.live[0]!.deviceId, 'camera 2');
  const starting = second.call.turnOn('microphone');
  await second.call.chooseDevice('microphone', 'microphone 2');
  await starting;
  assert.deepEqual(
    second.devices.live.map(({ deviceId }) => deviceId),
    ['camera 2', 'microphone 2'],
  );
});

test('a switched-off microphone that is not the chosen one any more is let go', async () => {
  const { call, devices } = await talking();
  call.turnOff('microphone');
  await call.chooseDevice('microphone', 'microphone 2');
  assert.deepEqual(
    devices.live.map(({ deviceId }) => deviceId),
    ['camera 1'],
  );
  await call.turnOn('microphone');
  assert.equal(devices.live[1]!.deviceId, 'microphone 2');
});

test('an unplugged headset: voice goes on, and back to it when it is plugged in again', async () => {
  const { world, call, devices, seen, sent } = await talking();
  await call.chooseDevice('microphone', 'microphone 2');
  await world.clock.advance(100);
  assert.equal(sent(0), 'microphone 2 live');
  devices.unplug('microphone 2');
  await world.clock.advance(100);
  assert.equal(sent(0), 'microphone 1 live');
  assert.deepEqual(call.sourceState('microphone'), { status: 'on', problem: undefined });
  assert.equal(call.chosenDevice('microphone'), 'microphone 2');
  devices.plug('microphone 2', 'audioinput');
  await world.clock.advance(100);
  assert.equal(sent(0), 'microphone 2 live');
  assert.deepEqual([...seen].filter(Boolean), []);
  assert.equal(devices.live.length, 2);
});

test('what was chosen at the last visit and is not there yet is used once it is plugged in', async () => {
  const world = await World.create();
  const last = world.page('Ana');
  await last.call.chooseDevice('microphone', 'headset');
  await last.call.chooseDevice('camera', 'camera 2');
  const { call, devices } = world.page('Ana');
  plugMore(devices);
  const used = () => devices.live.map(({ deviceId }) => deviceId);
  await call.turnOnAll(['microphone', 'camera']);
  assert.deepEqual(used(), ['microphone 1', 'camera 2'], 'the other choice counts');
  await world.clock.advance(100);
  devices.plug('headset', 'audioinput');
  await world.clock.advance(100);
  assert.deepEqual(used(), ['camera 2', 'headset']);
});

test('a device that is not there is not chosen in the middle of a call', async () => {
  const { world, call, sent } = await talking();
  await assert.rejects(call.chooseDevice('camera', 'camera 3'), { reason: 'media-constraint' });
  await world.clock.advance(100);
  assert.equal(sent(1), 'camera 1 live');
  assert.equal(call.chosenDevice('camera'), '');
});

test('the camera is flipped for now, and the next visit begins with the usual one', async () => {
  const world = await World.create();
  const page = world.page('Ana');
  page.devices.plugged = [];
  page.devices.plug('front', 'videoinput', 'user');
  await page.call.turnOn('camera');
  await world.clock.advance(100);
  assert.equal(page.call.canFlipCamera, false, 'one camera has no other side');
  await assert.rejects(page.call.flipCamera(), { reason: 'media-constraint' });
  page.devices.plug('back', 'videoinput', 'environment');
  await world.clock.advance(100);
  assert.equal(page.call.canFlipCamera, true);
  await page.call.flipCamera();
  assert.equal(page.devices.live[0]!.deviceId, 'back');
  assert.equal(page.call.chosenDevice('camera'), 'back');
  page.call.turnOff('camera');
  await page.call.turnOn('camera');
  assert.equal(page.devices.live[0]!.deviceId, 'back');
  await page.call.flipCamera();
  assert.equal(page.devices.live[0]!.deviceId, 'front');
  assert.equal(world.page('Ana').call.chosenDevice('camera'), '');
});

test('a track that the system mutes is an interruption after 3 s, and ends by itself', async () => {
  const { world, call, devices, seen } = await talking();
  const [microphone] = devices.live as [(typeof devices.live)[0]];
  microphone.setMuted(true);
  await world.clock.advance(2_900);
  assert.equal(call.sourceState('microphone').problem, undefined);
  await world.clock.advance(200);
  assert.deepEqual(call.sourceState('microphone'), {
    status: 'on',
    problem: 'media-interrupted',
  });
  microphone.setMuted(false);
  assert.deepEqual(call.sourceState('microphone'), { status: 'on', problem: undefined });
  microphone.setMuted(true);
  await world.clock.advance(1_000);
  microphone.setMuted(false);
  await world.clock.advance(10_000);
  assert.equal(call.sourceState('microphone').problem, undefined, 'a hiccup');
  assert.deepEqual([...seen].filter(Boolean), []);
});

test('what a locked phone took is there again when the page is back', async () => {
  const { world, ana, call, devices, sent } = await talking();
  ana.isHidden = true;
  for (const kind of ['audio', 'video'] as const) {
    devices.errors.set(kind, { name: 'NotAllowedError' });
  }
  for (const track of devices.live) track.end();
  await world.clock.advance(100);
  for (const source of ['microphone', 'camera'] as const) {
    assert.deepEqual(call.sourceState(source), { status: 'on', problem: 'media-interrupted' });
  }
  devices.errors.clear();
  ana.isHidden = false;
  ana.events!.onReturn();
  await world.clock.advance(100);
  for (const source of ['microphone', 'camera'] as const) {
    assert.deepEqual(call.sourceState(source), { status: 'on', problem: undefined });
  }
  assert.deepEqual([sent(0), sent(1)], ['microphone 1 live', 'camera 1 live']);
});

test('a source that was muted while the page was hidden is captured again on return', async () => {
  const { world, ana, call, devices } = await talking();
  const [, camera] = devices.live as [unknown, (typeof devices.live)[0]];
  ana.isHidden = true;
  camera.setMuted(true);
  await world.clock.advance(60_000);
  ana.isHidden = false;
  ana.events!.onReturn();
  await world.clock.advance(100);
  assert.deepEqual(call.sourceState('camera'), { status: 'on', problem: undefined });
  assert.equal(camera.readyState, 'ended');
});

test('a camera paused by hand in the browser’s own bar stays so until it is asked for', async () => {
  const { world, ana, call, devices } = await talking();
  const [, camera] = devices.live as [unknown, (typeof devices.live)[0]];
  const { asked } = devices;
  camera.setMuted(true);
  await world.clock.advance(3_100);
  ana.events!.onFocus();
  ana.isHidden = true;
  await world.clock.advance(1_000);
  ana.isHidden = false;
  ana.events!.onReturn();
  await world.clock.advance(1_000);
  assert.equal(devices.asked, asked);
  assert.equal(call.sourceState('camera').problem, 'media-interrupted');
  await call.turnOn('camera');
  assert.equal(call.sourceState('camera').problem, undefined);
});

test('a phone call that goes on: the problem stays, and a tap tries again', async () => {
  const { world, ana, call, devices } = await talking();
  const [microphone] = devices.live as [(typeof devices.live)[0]];
  microphone.setMuted(true);
  await world.clock.advance(3_100);
  devices.errors.set('audio', { name: 'NotReadableError' });
  ana.events!.onFocus();
  await world.clock.advance(1_000);
  assert.equal(call.sourceState('microphone').problem, 'media-interrupted');
  const refused = assert.rejects(call.turnOn('microphone'), { reason: 'media-interrupted' });
  await world.clock.advance(1_000);
  await refused;
  assert.equal(call.sourceState('microphone').status, 'on');
  assert.equal(call.sourceState('camera').problem, undefined, 'the camera is not touched');
  devices.errors.clear();
  await call.turnOn('microphone');
  assert.deepEqual(call.sourceState('microphone'), { status: 'on', problem: undefined });
  assert.equal(devices.live.length, 2);
});

test('a device unplugged while the page is hidden is replaced at once as well', async () => {
  const { world, ana, call, devices, sent } = await talking();
  ana.isHidden = true;
  devices.unplug('microphone 1');
  await world.clock.advance(100);
  assert.equal(sent(0), 'microphone 2 live');
  assert.deepEqual(call.sourceState('microphone'), { status: 'on', problem: undefined });
});

test('device recovery that failed to load is loaded when the page is visible again', async () => {
  const world = await World.create();
  const page = world.page('Ana');
  const { call, devices } = page;
  plugMore(devices);
  world.cut.add('Ana');
  call.open();
  await call.turnOn('camera');
  await assert.rejects(call.chooseDevice('camera', 'camera 2'), { reason: 'load-failed' });
  assert.equal(call.chosenDevice('camera'), '');
  devices.unplug('camera 1');
  world.cut.delete('Ana');
  page.events!.onFocus();
  await world.clock.advance(100);
  assert.deepEqual(
    devices.live.map(({ deviceId }) => deviceId),
    ['camera 2'],
  );
});

test('the level of the microphone is available, even while it is off', async () => {
  const { world, call, devices } = await talking();
  devices.loudness = 0.5;
  assert.equal(call.level('self'), 0.5);
  call.turnOff('microphone');
  assert.equal(call.level('self'), 0.5);
  assert.equal(call.level('self', 'screen-audio'), 0);
  await call.turnOn('microphone');
  await call.chooseDevice('microphone', 'microphone 2');
  assert.equal(call.level('self'), 0.5);
  assert.equal(devices.meters, 1);
  assert.equal(devices.live.length, 3, 'camera, microphone and what measures it');
  call.leave();
  await world.clock.advance(100);
  assert.equal(devices.meters, 0);
  assert.deepEqual(devices.live, []);
  assert.equal(call.level('self'), 0);
});

test('the level of others is available while their microphone is on and packets arrive', async () => {
  const { world, ana, ben } = await talking();
  const { id } = ana.call.self!;
  const { receiver } = ben.connections.at(-1)!.getTransceivers()[0]!;
  assert.equal(ben.call.level(id), 0);
  receiver.played = { timestamp: 1, audioLevel: 0.25 };
  assert.equal(ben.call.level(id), 0.25);
  await world.clock.advance(400);
  assert.equal(ben.call.level(id), 0.25);
  await world.clock.advance(200);
  assert.equal(ben.call.level(id), 0, 'no packet since');
  receiver.played = { timestamp: 2, audioLevel: 0.25 };
  assert.equal(ben.call.level(id), 0.25);
  assert.equal(ben.call.level(id, 'screen-audio'), 0);
  ana.call.turnOff('microphone');
  await world.clock.advance(100);
  receiver.played = { timestamp: 3, audioLevel: 0.25 };
  assert.equal(ben.call.level(id), 0, 'switched off');
  assert.equal(ben.call.level(4_711), 0);
});

test('if the browser does not report the level of played audio, it is measured', async () => {
  const { ana, ben } = await talking();
  const { id } = ana.call.self!;
  const { receiver } = ben.connections.at(-1)!.getTransceivers()[0]!;
  receiver.played = { timestamp: 1, audioLevel: 0.000001 };
  Object.assign(receiver.track, { enabled: true, readyState: 'live' });
  ben.devices.loudness = 0.125;
  assert.equal(ben.call.level(id), 0.125);
  assert.equal(ben.call.level(id), 0.125);
  assert.equal(ben.devices.meters, 1);
  ben.call.leave();
  assert.equal(ben.devices.meters, 0);
});

/** A page's next visit, where the browser gives every device a different id. */
async function nextVisit(world: World, twins = false) {
  const { call, devices } = world.page('Ana');
  const plug = (name: string) => {
    devices.plugged = [
      { id: `${name} a`, kind: 'audioinput', label: 'Built-in' },
      { id: `${name} b`, kind: 'audioinput', label: 'Headset' },
      { id: `${name} c`, kind: 'audioinput', label: twins ? 'Headset' : 'Desk' },
      { id: `${name} s`, kind: 'audiooutput', label: 'Headset' },
    ];
  };
  return { call, devices, plug };
}

for (const twins of [false, true]) {
  test(`a chosen device is found under another id by its label${twins ? ' and its place' : ''}`, async () => {
    const world = await World.create();
    const first = await nextVisit(world, twins);
    first.plug('old');
    await first.call.turnOn('microphone');
    await world.clock.advance(500);
    await first.call.chooseDevice('microphone', 'old c');
    await first.call.chooseDevice('speaker', 'old s');
    await world.clock.advance(500);
    first.call.leave();

    const second = await nextVisit(world, twins);
    second.plug('new');
    await second.call.turnOn('microphone');
    await world.clock.advance(2_000);
    assert.equal(second.call.chosenDevice('microphone'), 'new c');
    assert.equal(second.call.chosenDevice('speaker'), 'new s');
    assert.deepEqual(
      second.devices.live.map(({ deviceId }) => deviceId),
      ['new c'],
    );
  });
}

test('a device that was chosen before its label was kept is found under another id from then on', async () => {
  const world = await World.create();
  const first = await nextVisit(world);
  first.plug('old');
  await first.call.chooseDevice('microphone', 'old b');
  await first.call.turnOn('microphone');
  await world.clock.advance(2_000);
  first.call.leave();
  const second = await nextVisit(world);
  second.plug('new');
  await second.call.turnOn('microphone');
  await world.clock.advance(2_000);
  assert.deepEqual(
    second.devices.live.map(({ deviceId }) => deviceId),
    ['new b'],
  );
});

test('where no device has the label of the chosen one, another is used, and the choice is kept', async () => {
  const world = await World.create();
  const first = await nextVisit(world);
  first.plug('old');
  await first.call.turnOn('microphone');
  await world.clock.advance(500);
  await first.call.chooseDevice('microphone', 'old c');
  first.call.leave();
  const second = await nextVisit(world);
  second.plug('new');
  second.devices.plugged.splice(2, 1);
  await second.call.turnOn('microphone');
  await world.clock.advance(2_000);
  assert.deepEqual(
    second.devices.live.map(({ deviceId }) => deviceId),
    ['new a'],
  );
  assert.equal(second.call.chosenDevice('microphone'), 'old c');
  assert.equal(second.call.missingDevice('microphone'), 'Desk');
  assert.equal(second.call.missingDevice('camera'), '');
  await second.call.chooseDevice('microphone', 'new b');
  assert.equal(second.call.missingDevice('microphone'), '');
});
