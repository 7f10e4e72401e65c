/** Quality of audio and video over networks with high packet loss or low bandwidth. */
import { after, afterEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { untilFrames } from '../call/support/facts.js';
import { NetworkLab } from './lab.js';

const lab = await NetworkLab.start();
after(() => lab.stop());
afterEach(async () => {
  lab.internet.restore('b');
  await lab.clear();
});

async function callOf(room: string): Promise<[Page, Page]> {
  const [ana, ben] = await lab.call(room, { relays: 'none' });
  await Promise.all([untilFrames(ana, 'Ben'), untilFrames(ben, 'Ana')]);
  return [ana, ben];
}

/** Waits for five seconds in which no more than this share of the audio was concealed. */
const untilHeard = (page: Page, most: number) =>
  page.waitForFunction(
    async (share) => {
      const global = globalThis as unknown as {
        connections: RTCPeerConnection[];
        heard?: { at: number; samples: number; concealed: number }[];
      };
      const live = global.connections.find(
        ({ connectionState }) => connectionState === 'connected',
      );
      const reports = [...((await live?.getStats())?.values() ?? [])];
      const sound = reports.find(({ type, mid }) => type === 'inbound-rtp' && mid === '0');
      if (!sound) return false;
      const now = {
        at: performance.now(),
        samples: sound.totalSamplesReceived as number,
        concealed: sound.concealedSamples as number,
      };
      // A sliding window, so that a good one is not missed.
      const heard = (global.heard ??= []);
      heard.push(now);
      const first = heard.findLast(({ at }) => now.at - at > 5_000);
      if (!first || now.samples <= first.samples) return false;
      return (now.concealed - first.concealed) / (now.samples - first.samples) <= share;
    },
    { polling: 250 },
    most,
  );

/** Waits until the remote camera arrives with this many lines. */
const untilLines = (page: Page, lines: number) =>
  page.waitForFunction(
    async (wanted) => {
      const { connections } = globalThis as unknown as { connections: RTCPeerConnection[] };
      const live = connections.find(({ connectionState }) => connectionState === 'connected');
      const reports = [...((await live?.getStats())?.values() ?? [])];
      const camera = reports.find(({ type, mid }) => type === 'inbound-rtp' && mid === '1');
      return camera?.frameHeight === wanted;
    },
    { polling: 250 },
    lines,
  );

test('speech with 20% packet loss is almost complete', async () => {
  const pages = await callOf('lossy');
  lab.internet.lose('b', 20);
  await Promise.all(pages.map((page) => untilHeard(page, 0.08)));
});

test('on a very slow network, speech gets through, and video follows once there is bandwidth', async () => {
  const pages = await callOf('narrow');
  await Promise.all(pages.map((page) => untilLines(page, 180)));
  lab.internet.narrow('b', 120, 300);
  await Promise.all(pages.map((page) => untilHeard(page, 0.03)));
  lab.internet.restore('b');
  await Promise.all(pages.map((page) => untilLines(page, 180)));
});
