/** What is sent on each link: no more than is shown, than the machine can encode, or than the link can carry. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SendLimit } from '../../../src/call/call-api.js';
import { encodingFor } from '../../../src/call/link/encoding-presets.js';
import { AdaptiveSending, type Size } from '../../../src/features/adaptive-sending.js';
import { diffSamples } from '../../../src/features/adaptive-sending/diff-samples.js';
import {
  BandwidthEstimator,
  type PathSample,
} from '../../../src/features/adaptive-sending/bandwidth-estimator.js';
import { clampToQuality } from '../../../src/features/adaptive-sending/video-quality.js';
import { readOutgoing } from '../../../src/features/adaptive-sending/outgoing-sample.js';
import { plan, type Want } from '../../../src/features/adaptive-sending/plan.js';
import { isReceiverReport } from '../../../src/features/adaptive-sending/receiver-report.js';
import { CpuBudget, type EncoderLoad } from '../../../src/features/adaptive-sending/cpu-budget.js';
import { areAllConnected, World, type Page } from '../../fakes/world.js';

const want = (width: number, height: number, more: Partial<Want> = {}): Want => ({
  source: 'camera',
  captured: [1280, 720],
  shown: [width, height],
  availableBitrate: Infinity,
  ...more,
});
const heights = (limits: readonly SendLimit[]) => limits.map(({ height }) => height);
const all = 1e12;

test('a camera is sent as large as it is shown, and not at all where it is not', () => {
  const shown = [want(1280, 720), want(640, 360), want(320, 180), want(100, 56), want(0, 0)];
  assert.deepEqual(heights(plan(shown, all)), [720, 360, 180, 90, 0]);
});

test('a tile that cuts the sides off needs as many lines as it has', () => {
  assert.deepEqual(heights(plan([want(180, 360), want(640, 100)], all)), [360, 360]);
  assert.deepEqual(heights(plan([want(320, 180, { captured: [640, 480] })], all)), [225]);
});

test('a screen keeps its pixels while it is read, and loses frames instead', () => {
  const screen = { source: 'screen', captured: [1920, 1080] } as const;
  const [large, narrow, small] = plan(
    [
      want(1600, 900, screen),
      want(1600, 900, { ...screen, availableBitrate: 250_000 }),
      want(320, 180, screen),
    ],
    all,
  );
  assert.equal(large!.height, Infinity);
  assert.equal(narrow!.height, Infinity);
  assert.ok(narrow!.maxFramerate < large!.maxFramerate);
  assert.ok(small!.height < 300);
});

test('what is too much for the machine is taken from the largest first', () => {
  const budget = 640 * 360 * 30 + 2 * (320 * 180 * 15);
  const limits = plan([want(1280, 720), want(320, 180), want(320, 180)], budget);
  assert.deepEqual(heights(limits), [360, 180, 180]);
  const none = plan([want(1280, 720), want(1280, 720)], 0);
  assert.deepEqual(heights(none), [90, 90]);
});

test('to spare data faces become small whatever their shape, and screens lose frames and no pixels', () => {
  const wants = [
    want(1280, 720, { saveData: true }),
    want(320, 720, { saveData: true, captured: [640, 480] }),
    want(100, 56, { saveData: true }),
    want(0, 0, { saveData: true }),
  ];
  assert.deepEqual(heights(plan(wants, all)), [180, 180, 90, 0]);
  const screen = { source: 'screen', captured: [1920, 1080], saveData: true } as const;
  const [limit] = plan([want(1600, 900, screen)], all);
  assert.deepEqual([limit!.height, limit!.maxFramerate], [Infinity, 5]);
});

test('what is asked for is never above the ceiling, and keeps its shape', () => {
  assert.deepEqual(clampToQuality('auto', 'camera', [1280, 720]), [1280, 720]);
  assert.deepEqual(clampToQuality('low', 'camera', [1280, 720]), [320, 180]);
  assert.deepEqual(clampToQuality('low', 'camera', [360, 720]), [90, 180]);
  assert.deepEqual(clampToQuality('low', 'camera', [1280, 100]), [320, 25]);
  assert.deepEqual(clampToQuality('low', 'camera', [160, 90]), [160, 90]);
  assert.deepEqual(clampToQuality('low', 'camera', [0, 0]), [0, 0]);
  assert.deepEqual(clampToQuality('low', 'screen', [1280, 720]), [1280, 720]);
  for (const source of ['camera', 'screen'] as const) {
    assert.deepEqual(clampToQuality('sound-only', source, [1280, 720]), [0, 0]);
  }
});

test('what the way does not carry is not sent', () => {
  const [limit] = plan([want(1280, 720, { availableBitrate: 100_000 })], all);
  assert.ok(limit!.maxBitrate * 0.6 <= 100_000);
});

test('a limit takes the place of what the number of people allows', () => {
  const limit = { height: 180, maxFramerate: 15, maxBitrate: 150_000 };
  const encoding = encodingFor('camera', 2, 720, limit);
  assert.deepEqual(encoding, { scaleResolutionDownBy: 4, maxFramerate: 15, maxBitrate: 150_000 });
});

const good: EncoderLoad = { wanted: 60, sent: 58, busy: 0.2, isTooSlow: false };
const look = (cpuBudget: CpuBudget, effort: EncoderLoad, times: number) => {
  for (let count = 0; count < times; count++) cpuBudget.update(effort);
  return cpuBudget.share;
};

test('a machine that does not keep up is given less, and more again once it rests', () => {
  const cpuBudget = new CpuBudget();
  assert.equal(look(cpuBudget, good, 10), 1);
  assert.equal(look(cpuBudget, { ...good, sent: 20 }, 2), 1);
  assert.ok(look(cpuBudget, { ...good, sent: 20 }, 1) < 1);
  assert.equal(look(cpuBudget, good, 10), 1);
});

test('what the browser calls too slow is, and so are encoders that never rest', () => {
  assert.ok(look(new CpuBudget(), { ...good, isTooSlow: true }, 3) < 1);
  assert.ok(look(new CpuBudget(), { ...good, busy: 1.2 }, 3) < 1);
  assert.equal(look(new CpuBudget(), { wanted: 4, sent: 0, busy: 0, isTooSlow: false }, 9), 1);
});

test('a machine that fails each time it is given more is given more ever later', () => {
  const cpuBudget = new CpuBudget();
  look(cpuBudget, { ...good, sent: 0 }, 3);
  const waits = [1, 2, 3].map(() => {
    let looks = 1;
    while (look(cpuBudget, good, 1) < 1) looks++;
    look(cpuBudget, { ...good, sent: 0 }, 3);
    return looks;
  });
  assert.ok(waits[1]! > waits[0]! && waits[2]! > waits[1]!, waits.join());
});

const way = (more: Partial<PathSample>): PathSample => ({
  ...{
    available: undefined,
    given: undefined,
    allowed: 900_000,
    packetLossOut: 0,
    packetLossIn: 0,
  },
  ...{ delay: 20, isNarrow: false },
  ...more,
});

test('a way too narrow for a picture keeps its sound, and is tried again, ever later', () => {
  const bandwidth = new BandwidthEstimator();
  const narrow = way({ available: 80_000, isNarrow: true, delay: 300 });
  bandwidth.update(way({}));
  bandwidth.update(narrow);
  assert.equal(bandwidth.isVideoPaused, false);
  bandwidth.update(narrow);
  assert.deepEqual([bandwidth.isVideoPaused, bandwidth.availableBitrate], [true, 0]);
  const untilTried = () => {
    let looks = 0;
    for (; bandwidth.isVideoPaused; looks++) bandwidth.update(narrow);
    return looks;
  };
  const first = untilTried();
  bandwidth.update(narrow);
  bandwidth.update(narrow);
  assert.ok(untilTried() > first);
});

test('a bandwidth estimate that is low because little is sent pauses no video', () => {
  const bandwidth = new BandwidthEstimator();
  for (const delay of [20, 160, undefined, 100, 5, 90]) {
    bandwidth.update(way({ available: 70_000, delay }));
    bandwidth.update(way({ available: 70_000, delay, given: 40_000, allowed: 50_000 }));
  }
  assert.deepEqual([bandwidth.isVideoPaused, bandwidth.availableBitrate], [false, Infinity]);
});

test('a path with a longer delay counts as full only for a while', () => {
  const bandwidth = new BandwidthEstimator();
  bandwidth.update(way({}));
  const far = way({ available: 70_000, delay: 250 });
  let held = 0;
  for (let count = 0; count < 300; count++) {
    bandwidth.update(far);
    if (bandwidth.isVideoPaused) held = count;
  }
  assert.ok(held > 0 && held < 60, `${held}`);
});

test('sound that is lost while pictures press it is heard first', () => {
  const bandwidth = new BandwidthEstimator();
  for (let count = 0; count < 2; count++) {
    bandwidth.update(way({ packetLossOut: 0.2, isNarrow: true }));
  }
  assert.equal(bandwidth.isVideoPaused, true);
});

test('a wide way carries anything, and loss alone is no reason', () => {
  const bandwidth = new BandwidthEstimator();
  for (let count = 0; count < 9; count++) {
    bandwidth.update(way({ available: 300_000, packetLossOut: 0.2 }));
  }
  assert.deepEqual([bandwidth.isVideoPaused, bandwidth.availableBitrate], [false, Infinity]);
});

test('an encoder that is given little sends small pictures at once, and larger ones step by step', () => {
  const bandwidth = new BandwidthEstimator();
  bandwidth.update(way({ given: 300_000 }));
  assert.equal(bandwidth.availableBitrate, Infinity, 'one moment');
  bandwidth.update(way({ given: 300_000 }));
  assert.equal(bandwidth.availableBitrate, 300_000);
  bandwidth.update(way({ given: 50_000 }));
  assert.equal(bandwidth.availableBitrate, 50_000);
  const steps: number[] = [];
  while (bandwidth.availableBitrate < Infinity) {
    bandwidth.update(way({ given: 50_000, allowed: 50_000 }));
    steps.push(bandwidth.availableBitrate);
  }
  assert.ok(steps.length > 3 && steps.every((one, at) => one > (steps[at - 1] ?? 50_000)));
  for (let count = 0; count < 9; count++) bandwidth.update(way({ given: 30_000, allowed: 50_000 }));
  assert.deepEqual([bandwidth.isVideoPaused, bandwidth.availableBitrate], [false, 30_000]);
  for (let count = 0; count < 2; count++)
    bandwidth.update(way({ given: 30_000, packetLossOut: 0.2 }));
  assert.equal(bandwidth.isVideoPaused, true);
});

test('only whole and sane sizes are believed', () => {
  const sane = {
    camera: [320, 180],
    screen: [0, 0],
    videoPaused: false,
    lossy: false,
    saveData: false,
  };
  assert.equal(isReceiverReport(sane), true);
  const strange = [[-1, 0], [0.5, 1], [1e9, 1], [1], '11', [NaN, 1], null, { 0: 1, 1: 1 }];
  for (const size of strange) assert.equal(isReceiverReport({ ...sane, camera: size }), false);
  for (const one of [null, [], 'x', {}, { ...sane, videoPaused: 1 }, { ...sane, saveData: 1 }])
    assert.equal(isReceiverReport(one), false);
});

test('what browsers count is read by the place of its source', () => {
  const stats = [
    { type: 'outbound-rtp', kind: 'audio', mid: '0', id: 'a' },
    {
      ...{ type: 'outbound-rtp', kind: 'video', mid: '1', id: 'v', timestamp: 5_000 },
      ...{ framesEncoded: 90, totalEncodeTime: 0.25, targetBitrate: 80_000 },
      qualityLimitationReason: 'cpu',
    },
    { type: 'remote-inbound-rtp', localId: 'a', fractionLost: 0.1, id: 'r' },
    { type: 'inbound-rtp', kind: 'audio', mid: '0', packetsReceived: 95, packetsLost: 5, id: 'i' },
    { type: 'transport', selectedCandidatePairId: 'p', id: 't' },
    {
      ...{ type: 'candidate-pair', id: 'p' },
      ...{ availableOutgoingBitrate: 400_000, currentRoundTripTime: 0.03 },
    },
  ];
  const report = new Map(stats.map((one) => [one.id, one])) as unknown as RTCStatsReport;
  const { pictures, ...rest } = readOutgoing(report);
  assert.deepEqual(rest, {
    ...{ at: 5_000, available: 400_000, delay: 30, loss: 0.1, heard: 95, missed: 5 },
  });
  assert.deepEqual(
    [...pictures],
    [['camera', { frames: 90, encoding: 250, target: 80_000, limitedBy: 'cpu' }]],
  );
});

const linkOf = ({ connections }: Page) =>
  connections.findLast(({ connectionState }) => connectionState === 'connected')!;
/** The encoding of the camera that a page sends to its only peer. */
const sentBy = (page: Page) =>
  linkOf(page).getTransceivers()[1]!.sender.getParameters().encodings[0]!;
const idOf = ({ call }: Page) => call.self!.id;
const showing = (page: Page, ...size: Size) => new Map([[`${idOf(page)} camera`, size]]);

async function fitted(world: World) {
  const [ana, ben] = (await world.joined('Ana', 'Ben')) as [Page, Page];
  await Promise.all([ana, ben].map(({ call }) => call.turnOn('camera')));
  const fits = [ana, ben].map(({ call }) => new AdaptiveSending(call, world.clock, 8)) as [
    AdaptiveSending,
    AdaptiveSending,
  ];
  for (const fit of fits) fit.start();
  return { ana, ben, ofAna: fits[0], ofBen: fits[1] };
}

test('a participant who is shown small sends no more than that, and nothing while hidden', async () => {
  const world = await World.create();
  const { ana, ben, ofAna, ofBen } = await fitted(world);
  ofBen.show(showing(ana, 1280, 720));
  ofAna.show(showing(ben, 320, 180));
  await world.clock.until(() => sentBy(ben).scaleResolutionDownBy === 4);
  await world.clock.until(() => sentBy(ana).scaleResolutionDownBy === 1);
  ofAna.show(new Map());
  await world.clock.until(() => sentBy(ben).active === false);
  assert.equal(sentBy(ana).active, true);
  ofAna.show(showing(ben, 640, 360));
  await world.clock.until(() => sentBy(ben).active === true);
  assert.equal(sentBy(ben).scaleResolutionDownBy, 2);
});

test('a replaced link gets a new report, and keeps its limit meanwhile', async () => {
  const world = await World.create();
  const { ana, ben, ofAna, ofBen } = await fitted(world);
  ofAna.show(showing(ben, 320, 180));
  ofBen.show(showing(ana, 320, 180));
  await world.clock.until(() => sentBy(ben).scaleResolutionDownBy === 4);
  const before = ben.connections.length;
  ana.connections.at(-1)!.close();
  await world.clock.until(() => ben.connections.length > before && areAllConnected([ana, ben]));
  await world.clock.until(() => sentBy(ben).scaleResolutionDownBy === 4);
  ofAna.show(showing(ben, 640, 360));
  await world.clock.until(() => sentBy(ben).scaleResolutionDownBy === 2);
});

test('a reloaded page of the same size receives the same size', async () => {
  const world = await World.create();
  const { ana, ben, ofAna } = await fitted(world);
  ofAna.show(new Map());
  await world.clock.until(() => sentBy(ben).active === false);
  const links = ben.connections.length;
  world.crash(ana);
  world.cut.delete('Ana');
  const again = world.page('Ana');
  void again.call.join();
  await world.clock.until(() => ben.connections.length > links && areAllConnected([again, ben]));
  const fit = new AdaptiveSending(again.call, world.clock, 8);
  fit.start();
  fit.show(new Map());
  await world.clock.until(() => sentBy(ben).active === false);
});

test('a newcomer gets no report before their displayed size is known', async () => {
  const world = await World.create();
  const { ana, ben, ofAna } = await fitted(world);
  ofAna.show(showing(ben, 320, 180));
  const told: unknown[] = [];
  const cleo = world.page('Cleo');
  cleo.call.channel(':fit', isReceiverReport).on('message', ({ data }) => told.push(data.camera));
  void cleo.call.join();
  await world.clock.until(() => areAllConnected([ana, ben, cleo]));
  await world.clock.advance(2_000);
  assert.deepEqual(told, []);
  ofAna.show(new Map([...showing(ben, 320, 180), ...showing(cleo, 320, 180)]));
  await world.clock.advance(500);
  assert.deepEqual(told, [[320, 180]]);
});

test('if the network can’t carry video, the other side learns why there is none', async () => {
  const world = await World.create();
  const { ana, ben, ofAna, ofBen } = await fitted(world);
  ofAna.show(showing(ben, 640, 360));
  ofBen.show(showing(ana, 640, 360));
  await world.clock.until(() => sentBy(ben).scaleResolutionDownBy === 2);
  // How long the path takes while it has room.
  await world.clock.advance(3_000);
  Object.assign(ben.connections.at(-1)!, { available: 70_000, delay: 0.4 });
  await world.clock.until(() => ofAna.isVideoPausedBy(idOf(ben)));
  assert.equal(sentBy(ben).active, false);
  assert.equal(ofBen.isVideoPausedBy(idOf(ana)), false);
  Object.assign(ben.connections.at(-1)!, { available: 2_000_000, delay: 0.02 });
  await world.clock.until(() => !ofAna.isVideoPausedBy(idOf(ben)));
  await world.clock.until(() => sentBy(ben).active === true);
});

/** The first audio format in a link's local description: `111` is Opus, `63` is redundant audio (RED). */
const speechOf = (page: Page) =>
  /m=audio 9 \S+ (\d+)/.exec(linkOf(page).localDescription?.sdp ?? '')?.[1];

test('lossy speech is sent redundantly both ways, whichever side notices, until the loss ends', async () => {
  const world = await World.create();
  const { ana, ben, ofAna, ofBen } = await fitted(world);
  ofAna.show(showing(ben, 640, 360));
  ofBen.show(showing(ana, 640, 360));
  for (const page of [ana, ben]) {
    assert.equal(speechOf(ben), '111', 'the newcomer offers');
    linkOf(page).loss = 0.1;
    await world.clock.until(() => speechOf(ben) === '63');
    linkOf(page).loss = 0;
    await world.clock.until(() => speechOf(ben) === '111', 60_000);
    assert.ok(areAllConnected([ana, ben]));
  }
});

test('loss at one end counts for the other, unless too few packets arrived', () => {
  const at = (time: number, heard: number, missed: number) => ({
    ...{ at: time, pictures: new Map(), available: undefined, delay: undefined },
    ...{ loss: undefined, heard, missed },
  });
  const none = new Map();
  assert.equal(diffSamples(at(0, 100, 0), at(1_000, 145, 5), none).path.packetLossIn, 0.1);
  assert.equal(diffSamples(at(0, 100, 0), at(1_000, 109, 5), none).path.packetLossIn, undefined);
  assert.equal(
    diffSamples(at(0, 100, 9), at(1_000, 150, 3), none).path.packetLossIn,
    0,
    'late, not lost',
  );
  const bandwidth = new BandwidthEstimator();
  for (let count = 0; count < 2; count++) bandwidth.update(way({ packetLossIn: 0.1 }));
  assert.equal(bandwidth.isLossy, true);
});

test('what gets lost where pictures leave no room is not sent twice on top', async () => {
  const bandwidth = new BandwidthEstimator();
  for (let count = 0; count < 5; count++)
    bandwidth.update(way({ given: 300_000, packetLossOut: 0.2 }));
  assert.deepEqual([bandwidth.isVideoPaused, bandwidth.isLossy], [false, true]);
  for (let count = 0; count < 5; count++)
    bandwidth.update(way({ given: 30_000, packetLossOut: 0.2 }));
  assert.deepEqual([bandwidth.isVideoPaused, bandwidth.isLossy], [true, false]);
});

test('without fit, everyone gets what the number of participants allows', async () => {
  const world = await World.create();
  const { ben, ofAna, ofBen } = await fitted(world);
  ofAna.show(showing(ben, 320, 180));
  await world.clock.until(() => sentBy(ben).scaleResolutionDownBy === 4);
  ofBen.close();
  await world.clock.until(() => sentBy(ben).scaleResolutionDownBy === 1);
});

test('data saver limits what is received and what is sent', async () => {
  const world = await World.create();
  const { ana, ben, ofAna, ofBen } = await fitted(world);
  ofBen.show(showing(ana, 1280, 720));
  ofAna.show(showing(ben, 1280, 720));
  const scales = () => [ana, ben].map((page) => sentBy(page).scaleResolutionDownBy);
  await world.clock.until(() => scales().join() === '1,1');
  ofAna.quality = 'low';
  await world.clock.until(() => scales().join() === '4,4');
  ofAna.quality = 'auto';
  await world.clock.until(() => scales().join() === '1,1');
});

test('data saver also applies to participants who have not reported a size yet', async () => {
  const world = await World.create();
  const [ana] = (await world.joined('Ana', 'Ben')) as [Page, Page];
  await ana.call.turnOn('camera');
  await world.clock.until(() => sentBy(ana).scaleResolutionDownBy === 1);
  const fit = new AdaptiveSending(ana.call, world.clock, 8);
  fit.quality = 'low';
  fit.start();
  await world.clock.until(() => sentBy(ana).scaleResolutionDownBy === 4);
  fit.quality = 'auto';
  await world.clock.until(() => sentBy(ana).scaleResolutionDownBy === 1);
});

const cameraOf = ({ call }: Page) => call.sourceState('camera').status;
/** Whether a participant's camera is on, as another page sees it. */
const isSeen = (page: Page, by: Page) =>
  by.call.participants.find(({ id }) => id === idOf(page))!.sources.includes('camera');

test('with audio only, no video arrives, and your camera is off for everyone until that ends', async () => {
  const world = await World.create();
  const { ana, ben, ofAna, ofBen } = await fitted(world);
  ofBen.show(showing(ana, 1280, 720));
  ofAna.show(showing(ben, 1280, 720));
  await world.clock.until(() => sentBy(ben).scaleResolutionDownBy === 1);
  ofAna.quality = 'sound-only';
  await world.clock.until(() => sentBy(ben).active === false && !isSeen(ana, ben));
  assert.equal(cameraOf(ana), 'off');
  assert.equal(isSeen(ben, ana), true);
  ofAna.quality = 'low';
  await world.clock.until(() => sentBy(ben).active === true && isSeen(ana, ben));
  assert.equal(sentBy(ben).scaleResolutionDownBy, 4);
  await world.clock.until(() => sentBy(ana).scaleResolutionDownBy === 4);
});

test('a camera that was off before sound only is off after it', async () => {
  const world = await World.create();
  const { ana, ofAna } = await fitted(world);
  ana.call.turnOff('camera');
  ofAna.quality = 'sound-only';
  ofAna.quality = 'auto';
  await world.clock.advance(1_000);
  assert.equal(cameraOf(ana), 'off');
});

test('turning the camera on is the newer choice, and ends sound only', async () => {
  const world = await World.create();
  const { ana, ben, ofAna } = await fitted(world);
  ofAna.show(showing(ben, 320, 180));
  ofAna.quality = 'sound-only';
  await world.clock.until(() => sentBy(ben).active === false);
  let ends = 0;
  ofAna.on('sound-only-end', () => ends++);
  await ana.call.turnOn('camera');
  assert.deepEqual([ofAna.quality, ends], ['auto', 1]);
  await world.clock.until(() => sentBy(ben).active === true);
});

test('who comes with sound only turns no camera on, and has it wanted again without', async () => {
  const world = await World.create();
  const { call } = world.page('Ana');
  call.want('camera', true);
  const fit = new AdaptiveSending(call, world.clock, 8);
  fit.quality = 'sound-only';
  fit.start();
  assert.equal(call.sourceState('camera').status, 'off');
  fit.quality = 'auto';
  assert.equal(call.sourceState('camera').status, 'wanted');
  fit.close();
});
