/** What a real link carries, according to each browser's statistics. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import type { LinkStats } from '../../src/headless.js';
import { inPage, untilFrames, untilPeople } from './support/facts.js';
import { Lab } from './support/lab.js';

const lab = await Lab.start();
afterEach(() => lab.clear());

/** Statistics of the link to the only other participant. */
const statsIn = (page: Page) =>
  inPage(page, async (one) => {
    const other = one.participants.find(({ id }) => id !== one.self?.id);
    return other && (await one.call?.stats(other.id));
  });

/** Polls until all audio and video statistics are known, in both directions. */
async function untilKnown(page: Page): Promise<LinkStats> {
  const deadline = Date.now() + 45_000;
  for (;;) {
    const stats = await statsIn(page);
    const { sent, received } = stats ?? {};
    const all = [sent?.camera, sent?.microphone, received?.camera, received?.microphone];
    const isFlowing = all.every((stream) => stream?.bitrate && stream.loss !== undefined);
    if (stats && isFlowing && sent?.camera?.framesPerSecond && received?.camera?.framesPerSecond) {
      return stats;
    }
    if (Date.now() > deadline) throw new Error(`not known: ${JSON.stringify(stats)}`);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  }
}

/** The addresses that the browser itself reports for that link. */
const addressesIn = (page: Page) =>
  inPage(page, async (one) => {
    const other = one.participants.find(({ id }) => id !== one.self?.id);
    const report = other && (await one.call?.report(other.id));
    const all = [...(report?.values() ?? [])] as { address?: string }[];
    return all.flatMap(({ address }) => address ?? []);
  });

function assertPlausible(stats: LinkStats, firefox: boolean): void {
  const text = JSON.stringify(stats);
  assert.equal(stats.path, 'direct', text);
  assert.equal(stats.protocol, 'udp', text);
  assert.match(stats.candidates.local ?? '', /^(host|srflx|prflx)$/);
  assert.match(stats.candidates.remote ?? '', /^(host|srflx|prflx)$/);
  assert.ok(Math.abs(stats.at - Date.now()) < 60_000, text);
  assert.ok(stats.roundTrip! >= 0 && stats.roundTrip! < 5_000, text);
  assert.ok(stats.bytesSent! > 0 && stats.bytesReceived! > 0, text);
  assert.equal(stats.availableOutgoingBitrate === undefined, firefox, text);
  assert.equal(stats.sent.camera!.limitedBy === undefined, firefox, text);
  assert.ok(stats.sent.camera!.encodeTime! > 0, text);
  assert.ok(stats.received.microphone!.bufferDelay! > 0, text);
  for (const direction of ['sent', 'received'] as const) {
    const { camera, microphone, ...others } = stats[direction];
    // The screen's transceivers exist, and are empty.
    assert.deepEqual(others, {});
    assert.equal(microphone!.codec, 'opus', text);
    assert.match(camera!.codec ?? '', /^(VP8|VP9|H264|AV1)$/);
    assert.equal(Math.round((camera!.width! / camera!.height!) * 9), 16, text);
    assert.ok(camera!.framesPerSecond! <= 40, text);
    assert.ok(camera!.bitrate! > 1_000 && camera!.bitrate! < 5_000_000, text);
    assert.ok(microphone!.bitrate! > 1_000 && microphone!.bitrate! < 600_000, text);
    for (const { loss } of [camera!, microphone!]) assert.ok(loss! >= 0 && loss! < 0.5, text);
  }
  assert.doesNotMatch(text, /\d+\.\d+\.\d+\.\d+|[0-9a-f]{1,4}::|\.local/i);
}

test('Chromium and Firefox report the same statistics of their link, without addresses', async () => {
  const ana = await lab.open(lab.embed('room="stats" name="Ana" autojoin'));
  const ben = await lab.open(lab.embed('room="stats" name="Ben" autojoin'), { firefox: true });
  await Promise.all([ana, ben].map((page) => untilPeople(page, ['Ana', 'Ben'])));
  await Promise.all([untilFrames(ana, 'Ben'), untilFrames(ben, 'Ana')]);
  for (const page of [ana, ben]) {
    const stats = await untilKnown(page);
    assertPlausible(stats, page === ben);
    const addresses = await addressesIn(page);
    assert.ok(addresses.length);
    for (const one of addresses) assert.ok(!JSON.stringify(stats).includes(one), one);
  }
});
