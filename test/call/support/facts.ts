/** Facts about a page with the element; tests wait for each, and time none. */
import type { ElementHandle, Page } from 'puppeteer-core';
import type { Participant, Source } from '../../../src/headless.js';
import type { VideoCallElement } from '../../../src/index.js';
import { PATIENCE } from './lab.js';

const elementOf = async (page: Page): Promise<ElementHandle<VideoCallElement>> => {
  const handle = await page.waitForSelector('video-call:defined', { timeout: PATIENCE });
  return handle as unknown as ElementHandle<VideoCallElement>;
};

/** Runs a function in a page, with its element. */
export async function inPage<Result, Arguments extends unknown[]>(
  page: Page,
  run: (element: VideoCallElement, ...values: Arguments) => Result | Promise<Result>,
  ...values: Arguments
): Promise<Result> {
  const element = await elementOf(page);
  return (await element.evaluate(run as never, ...(values as unknown as never[]))) as Result;
}

/**
 * Waits until something inside the element is visible. With `visible`, Puppeteer checks on each frame; otherwise only
 * after a change of the document, which doesn't include shadow roots.
 */
export async function find(page: Page, selector: string): Promise<ElementHandle<HTMLElement>> {
  const handle = await page.waitForSelector(`video-call >>> ${selector}`, { visible: true });
  return handle as ElementHandle<HTMLElement>;
}

/** Waits for a fact about the element; the failure message shows the actual state. */
export async function until<Arguments extends unknown[]>(
  page: Page,
  fact: string,
  isTrue: (element: VideoCallElement, ...values: Arguments) => boolean,
  ...values: Arguments
): Promise<void> {
  const element = await elementOf(page);
  try {
    await page.waitForFunction(
      isTrue as never,
      { timeout: PATIENCE, polling: 50 },
      element,
      ...(values as unknown as never[]),
    );
  } catch {
    const seen = await inPage(page, (one) => ({
      status: one.status,
      people: one.participants,
      links: one.participants.map(({ id }) => one.call?.linkStatus(id)),
    }));
    throw new Error(`${fact} did not come true; the page shows ${JSON.stringify(seen)}`);
  }
}

export const untilStatus = (page: Page, status: string): Promise<void> =>
  until(page, `the status ${status}`, (one, wanted) => one.status === wanted, status);

/** Waits until a page shows exactly these people, itself included, and is connected to each of the others. */
export const untilPeople = (page: Page, names: string[]): Promise<void> =>
  until(
    page,
    `a call of ${names.join(', ')}`,
    (one, wanted) => {
      const shown = one.participants.map(({ name }) => name).sort();
      const links = one.participants.filter(({ id }) => id !== one.self?.id);
      return (
        shown.join() === wanted && links.every(({ id }) => one.call?.linkStatus(id) === 'connected')
      );
    },
    [...names].sort().join(),
  );

/** Waits until a tile says why that participant is not connected; returns the text. */
export async function untilSaid(page: Page, name: string): Promise<string> {
  const handle = await page.waitForFunction(
    (who) => {
      const root = document.querySelector('video-call')?.shadowRoot;
      const tiles = [...(root?.querySelectorAll('video-call-tile') ?? [])];
      const tile = tiles.find((one) => one.querySelector('bdi')?.textContent === who);
      return tile?.querySelector('[part=link-problem] p')?.textContent;
    },
    { polling: 50 },
    name,
  );
  return ((await handle.jsonValue()) as string).replace(/[\u2068\u2069]/g, '');
}

/** Restarts the frame count of `untilFrames`. */
export const forgetFrames = (page: Page): Promise<void> =>
  inPage(page, (one) => {
    for (const video of one.shadowRoot?.querySelectorAll('video') ?? []) {
      if ('framesSeen' in video) video.framesSeen = 0;
    }
  });

/** Waits until this many more frames of a participant's video are decoded and shown here. */
export async function untilFrames(
  page: Page,
  name: string,
  source: Source = 'camera',
  frames = 3,
): Promise<void> {
  await until(
    page,
    `${frames} frames of ${name}'s ${source}`,
    (one, who, what, wanted) => {
      const person = one.participants.find((each: Participant) => each.name === who);
      const stream = person && one.call?.stream(person.id, what);
      const videos = [...(one.shadowRoot?.querySelectorAll('video') ?? [])];
      const video = videos.find(({ srcObject }) => stream && srcObject === stream) as
        (HTMLVideoElement & { framesSeen?: number }) | undefined;
      if (!video) return false;
      if (video.framesSeen === undefined) {
        // Firefox doesn't count a stream's frames in getVideoPlaybackQuality().
        video.framesSeen = 0;
        const count = () => {
          video.framesSeen!++;
          video.requestVideoFrameCallback(count);
        };
        video.requestVideoFrameCallback(count);
      }
      if (video.framesSeen < wanted) return false;
      // The next call counts from here.
      video.framesSeen = 0;
      return true;
    },
    name,
    source,
    frames,
  );
}

/** Waits until a participant's audio plays here and isn't silent: the fake microphone beeps. */
export async function untilSound(page: Page, name: string): Promise<void> {
  await inPage(
    page,
    async (one, who) => {
      const person = one.participants.find((each: Participant) => each.name === who);
      const stream = person && one.call?.stream(person.id, 'microphone');
      if (!stream) throw new Error(`${who} sends no sound`);
      const audios = [...(one.shadowRoot?.querySelectorAll('audio') ?? [])];
      if (!audios.some(({ srcObject }) => srcObject === stream)) throw new Error('not played');
      const context = new AudioContext();
      const analyser = context.createAnalyser();
      context.createMediaStreamSource(stream).connect(analyser);
      const samples = new Float32Array(analyser.fftSize);
      const isLoud = () => {
        analyser.getFloatTimeDomainData(samples);
        return samples.some((sample) => Math.abs(sample) > 0.01);
      };
      while (!isLoud()) await new Promise(requestAnimationFrame);
      await context.close();
    },
    name,
  );
}
