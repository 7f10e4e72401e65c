/** Pages that send large pictures and record the size of those they receive. */
import type { Page } from 'puppeteer-core';
import { until } from '../support/facts.js';
import type { Lab } from '../support/lab.js';
import { picturesSent, WATCH_LINKS } from '../support/watch-links.js';

/** A large camera and screen that always move; the size of each received picture is recorded from the start. */
const LARGE = `
  const film = (width, height) => {
    const sheet = new OffscreenCanvas(width, height);
    const text = sheet.getContext('2d');
    text.fillStyle = '#fff';
    text.fillRect(0, 0, width, height);
    text.fillStyle = '#000';
    text.font = '14px sans-serif';
    for (let y = 20; y < height; y += 20) {
      text.fillText(y + ' a line of a text to be read'.repeat(9), 10, y);
    }
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d');
    let count = 0;
    const draw = () => {
      // Copied: writing all of it each time takes longer than encoding it.
      context.drawImage(sheet, 0, 0);
      context.fillRect((count++ * 20) % width, 100, 80, 80);
    };
    draw();
    setInterval(draw, 66);
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

/** A page in a call with such pictures, without a self view. */
export const openLarge = (lab: Lab, name: string): Promise<Page> =>
  lab.open(
    lab.serve(`<!doctype html>
<meta charset="utf-8"><title>Large pictures</title><link rel="icon" href="data:,">
<script>${WATCH_LINKS}${LARGE}</script>
<script type="module" src="${lab.server.url}/video-call.js"></script>
<video-call style="width: 1920px; max-width: none; height: 1080px" room="large" name="${name}" microphone-off camera-off autojoin self-view="hidden">
</video-call>`),
  );

/** The heights of the pictures that a page received, one for each change. */
export const seen = (page: Page): Promise<number[]> => page.evaluate('seen') as Promise<number[]>;
export const forgetSeen = (page: Page): Promise<unknown> => page.evaluate('seen.length = 0');

/** Waits for a picture of so many lines; on failure, says what came instead and what the sender sent. */
export async function untilSeen(page: Page, height: number, sender: Page): Promise<void> {
  const isThere = (_: unknown, lines: number) =>
    (globalThis as unknown as { seen: number[] }).seen.includes(lines);
  try {
    await until(page, `a picture of ${height} lines`, isThere, height);
  } catch (cause) {
    const [lines, sent] = await Promise.all([seen(page), picturesSent(sender)]);
    const visibility = await page.evaluate('document.visibilityState');
    const text = `it saw ${lines.join() || 'no'} lines, ${visibility}, while this was sent: ${JSON.stringify(sent)}`;
    throw new Error(text, { cause });
  }
}
