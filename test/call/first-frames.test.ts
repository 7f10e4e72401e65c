/** What comes of a large picture: first a small one, then all of it, and never more than a person wants. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { inPage, until, untilPeople } from './facts.js';
import { Lab, PATIENCE } from './lab.js';

const lab = await Lab.start();
afterEach(() => lab.clear());

/** A camera and a screen that are large and never still; and whatever comes is written down from the start. */
const LARGE = `
  const film = (width, height) => {
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d');
    setInterval(() => {
      context.fillStyle = '#fff';
      context.fillRect(0, 0, width, height);
      context.fillStyle = '#000';
      context.font = '14px sans-serif';
      for (let y = 20; y < height; y += 20) {
        context.fillText(y + ' ' + Date.now() + ' a line of a text to be read'.repeat(9), 10, y);
      }
    }, 50);
    return canvas.captureStream(15);
  };
  globalThis.seen = [];
  const attachShadow = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attachShadow.call(this, options);
    root.addEventListener('resize', ({ target }) => seen.push(target.videoHeight), true);
    return root;
  };
  navigator.mediaDevices.getUserMedia = async () => film(1280, 720);
  navigator.mediaDevices.getDisplayMedia = async () => film(1920, 1080);
`;

const open = (name: string): Promise<Page> =>
  lab.open(
    lab.serve(`<!doctype html>
<meta charset="utf-8"><title>Large pictures</title><link rel="icon" href="data:,">
<script>${LARGE}</script>
<script type="module" src="${lab.server.url}/video-call.js"></script>
<video-call style="width: 1920px; height: 1080px" room="large" name="${name}" microphone-off camera-off autojoin self-view="hidden">
</video-call>`),
  );

/** How large each picture was that came to a page, whenever that changed. */
const seen = (page: Page): Promise<number[]> => page.evaluate('seen') as Promise<number[]>;
const forget = (page: Page): Promise<unknown> => page.evaluate('seen.length = 0');

const untilSeen = (page: Page, height: number): Promise<void> =>
  until(
    page,
    `a picture of ${height} lines`,
    (_, lines) => (globalThis as unknown as { seen: number[] }).seen.includes(lines),
    height,
  );

for (const [source, whole, first, before] of [
  ['camera', 720, 180, undefined],
  ['screen', 1080, 270, 'camera'],
] as const) {
  test(`a ${source} that is turned on in a call begins small, and is whole soon after`, async () => {
    const [ana, ben] = await Promise.all([open('Ana'), open('Ben')]);
    await Promise.all([ana, ben].map((page) => untilPeople(page, ['Ana', 'Ben'])));
    if (before) {
      // All that begins with a link is small: by then the link is older.
      await inPage(ana, (one, what) => one.turnOn(what), before);
      await untilSeen(ben, 720);
      await forget(ben);
    }
    await inPage(ana, (one, what) => one.turnOn(what), source);
    await untilSeen(ben, whole);
    const [height = Infinity] = await seen(ben);
    // A browser that is short of time makes it smaller still.
    assert.ok(height <= first, `${height} lines`);
  });
}

test('a screen that is shared already begins small for whoever comes', async () => {
  const ana = await open('Ana');
  await until(ana, 'Ana joined', (one) => one.status === 'joined');
  await inPage(ana, (one) => one.turnOn('screen'));
  const ben = await open('Ben');
  await untilSeen(ben, 1080);
  const [height = Infinity] = await seen(ben);
  assert.ok(height <= 270, `${height} lines`);
});

test('whoever wants less data gets small pictures of a camera and sends none larger', async () => {
  const [ana, ben] = await Promise.all([open('Ana'), open('Ben')]);
  await Promise.all([ana, ben].map((page) => untilPeople(page, ['Ana', 'Ben'])));
  await Promise.all([ana, ben].map((page) => inPage(page, (one) => one.turnOn('camera'))));
  await Promise.all([ana, ben].map((page) => untilSeen(page, 720)));
  await inPage(ana, (one) => void (one.videoQuality = 'low'));
  const isSmall = (page: Page) =>
    page.waitForFunction('seen.at(-1) <= 180', { timeout: PATIENCE, polling: 50 });
  await Promise.all([ana, ben].map(isSmall));
  await inPage(ana, (one) => void (one.videoQuality = 'auto'));
  await Promise.all([ana, ben].map(forget));
  await Promise.all([ana, ben].map((page) => untilSeen(page, 720)));
});
