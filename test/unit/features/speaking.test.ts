/** Who is speaking, from audio levels on a fake clock. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Speaking } from '../../../src/features/speaking.js';
import { FakeCall } from '../../fakes/fake-call.js';
import { FakeClock } from '../../fakes/fake-clock.js';

const LOUD = 0.2;
/** The level of a quiet room; a working microphone never reports exactly zero. */
const ROOM = 0.001;

const listening = async (...names: string[]) => {
  const clock = new FakeClock();
  const call = new FakeCall('Me');
  await call.join();
  const ids = names.map((name) => call.arrive(name));
  call.setLevel('self', ROOM);
  const speaking = new Speaking(call, clock);
  speaking.start();
  const changes = { count: 0 };
  speaking.on('change', () => changes.count++);
  /** A participant makes a sound for this long, then is silent. */
  const say = async (who: number | 'self', milliseconds: number) => {
    call.setLevel(who, LOUD);
    await clock.advance(milliseconds);
    call.setLevel(who, ROOM);
  };
  return { clock, call, speaking, changes, say, ids };
};

test('a speaker is reported quickly, and for a moment after the last sound', async () => {
  const { clock, call, speaking, changes, ids } = await listening('Ana');
  const [ana] = ids as [number];
  call.setLevel(ana, LOUD);
  await clock.advance(200);
  assert.deepEqual([...speaking.speakers], [ana]);
  call.setLevel(ana, ROOM);
  await clock.advance(600);
  assert.deepEqual([...speaking.speakers], [ana]);
  await clock.advance(200);
  assert.deepEqual([...speaking.speakers], []);
  assert.equal(changes.count, 2, 'pauses between words tell nothing');
});

test('a click is no speech', async () => {
  const { clock, speaking, changes, say, ids } = await listening('Ana');
  for (let clicks = 0; clicks < 5; clicks++) {
    await say(ids[0]!, 100);
    await clock.advance(300);
  }
  assert.equal(changes.count, 0);
  assert.equal(speaking.active, undefined);
});

test('the local participant is among the speakers, but never the active one', async () => {
  const { call, speaking, say } = await listening('Ana');
  await call.turnOn('microphone');
  await say('self', 3_000);
  assert.deepEqual([...speaking.speakers], [call.self!.id]);
  assert.equal(speaking.active, undefined);
});

test('speech into a microphone that is off reaches no one', async () => {
  const { call, speaking, say, ids } = await listening('Ana');
  call.updateParticipant(ids[0]!, { sources: ['camera'] });
  await say(ids[0]!, 1_000);
  assert.equal(speaking.speakers.size, 0);
});

test('the active one stays through a pause and an interjection', async () => {
  const { clock, speaking, say, ids } = await listening('Ana', 'Ben');
  const [ana, ben] = ids as [number, number];
  await say(ana, 2_000);
  assert.equal(speaking.active, ana);
  await clock.advance(5_000);
  assert.equal(speaking.active, ana, 'who spoke last');
  await say(ben, 600);
  await clock.advance(3_000);
  assert.equal(speaking.active, ana);
});

test('another becomes active after a second of speech, if the present one is silent', async () => {
  const { clock, call, speaking, say, ids } = await listening('Ana', 'Ben');
  const [ana, ben] = ids as [number, number];
  await say(ana, 2_000);
  await clock.advance(1_000);
  await say(ben, 800);
  assert.equal(speaking.active, ana);
  call.setLevel(ben, LOUD);
  await clock.advance(600);
  assert.equal(speaking.active, ben);
  call.setLevel(ana, LOUD);
  await clock.advance(5_000);
  assert.equal(speaking.active, ben, 'two at once do not take turns on the screen');
  call.setLevel(ben, ROOM);
  await clock.advance(2_000);
  assert.equal(speaking.active, ana);
});

test('when the active speaker leaves, the next one is active immediately', async () => {
  const { clock, call, speaking, say, ids } = await listening('Ana', 'Ben');
  const [ana, ben] = ids as [number, number];
  await say(ana, 2_000);
  call.depart(ana);
  await clock.advance(100);
  assert.equal(speaking.active, undefined);
  await say(ben, 300);
  assert.equal(speaking.active, ben);
});

test('talking while the microphone is off is reported for some seconds', async () => {
  const { clock, call, speaking, say } = await listening('Ana');
  await say('self', 900);
  assert.equal(speaking.unheard, undefined);
  await clock.advance(2_000);
  await say('self', 1_200);
  assert.equal(speaking.unheard, 'off');
  assert.equal(speaking.speakers.size, 0);
  await clock.advance(3_000);
  assert.equal(speaking.unheard, 'off');
  await clock.advance(2_000);
  assert.equal(speaking.unheard, undefined);
  await say('self', 1_200);
  await call.turnOn('microphone');
  await clock.advance(100);
  assert.equal(speaking.unheard, undefined, 'now one is heard');
});

test('a microphone without any signal is reported; a quiet room is not', async () => {
  const { clock, call, speaking } = await listening('Ana');
  await call.turnOn('microphone');
  await clock.advance(60_000);
  assert.equal(speaking.unheard, undefined);
  call.setLevel('self', 0);
  await clock.advance(9_000);
  assert.equal(speaking.unheard, undefined);
  await clock.advance(1_500);
  assert.equal(speaking.unheard, 'silent');
  call.setLevel('self', ROOM);
  await clock.advance(100);
  assert.equal(speaking.unheard, undefined);
});

test('levels are reported ten times a second, until closed', async () => {
  const { clock, speaking, say, ids } = await listening('Ana');
  let looks = 0;
  speaking.on('level', () => looks++);
  speaking.start();
  await say(ids[0]!, 1_000);
  assert.equal(looks, 10);
  assert.ok(speaking.level(ids[0]!) > 0);
  speaking.close();
  assert.equal(speaking.level(ids[0]!), 0);
  await clock.advance(1_000);
  assert.equal(looks, 10);
  assert.equal(speaking.speakers.size, 0);
});
