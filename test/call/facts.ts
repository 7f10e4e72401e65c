/** Facts about a page with the element, each waited for and none timed. */
import type { ElementHandle, Page } from 'puppeteer-core';
import type { Participant, Source } from '../../src/headless.js';
import type { VideoCallElement } from '../../src/index.js';
import { PATIENCE } from './lab.js';

const elementOf = async (page: Page): Promise<ElementHandle<VideoCallElement>> => {
  const handle = await page.waitForSelector('video-call:defined', { timeout: PATIENCE });
  return handle as unknown as ElementHandle<VideoCallElement>;
};

/** Runs something in a page with its element. */
export async function inPage<Result, Arguments extends unknown[]>(
  page: Page,
  run: (element: VideoCallElement, ...values: Arguments) => Result | Promise<Result>,
  ...values: Arguments
): Promise<Result> {
  const element = await elementOf(page);
  return (await element.evaluate(run as never, ...(values as unknown as never[]))) as Result;
}

/** Waits for a fact about the element; on failure says what was seen instead. */
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

/** Waits until a page shows just these people, itself included, with a link to each of the others. */
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

/** Waits until a page says on somebody's tile why they are not connected; the answer is what it says. */
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

/** Counts the frames of `untilFrames` from now on. */
export const forgetFrames = (page: Page): Promise<void> =>
  inPage(page, (one) => {
    for (const video of one.shadowRoot?.querySelectorAll('video') ?? []) {
      if ('framesSeen' in video) video.framesSeen = 0;
    }
  });

/** Waits until so many further frames of a person's picture were decoded and are shown here. */
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
        // Firefox counts no frames of a stream in getVideoPlaybackQuality().
        video.framesSeen = 0;
        const count = () => {
          video.framesSeen!++;
          video.requestVideoFrameCallback(count);
        };
        video.requestVideoFrameCallback(count);
      }
      if (video.framesSeen < wanted) return false;
      // Those who ask again mean frames from then on.
      video.framesSeen = 0;
      return true;
    },
    name,
    source,
    frames,
  );
}

/** Waits until a person's sound is played here and is no silence: the fake microphone beeps. */
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
