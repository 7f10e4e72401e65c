/** Devices in real browsers: switching the camera during a call, a camera that ends, and audio levels. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import type { VideoCallElement } from '../../src/index.js';
import { inPage, until, untilFrames, untilPeople } from './support/facts.js';
import { CHROMIUM, Lab } from './support/lab.js';

const lab = await Lab.start({}, { chromium: CHROMIUM.full });
afterEach(() => lab.clear());

const firefox = process.env['FIREFOX_PATH'] ? false : 'Firefox is missing';

/** Ana has three cameras; the second is a depth camera, which WebRTC doesn't send. Ben watches her. */
const calling = async (room: string, options = {}): Promise<[Page, Page]> => {
  const cameras = { flags: { devices: 'fps=15,device-count=3' } };
  const [ana, ben] = await Promise.all([
    lab.open(lab.embed(`room="${room}" name="Ana" autojoin`), cameras),
    lab.open(lab.embed(`room="${room}" name="Ben" autojoin`), options),
  ]);
  await Promise.all([ana, ben].map((page) => untilPeople(page, ['Ana', 'Ben'])));
  await untilFrames(ben, 'Ana');
  return [ana, ben];
};

type Watching = VideoCallElement & { sourcesSeen?: string[] };

/** Records Ana's sources, as a page sees them, on each change. */
const watchSources = (page: Page) =>
  inPage(page, (one: Watching) => {
    one.sourcesSeen = [];
    one.call!.on('change', () => {
      const ana = one.participants.find(({ name }) => name === 'Ana');
      one.sourcesSeen!.push(ana?.sources.join() ?? 'gone');
    });
  });

const untilLevel = (page: Page, whose: string, isLoud: boolean) =>
  until(
    page,
    `${whose} ${isLoud ? 'heard' : 'silent'}`,
    (one, name, wanted) => {
      const person = one.participants.find((each) => each.name === name);
      const level = one.call!.level(name === 'self' ? name : (person?.id ?? 0));
      // Chromium's simulated microphone beeps once a second.
      return wanted ? level > 0.02 : level === 0;
    },
    whose,
    isLoud,
  );

test('switching the camera during a call: the video continues and never appears off', async () => {
  const [ana, ben] = await calling('cameras');
  await until(ana, 'three cameras', (one) => one.call?.devices('camera').length === 3);
  await watchSources(ben);
  const [before, chosen, after] = await inPage(ana, async (one) => {
    const { call } = one;
    const used = () =>
      call!.stream('self', 'camera')?.getVideoTracks()[0]?.getSettings().deviceId ?? '';
    const first = used();
    const { id } = call!.devices('camera').at(-1)!;
    await call!.chooseDevice('camera', id);
    return [first, id, used()];
  });
  assert.notEqual(after, before);
  assert.equal(after, chosen);
  await untilFrames(ben, 'Ana');
  await untilFrames(ben, 'Ana', 'camera', 10);
  const seen = await inPage(ben, (one: Watching) => one.sourcesSeen ?? []);
  assert.deepEqual(
    seen.filter((sources) => !sources.includes('camera')),
    [],
  );
  await ana.reload();
  await untilPeople(ana, ['Ana', 'Ben']);
  assert.equal(await inPage(ana, (one) => one.call?.chosenDevice('camera')), chosen);
});

test('a camera whose track ends recovers automatically, and never appears off', async () => {
  const [ana, ben] = await calling('ended');
  await watchSources(ben);
  await inPage(ana, (one) => {
    const [track] = one.call?.stream('self', 'camera')?.getTracks() ?? [];
    track?.stop();
    track?.dispatchEvent(new Event('ended'));
  });
  await until(
    ana,
    'another track',
    (one) =>
      one.call?.sourceState('camera').status === 'on' &&
      one.call.stream('self', 'camera')?.getTracks()[0]?.readyState === 'live',
  );
  await untilFrames(ben, 'Ana');
  await untilFrames(ben, 'Ana', 'camera', 10);
  const seen = await inPage(ben, (one: Watching) => one.sourcesSeen ?? []);
  assert.ok(seen.every((sources) => sources.includes('camera')));
});

for (const [name, options] of [
  ['Chromium', {}],
  ['Firefox', { firefox: true }],
] as const) {
  test(
    `levels: ${name} tells that others speak, and a parked microphone still hears`,
    { skip: name === 'Firefox' && firefox },
    async () => {
      const [ana, ben] = await calling(`levels ${name}`, options);
      await untilLevel(ben, 'Ana', true);
      await untilLevel(ana, 'Ben', true);
      await untilLevel(ana, 'self', true);
      await inPage(ana, (one) => one.turnOff('microphone'));
      await untilLevel(ben, 'Ana', false);
      await untilLevel(ana, 'self', true);
    },
  );
}
