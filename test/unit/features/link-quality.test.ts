/** The quality of a link, derived from `getStats`, on a fake clock. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LinkQuality, type Quality } from '../../../src/features/link-quality.js';
import { LinkRater } from '../../../src/features/link-quality/link-rater.js';
import { causeOf, noFacts, qualityOf, rate } from '../../../src/features/link-quality/rating.js';
import { sampleOf } from '../../../src/features/link-quality/sample.js';
import { FakeCall } from '../../fakes/fake-call.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { World } from '../../fakes/world.js';

type Stats = Readonly<Record<string, unknown>>;

const reportOf = (at: number, ...all: readonly Stats[]) =>
  new Map(
    all.map((one, index) => [`${index}`, { timestamp: at, id: `${index}`, ...one }]),
  ) as unknown as RTCStatsReport;

const rated = (facts: Partial<typeof noFacts>) => rate({ ...noFacts, ...facts });
const called = (facts: Partial<typeof noFacts>, before?: Quality) =>
  qualityOf(rated(facts), before);

/** Judges a link by its stats, every two seconds. */
function judged(
  stats: (second: number) => readonly Stats[],
  seconds: number,
  sees = true,
): LinkRater {
  const judge = new LinkRater();
  for (let second = 0; second <= seconds; second += 2) {
    judge.update(sampleOf(reportOf(second * 1_000, ...stats(second))), sees);
  }
  return judge;
}

const sound = (second: number, loss = 0, more: Stats = {}): Stats => ({
  type: 'inbound-rtp',
  kind: 'audio',
  mid: '0',
  packetsReceived: Math.round(50 * second * (1 - loss)),
  packetsLost: Math.round(50 * second * loss),
  jitter: 0.002,
  ...more,
});
const picture = (second: number, more: Stats = {}): Stats => ({
  type: 'inbound-rtp',
  kind: 'video',
  mid: '1',
  packetsReceived: 100 * second,
  packetsLost: 0,
  jitter: 0.02,
  framesDecoded: 25 * second,
  totalFreezesDuration: 0,
  ...more,
});
const pair = (seconds: number): readonly Stats[] => [
  { type: 'transport', selectedCandidatePairId: 'used' },
  { type: 'candidate-pair', id: 'other', currentRoundTripTime: 9 },
  { type: 'candidate-pair', id: 'used', currentRoundTripTime: seconds },
];

const spoiledBy = (facts: Partial<typeof noFacts>, quality: Quality = 'poor') =>
  causeOf(quality, { ...noFacts, ...facts });

test('the cause is what costs the rating most', () => {
  assert.equal(spoiledBy({ packetLossIn: 0.06, roundTrip: 100 }), 'loss-in');
  assert.equal(spoiledBy({ packetLossIn: 0.02, packetLossOut: 0.06, roundTrip: 100 }), 'loss-out');
  assert.equal(spoiledBy({ packetLossOut: 0.06 }), 'loss-out');
  assert.equal(spoiledBy({ packetLossIn: 0.06, packetLossOut: 0.06 }), 'loss-in');
  assert.equal(spoiledBy({ packetLossIn: 0.02, roundTrip: 900, jitter: 20 }), 'delay');
  assert.equal(spoiledBy({ roundTrip: 60, jitter: 200 }), 'jitter');
  assert.equal(spoiledBy({ packetLossIn: 0.02, freezeRatio: 0.4 }), 'frozen');
  // If a delay has two parts, each makes the other weigh more, as in the rating.
  assert.equal(spoiledBy({ roundTrip: 300, jitter: 30, packetLossIn: 0.03 }), 'delay');
});

test('a good link has no cause, nor has one that is recovering', () => {
  assert.equal(spoiledBy({ roundTrip: 30, packetLossIn: 0.02 }, 'good'), undefined);
  assert.equal(causeOf(undefined, noFacts), undefined);
  assert.equal(spoiledBy({ roundTrip: 30 }), undefined);
  // Slightly better than the limit of a good link, which is not enough to become good again.
  assert.equal(spoiledBy({ packetLossIn: 0.028 }, 'fair'), 'loss-in');
});

test('of a lost link nothing can be measured but silence', () => {
  assert.equal(causeOf('lost', noFacts), 'silence');
});

test('no loss and little delay is good, and so is a link of which nothing is known', () => {
  assert.equal(called({}), 'good');
  assert.equal(
    called({ roundTrip: 40, jitter: 5, packetLossIn: 0.01, packetLossOut: 0.005 }),
    'good',
  );
  assert.equal(called({ roundTrip: 250 }), 'good', 'half around the world');
});

test('loss, delay, jitter and frozen video each make a link fair, then poor', () => {
  for (const [fair, poor] of [
    [{ packetLossIn: 0.04 }, { packetLossIn: 0.1 }],
    [{ packetLossOut: 0.04 }, { packetLossOut: 0.1 }],
    [{ roundTrip: 450 }, { roundTrip: 750 }],
    [{ jitter: 110 }, { jitter: 200 }],
    [{ freezeRatio: 0.2 }, { freezeRatio: 0.4 }],
  ]) {
    assert.equal(called(fair!), 'fair', JSON.stringify(fair));
    assert.equal(called(poor!), 'poor', JSON.stringify(poor));
  }
});

test('what is bearable alone is not so together', () => {
  assert.equal(called({ packetLossIn: 0.05 }), 'fair');
  assert.equal(called({ roundTrip: 420 }), 'fair');
  assert.equal(called({ packetLossIn: 0.05, roundTrip: 420 }), 'poor');
});

test('a link must be clearly better to be called better again', () => {
  for (const [rating, before, after] of [
    [81, undefined, 'good'],
    [81, 'good', 'good'],
    [81, 'fair', 'fair'],
    [85, 'fair', 'good'],
    [61, 'fair', 'fair'],
    [61, 'poor', 'poor'],
    [65, 'poor', 'fair'],
    [90, 'poor', 'good'],
  ] as const) {
    assert.equal(qualityOf(rating, before), after, `${rating} after ${before}`);
  }
});

test('the delay is that of the pair in use, however a browser says which it is', () => {
  assert.equal(sampleOf(reportOf(0, ...pair(0.025))).roundTrip, 25);
  const selected = { type: 'candidate-pair', selected: true, currentRoundTripTime: 0.03 };
  const old = { type: 'candidate-pair', nominated: true, state: 'failed' };
  assert.equal(sampleOf(reportOf(0, old, selected)).roundTrip, 30);
  const reported = { type: 'remote-inbound-rtp', roundTripTime: 0.04 };
  assert.equal(sampleOf(reportOf(0, selected && old, reported)).roundTrip, 40);
  assert.equal(sampleOf(reportOf(0)).roundTrip, undefined);
});

test('incoming media is rated by loss, delay and jitter', () => {
  const { facts, quality } = judged(
    (second) => [sound(second, 0.2, { jitter: 0.03 }), ...pair(0.1)],
    20,
  );
  assert.deepEqual(facts, {
    roundTrip: 100,
    jitter: 30,
    packetLossIn: 0.2,
    packetLossOut: undefined,
    freezeRatio: undefined,
  });
  assert.equal(quality, 'poor');
});

test('one answer that comes late is no slow link', () => {
  const judge = judged((second) => [sound(second), ...pair(second === 6 ? 4 : 0.05)], 10);
  assert.equal(judge.facts.roundTrip, 50);
  assert.equal(judge.quality, 'good');
});

test('outgoing media is rated by receiver reports, each for what was sent since the last one', () => {
  const sending = (second: number, reportedAt: number, fractionLost: number): Stats[] => [
    { type: 'outbound-rtp', id: 'out', packetsSent: 50 * second },
    { type: 'remote-inbound-rtp', localId: 'out', timestamp: reportedAt, fractionLost },
  ];
  const losing = judged((second) => sending(second, second * 1_000, 0.25), 20);
  assert.equal(losing.facts.packetLossOut, 0.25);
  assert.equal(losing.quality, 'poor');
  // The microphone was turned off after that report, which stays in the stats forever.
  const over = judged((second) => sending(Math.min(second, 2), 2_000, 0.25), 20);
  assert.equal(over.facts.packetLossOut, undefined);
  assert.equal(over.quality, 'good');
});

test('the first report may cover earlier time, and is ignored', () => {
  const judge = judged(
    (second) => [
      { type: 'outbound-rtp', id: 'out', packetsSent: 50 * second },
      {
        type: 'remote-inbound-rtp',
        localId: 'out',
        timestamp: second < 4 ? -1 : 4_000,
        fractionLost: second < 4 ? 0 : 0.6,
      },
    ],
    8,
  );
  assert.equal(judge.facts.packetLossOut, undefined);
});

test('empty lanes, and the few packets that stray into them, say nothing', () => {
  const judge = judged(
    (second) => [
      picture(0, { packetsReceived: second < 4 ? 0 : 3, packetsLost: second < 4 ? 0 : 2 }),
      sound(0, 0, { jitter: 3 }),
      { type: 'outbound-rtp', id: 'out', packetsSent: 0 },
      { type: 'remote-inbound-rtp', localId: 'out', fractionLost: 1 },
      ...pair(0.02),
    ],
    20,
  );
  assert.deepEqual(judge.facts, { ...noFacts, roundTrip: 20 });
  assert.equal(judge.quality, 'good');
});

test('frozen video means that a link is not good', () => {
  const freezing = judged(
    (second) => [sound(second), picture(second, { totalFreezesDuration: second * 0.4 })],
    20,
  );
  assert.equal(freezing.facts.freezeRatio!.toFixed(2), '0.40');
  assert.equal(freezing.quality, 'poor');
  const stuck = judged((second) => [picture(second, { framesDecoded: 7 })], 20);
  assert.equal(
    stuck.facts.freezeRatio,
    1,
    'it is still standing, so the browser has not counted it',
  );
});

test('hidden video or a screen can be still', () => {
  const frozen = (second: number) => [picture(second, { totalFreezesDuration: second / 2 })];
  assert.equal(judged(frozen, 20, false).quality, 'good');
  const screen = (second: number) => [picture(second, { mid: '2', framesDecoded: 1 })];
  assert.equal(judged(screen, 20).facts.freezeRatio, undefined);
});

test('a camera that gave nothing for a while did not freeze', () => {
  // Off from second 6 to 12; on the first frame after that, the browser counts all of it as frozen.
  const on = (second: number) => Math.min(second, 6) + Math.max(0, second - 12);
  const judge = judged(
    (second) => [sound(second), picture(on(second), { totalFreezesDuration: second > 12 ? 6 : 0 })],
    20,
  );
  assert.equal(judge.facts.freezeRatio, 0);
  assert.equal(judge.quality, 'good');
});

test('counters that begin again count from there', () => {
  const again = (second: number) => (second < 8 ? second + 100 : second - 7);
  const judge = judged(
    (second) => [
      sound(again(second), 0.01),
      picture(again(second), { totalFreezesDuration: second < 8 ? 50 : 0 }),
      { type: 'outbound-rtp', id: 'out', packetsSent: 50 * again(second) },
      { type: 'remote-inbound-rtp', localId: 'out', fractionLost: 0 },
    ],
    20,
  );
  assert.equal(judge.quality, 'good');
  assert.equal(judge.facts.packetLossOut, 0);
  assert.equal(judge.facts.freezeRatio, 0);
  assert.ok(judge.facts.packetLossIn! < 0.02);
});

test('packets that come after all were not lost', () => {
  const judge = judged((second) => [sound(second, 0, { packetsLost: second === 4 ? 40 : 0 })], 8);
  assert.equal(judge.facts.packetLossIn, 0);
});

test('after sleep, the rating of a link starts over', () => {
  const judge = new LinkRater();
  const at = [0, 2, 4, 600, 602, 604];
  for (const second of at) {
    const lost = second >= 600 ? 5_000 : 0;
    const stats = sound(Math.min(second, 6), 0, {
      packetsReceived: 50 * at.indexOf(second) * 2,
      packetsLost: lost,
    });
    judge.update(sampleOf(reportOf(second * 1_000, stats)), true);
  }
  assert.equal(judge.facts.packetLossIn, 0);
  assert.equal(judge.quality, 'good');
});

/** A call with Ana, and everything reported about the link to her. */
async function calling() {
  const clock = new FakeClock();
  const call = new FakeCall('Me');
  call.now = () => clock.now();
  await call.join();
  await call.turnOnAll(['microphone', 'camera']);
  const ana = call.arrive('Ana');
  const links = new LinkQuality(call, clock);
  const told: (Quality | undefined)[] = [];
  links.on('change', ({ participant, quality }) => participant === ana && told.push(quality));
  links.start();
  return { clock, call, links, told, ana };
}

test('a good link is known to be so after a moment, and its facts are those of the network', async () => {
  const { clock, call, links, told, ana } = await calling();
  call.setConditions(ana, { roundTrip: 80, jitter: 6 });
  assert.equal(links.quality(ana), undefined);
  await clock.advance(2_100);
  assert.equal(links.quality(ana), 'good');
  await clock.advance(10_000);
  const { roundTrip, jitter, packetLossIn, packetLossOut, freezeRatio } = links.facts(ana);
  assert.deepEqual([roundTrip, jitter, packetLossIn, packetLossOut, freezeRatio], [80, 6, 0, 0, 0]);
  assert.deepEqual(told, ['good']);
});

test('a link that becomes poor is reported within seconds, once, and again when it improves', async () => {
  const { clock, call, links, told, ana } = await calling();
  await clock.advance(10_000);
  call.setConditions(ana, { loss: 0.12, roundTrip: 300 });
  await clock.until(() => links.quality(ana) === 'poor', 10_000);
  assert.ok(links.facts(ana).packetLossIn! > 0.04);
  await clock.advance(30_000);
  call.setConditions(ana, {});
  await clock.until(() => links.quality(ana) === 'good', 20_000);
  assert.equal(told.at(0), 'good');
  assert.equal(told.filter((one) => one === 'poor').length, 1);
  assert.equal(told.at(-1), 'good');
});

test('if a report takes longer than the interval, there is still only one at a time', async () => {
  const { clock, call, links, ana } = await calling();
  await clock.advance(2_100);
  let [running, most, all] = [0, 0, 0];
  const report = call.report.bind(call);
  call.report = async (id) => {
    most = Math.max(most, ++running);
    all++;
    await clock.work(3_500);
    running--;
    return report(id);
  };
  await clock.advance(60_000);
  assert.equal(most, 1);
  assert.ok(all >= 10, `${all} looks`);
  assert.equal(links.quality(ana), 'good');
});

test('a moment of loss is not worth a word', async () => {
  const { clock, call, told, ana } = await calling();
  await clock.advance(10_000);
  for (let times = 0; times < 5; times++) {
    call.setConditions(ana, { loss: 0.2 });
    await clock.advance(1_000);
    call.setConditions(ana, {});
    await clock.advance(12_000);
  }
  assert.deepEqual(told, ['good']);
});

test('a network between two ratings does not alternate', async () => {
  const { clock, call, told, ana } = await calling();
  for (let times = 0; times < 40; times++) {
    call.setConditions(ana, { loss: times % 2 ? 0.035 : 0.02 });
    await clock.advance(4_000);
  }
  assert.ok(told.length <= 2, told.join());
});

test('turning off all sources does not change the rating', async () => {
  const { clock, call, links, told, ana } = await calling();
  await clock.advance(6_000);
  call.updateParticipant(ana, { sources: [] });
  call.turnOff('camera');
  call.turnOff('microphone');
  await clock.advance(60_000);
  assert.equal(links.quality(ana), 'good');
  assert.equal(links.facts(ana).packetLossIn, undefined);
  call.updateParticipant(ana, { sources: ['microphone', 'camera'] });
  await clock.advance(20_000);
  assert.deepEqual(told, ['good']);
});

test('every rating below good has a cause', async () => {
  const { clock, call, links, ana } = await calling();
  const causes: (string | undefined)[] = [];
  links.on('change', ({ quality, cause }) => causes.push(`${quality} ${cause}`));
  await clock.advance(6_000);
  call.setConditions(ana, { roundTrip: 900 });
  await clock.advance(20_000);
  call.setConditions(ana, {});
  await clock.advance(20_000);
  assert.deepEqual(causes.slice(0, 1), ['good undefined']);
  assert.ok(causes.includes('poor delay'), causes.join());
  assert.equal(causes.at(-1), 'good undefined');
  assert.equal(links.cause(ana), undefined);
});

test('an interrupted link is lost immediately, and its rating starts over when it is back', async () => {
  const { clock, call, links, told, ana } = await calling();
  await clock.advance(6_000);
  call.setLink(ana, 'interrupted');
  assert.equal(links.quality(ana), 'lost');
  assert.deepEqual(links.facts(ana), noFacts);
  assert.equal(links.cause(ana), 'silence');
  call.setConditions(ana, { loss: 1 });
  await clock.advance(5_000);
  call.setConditions(ana, {});
  call.setLink(ana, 'connected');
  assert.equal(links.quality(ana), undefined);
  await clock.advance(20_000);
  assert.deepEqual(told, ['good', 'lost', undefined, 'good']);
});

test('who is gone has no link, and nothing is asked once it is closed', async () => {
  const { clock, call, links, told, ana } = await calling();
  await clock.advance(6_000);
  let asked = 0;
  const report = call.report.bind(call);
  call.report = (id) => (asked++, report(id));
  const ben = call.arrive('Ben');
  await clock.advance(6_000);
  assert.equal(links.quality(ben), 'good');
  call.depart(ana);
  assert.equal(links.quality(ana), undefined);
  asked = 0;
  links.close();
  await clock.advance(10_000);
  assert.equal(asked, 0);
  assert.equal(links.quality(ben), undefined);
  assert.deepEqual(told, ['good']);
});

test('a link without statistics has no rating', async () => {
  const { clock, call, links, ana } = await calling();
  call.report = () => Promise.reject(new DOMException('closed', 'InvalidStateError'));
  await clock.advance(10_000);
  assert.equal(links.quality(ana), undefined);
});

test('a call gives the report of each link, and none of whom it has no link to', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  const report = await ana!.call.report(ben!.call.self!.id);
  assert.ok(report!.has('T'));
  assert.equal(await ana!.call.report(ana!.call.self!.id), undefined);
  assert.equal(await ana!.call.report(7), undefined);
});
