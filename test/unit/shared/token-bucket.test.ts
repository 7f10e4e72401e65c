/** Rate limits: what a bucket lets through, and how one participant's limits add up. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ParticipantLimits } from '../../../src/call/channels/participant-limits.js';
import { LIMITS } from '../../../src/protocol.js';
import { TokenBucket } from '../../../src/token-bucket.js';

test('a bucket lets its burst through at once, then its rate, and never holds more than the burst', () => {
  const bucket = new TokenBucket({ burst: 3, perSecond: 2 }, 0);
  assert.deepEqual(
    [1, 2, 3, 4].map(() => bucket.take(1, 0)),
    [true, true, true, false],
  );
  assert.equal(bucket.take(1, 499), false);
  assert.equal(bucket.take(1, 500), true);
  assert.equal(bucket.isFull(60_000), true);
  assert.equal(bucket.take(3, 60_000), true);
  assert.equal(bucket.take(1, 60_000), false);
  assert.equal(bucket.take(1, 0), false, 'a clock that goes back gives nothing');
});

test('a charge may leave a debt of one burst, and a refund never more than a full bucket', () => {
  const bucket = new TokenBucket({ burst: 3, perSecond: 1 }, 0);
  bucket.charge(100, 0);
  assert.equal(bucket.level(0), -3);
  assert.equal(bucket.take(0, 2_999), false);
  assert.equal(bucket.take(0, 3_000), true, 'the debt is paid');
  assert.equal(bucket.take(1, 4_000), true);
  bucket.refund(100);
  assert.equal(bucket.level(4_000), 3);
});

test('a sender gets a burst of messages, then its rate, and is cut off for going on', () => {
  const limits = new ParticipantLimits(0);
  const taken = (count: number, now: number) =>
    Array.from({ length: count }).filter(() => limits.takeMessage('message', now)).length;
  assert.equal(taken(200, 0), LIMITS.messageRate.burst);
  assert.equal(limits.isCutOff(0), false, 'a burst is dropped');
  assert.equal(taken(100, 1_000), LIMITS.messageRate.perSecond);
  for (let second = 2; second < 8; second++) taken(100, second * 1_000);
  assert.equal(limits.isCutOff(8_000), true);
  assert.equal(limits.isCutOff(70_000), false);
});

test('a flood of one kind of message takes nothing from another kind', () => {
  const limits = new ParticipantLimits(0);
  for (let count = 0; count < 100; count++) limits.takeMessage('own', 0);
  assert.equal(limits.takeMessage('own', 0), false);
  assert.equal(limits.takeMessage('message', 0), true);
  assert.equal(limits.takeMessage('beat', 0), true);
});

test('rebuilds wait longer and longer, and begin again once a link has held', () => {
  const limits = new ParticipantLimits(0);
  let now = 0;
  const waits = Array.from({ length: 8 }, () => {
    const at = limits.rebuildAt(now);
    const wait = at - now;
    now = at;
    return wait;
  });
  assert.deepEqual(waits, [0, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  limits.noteLink(true, now);
  limits.noteLink(true, now + 9_000);
  assert.notEqual(limits.rebuildAt(now + 9_000), now + 9_000, 'it has not held long enough');
  limits.noteLink(true, now + 100_000);
  assert.equal(limits.rebuildAt(now + 100_000), now + 100_000);
});

test('limits are forgotten only once nothing is counted any more', () => {
  const limits = new ParticipantLimits(0);
  assert.equal(limits.isQuiet(0), true);
  limits.takeNegotiation(0);
  assert.equal(limits.isQuiet(1_000), false);
  assert.equal(limits.isQuiet(60_000), true);
});
