/** Link statistics, from reports as Chromium and Firefox write them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkStats, type StatsHistory } from '../../../src/call/diagnostics/link-stats.js';
import { FakeCall } from '../../fakes/fake-call.js';
import { World } from '../../fakes/world.js';

type Entry = Readonly<Record<string, unknown>>;

const START = 1_795_325_816_000;

const reportOf = (second: number, entries: readonly Entry[]) =>
  new Map(
    entries.map((one) => [one.id, { timestamp: START + second * 1_000, ...one }]),
  ) as unknown as RTCStatsReport;

/** As Chromium 156 writes it: an empty lane has carried a probe. */
const chromium = (second: number, more: { local?: Entry; camera?: Entry } = {}) =>
  reportOf(second, [
    { type: 'transport', id: 'T01', selectedCandidatePairId: 'CP1', bytesSent: 224_837 },
    {
      type: 'candidate-pair',
      id: 'CP1',
      availableOutgoingBitrate: 1_202_086,
      bytesReceived: 142_606,
      bytesSent: 224_837,
      currentRoundTripTime: 0.034,
      localCandidateId: 'IL',
      nominated: true,
      remoteCandidateId: 'IR',
      state: 'succeeded',
    },
    {
      type: 'candidate-pair',
      id: 'CP2',
      bytesSent: 0,
      currentRoundTripTime: 9,
      localCandidateId: 'IL2',
      nominated: false,
      remoteCandidateId: 'IR',
      state: 'succeeded',
    },
    {
      type: 'local-candidate',
      id: 'IL',
      address: '192.0.2.2',
      ip: '192.0.2.2',
      candidateType: 'host',
      port: 35_384,
      protocol: 'udp',
      usernameFragment: '7LMt',
      ...more.local,
    },
    {
      type: 'remote-candidate',
      id: 'IR',
      address: '2001:db8::2',
      ip: '2001:db8::2',
      candidateType: 'srflx',
      port: 51_285,
      protocol: 'udp',
    },
    { type: 'codec', id: 'CA', mimeType: 'audio/opus' },
    { type: 'codec', id: 'CV', mimeType: 'video/VP8' },
    {
      type: 'inbound-rtp',
      id: 'IA',
      codecId: 'CA',
      kind: 'audio',
      mid: '0',
      jitter: 0.006,
      packetsLost: second,
      packetsReceived: 49 * second,
      bytesReceived: 4_000 * second,
      concealedSamples: 4_800 * second,
      silentConcealedSamples: 2_400 * second,
      totalSamplesReceived: 48_000 * second,
      jitterBufferDelay: 48_000 * 0.07 * second,
      jitterBufferEmittedCount: 48_000 * second,
    },
    {
      type: 'inbound-rtp',
      id: 'IV',
      codecId: 'CV',
      kind: 'video',
      mid: '1',
      jitter: 0.007,
      packetsLost: 0,
      packetsReceived: 100 * second,
      bytesReceived: 100_000 * second,
      frameWidth: 640,
      frameHeight: 360,
      framesDecoded: 25 * second,
      framesPerSecond: 24,
      totalFreezesDuration: 0.4,
      jitterBufferDelay: 0.5 * second,
      jitterBufferEmittedCount: 25 * second,
    },
    {
      type: 'inbound-rtp',
      id: 'IS',
      kind: 'video',
      mid: '2',
      packetsReceived: 1,
      packetsLost: 0,
      bytesReceived: 0,
      framesDecoded: 0,
    },
    {
      type: 'outbound-rtp',
      id: 'OV',
      codecId: 'CV',
      kind: 'video',
      mid: '1',
      packetsSent: 50 * second,
      bytesSent: 50_000 * second,
      frameWidth: 320,
      frameHeight: 180,
      framesEncoded: 15 * second,
      framesPerSecond: 16,
      totalEncodeTime: 0.06 * second,
      qualityLimitationReason: 'bandwidth',
      ...more.camera,
    },
    { type: 'outbound-rtp', id: 'OS', kind: 'audio', mid: '3', packetsSent: 0, bytesSent: 0 },
    { type: 'remote-inbound-rtp', id: 'RV', localId: 'OV', fractionLost: 0.02, jitter: 0.003 },
  ]);

/** As Firefox ESR 153 writes it: without a bandwidth, and with a reflexive candidate for the peer. */
const firefox = (second: number) =>
  reportOf(second, [
    {
      type: 'inbound-rtp',
      id: '5e23',
      codecId: '85a0',
      kind: 'video',
      mid: '1',
      jitter: 0.0027,
      packetsLost: 0,
      packetsReceived: 30 * second,
      bytesReceived: 20_000 * second,
      frameWidth: 320,
      frameHeight: 180,
      framesDecoded: 15 * second,
      framesPerSecond: 15,
      totalFreezesDuration: 0,
    },
    {
      type: 'outbound-rtp',
      id: '6190',
      codecId: '5161',
      kind: 'video',
      mid: '1',
      packetsSent: 30 * second,
      bytesSent: 10_000 * second,
      frameWidth: 320,
      frameHeight: 180,
      framesEncoded: 15 * second,
      totalEncodeTime: 0.03 * second,
    },
    {
      type: 'remote-inbound-rtp',
      id: '3242',
      localId: '6190',
      fractionLost: 0,
      jitter: 0.0037,
      roundTripTime: 0.0029,
    },
    {
      type: 'candidate-pair',
      id: 'b474',
      bytesReceived: 220_702,
      bytesSent: 143_500,
      localCandidateId: 'cf98',
      nominated: true,
      remoteCandidateId: 'f17c',
      selected: true,
      state: 'succeeded',
    },
    {
      type: 'local-candidate',
      id: 'cf98',
      address: '192.0.2.2',
      candidateType: 'host',
      protocol: 'udp',
    },
    {
      type: 'remote-candidate',
      id: 'f17c',
      address: '192.0.2.3',
      candidateType: 'prflx',
      protocol: 'udp',
    },
    { type: 'codec', id: '85a0', mimeType: 'video/VP8', codecType: 'decode' },
    { type: 'codec', id: '5161', mimeType: 'video/VP8', codecType: 'encode' },
  ]);

/** The result of the last of several looks. */
function looked(...reports: readonly RTCStatsReport[]) {
  const looks: StatsHistory = new Map();
  return reports.map((report) => linkStats(report, 7, looks)).at(-1)!;
}

test('the first report has the state of the link, and no rates', () => {
  const stats = looked(chromium(10));
  assert.equal(stats.at, START + 10_000);
  assert.equal(stats.path, 'direct');
  assert.equal(stats.protocol, 'udp');
  assert.deepEqual(stats.candidates, { local: 'host', remote: 'srflx' });
  assert.equal(stats.roundTrip, 34);
  assert.equal(stats.availableOutgoingBitrate, 1_202_086);
  assert.equal(stats.bytesSent, 224_837);
  assert.equal(stats.bytesReceived, 142_606);
  assert.equal(stats.received.camera!.bitrate, undefined);
  assert.equal(stats.received.camera!.framesPerSecond, 24);
  assert.equal(stats.received.microphone!.loss, 0.02);
});

test('the second report has the rates since the first', () => {
  assert.deepEqual(looked(chromium(10), chromium(12)).received, {
    microphone: {
      codec: 'opus',
      bitrate: 32_000,
      packets: 588,
      loss: 0.02,
      jitter: 6,
      width: undefined,
      height: undefined,
      framesPerSecond: undefined,
      freezeDuration: undefined,
      concealed: 0.05,
      bufferDelay: 70,
    },
    camera: {
      codec: 'VP8',
      bitrate: 800_000,
      packets: 1_200,
      loss: 0,
      jitter: 7,
      width: 640,
      height: 360,
      framesPerSecond: 25,
      freezeDuration: 400,
      concealed: undefined,
      bufferDelay: 20,
    },
  });
  assert.deepEqual(looked(chromium(10), chromium(12)).sent, {
    camera: {
      codec: 'VP8',
      bitrate: 400_000,
      packets: 600,
      loss: 0.02,
      jitter: 3,
      width: 320,
      height: 180,
      framesPerSecond: 15,
      encodeTime: 4,
      limitedBy: 'bandwidth',
    },
  });
});

test('a relayed link reports the protocol of the relay', () => {
  const local = { candidateType: 'relay', protocol: 'udp', relayProtocol: 'tls' };
  const stats = looked(chromium(1, { local }));
  assert.equal(stats.path, 'relay');
  assert.equal(stats.protocol, 'tls');
  assert.deepEqual(stats.candidates, { local: 'relay', remote: 'srflx' });
});

test('what Firefox does not report is undefined, and everything else is as in Chromium', () => {
  const stats = looked(firefox(3), firefox(5));
  assert.equal(stats.path, 'direct');
  assert.deepEqual(stats.candidates, { local: 'host', remote: 'prflx' });
  assert.equal(stats.availableOutgoingBitrate, undefined);
  assert.equal(stats.sent.camera!.limitedBy, undefined);
  assert.equal(Math.round(stats.roundTrip! * 10), 29);
  assert.equal(stats.bytesReceived, 220_702);
  assert.equal(stats.received.camera!.codec, 'VP8');
  assert.equal(stats.received.camera!.bitrate, 160_000);
  assert.equal(stats.sent.camera!.framesPerSecond, 15);
  assert.equal(Math.round(stats.sent.camera!.encodeTime!), 2);
});

test('a counter that restarts starts over', () => {
  const camera = { packetsSent: 10, bytesSent: 5_000, framesEncoded: 4, totalEncodeTime: 0.04 };
  const { sent } = looked(chromium(10), chromium(12, { camera }));
  assert.equal(sent.camera!.bitrate, 20_000);
  assert.equal(sent.camera!.framesPerSecond, 2);
  assert.equal(sent.camera!.encodeTime, 10);
});

test('frequent requests, such as two at once, cover at least half a second', () => {
  const looks: StatsHistory = new Map();
  const bitrate = (second: number) =>
    linkStats(chromium(second), 7, looks).received.camera!.bitrate;
  assert.equal(bitrate(10), undefined);
  assert.equal(bitrate(10.1), undefined);
  assert.equal(bitrate(11), 800_000);
  // If the last look were the baseline, nothing would have been received.
  assert.equal(bitrate(11), 800_000);
  assert.equal(bitrate(11.01), 800_000);
});

test('each link has looks of its own, and those long past are forgotten', () => {
  const looks: StatsHistory = new Map();
  linkStats(chromium(10), 7, looks);
  assert.equal(linkStats(chromium(12), 8, looks).received.camera!.bitrate, undefined);
  assert.equal(linkStats(chromium(12), 7, looks).received.camera!.bitrate, 800_000);
  assert.equal(linkStats(chromium(90), 7, looks).received.camera!.bitrate, undefined);
  assert.deepEqual([...looks.keys()], [7]);
});

test('nothing in it is an address, and nothing can be changed', () => {
  for (const stats of [looked(chromium(1)), looked(firefox(1))]) {
    assert.doesNotMatch(JSON.stringify(stats), /192\.0\.2|db8|7LMt|35384/);
    const parts = [stats, stats.candidates, stats.sent, stats.received, stats.received.camera];
    assert.ok(parts.every(Object.isFrozen));
  }
});

test('a link that is not connected yet reports no path and no streams', () => {
  const stats = looked(reportOf(1, [{ type: 'transport', id: 'T' }]));
  assert.equal(stats.path, undefined);
  assert.equal(stats.protocol, undefined);
  assert.equal(stats.roundTrip, undefined);
  assert.deepEqual([stats.sent, stats.received], [{}, {}]);
});

test('a call reports the statistics of each link, and nothing for participants without one', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  const stats = await ana!.call.stats(ben!.call.self!.id);
  assert.equal(typeof stats!.at, 'number');
  assert.equal(await ana!.call.stats(ana!.call.self!.id), undefined);
});

test('a simulated link carries what is on, as much as its network lets through', async () => {
  const call = new FakeCall('Me');
  let now = START;
  call.now = () => now;
  call.want('microphone', true);
  await call.join();
  const ana = call.arrive('Ana');
  await call.stats(ana);
  now += 2_000;
  const good = (await call.stats(ana))!;
  assert.deepEqual(Object.keys(good.received), ['microphone', 'camera']);
  assert.deepEqual(Object.keys(good.sent), ['microphone']);
  assert.equal(good.received.camera!.bitrate, 816_000);
  assert.equal(good.received.camera!.width, 640);
  call.setConditions(ana, { loss: 0.1, roundTrip: 300 });
  now += 2_000;
  const bad = (await call.stats(ana))!;
  assert.equal(bad.roundTrip, 300);
  assert.ok(Math.abs(bad.received.camera!.loss! - 0.1) < 0.01);
  assert.equal(bad.received.camera!.width, 320);
});
