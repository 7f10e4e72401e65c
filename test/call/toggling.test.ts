/** Microphone and camera toggled in quick succession: afterwards they are heard and seen. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import type { VideoCallElement } from '../../src/index.js';
import { inPage, until, untilFrames, untilPeople } from './support/facts.js';
import { Lab } from './support/lab.js';

const lab = await Lab.start();
afterEach(() => lab.clear());

const firefox = process.env['FIREFOX_PATH'] ? false : 'Firefox is missing';

const TOGGLES = 50;
/** Maximum milliseconds between two toggles. */
const APART = 50;

const calling = async (room: string, options = {}): Promise<[Page, Page]> => {
  const [ana, ben] = await Promise.all([
    lab.open(lab.embed(`room="${room}" name="Ana" autojoin`), options),
    lab.open(lab.embed(`room="${room}" name="Ben" autojoin`)),
  ]);
  await Promise.all([ana, ben].map((page) => untilPeople(page, ['Ana', 'Ben'])));
  await untilFrames(ben, 'Ana');
  return [ana, ben];
};

/** Toggles both again and again at pseudorandom intervals; at the end they are on. */
const toggle = (page: Page, seed: number) =>
  inPage(
    page,
    async (one, count, apart, first) => {
      let state = first;
      // The constants are from Numerical Recipes.
      const random = () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
      for (let turn = 0; turn < count; turn++) {
        for (const source of ['microphone', 'camera'] as const) {
          one.turnOff(source);
          await new Promise((resolve) => setTimeout(resolve, random() * apart));
          one.turnOn(source).catch(() => {});
          await new Promise((resolve) => setTimeout(resolve, random() * apart));
        }
      }
    },
    TOGGLES,
    APART,
    seed,
  );

type Listening = VideoCallElement & { energy?: number[] };

/** Waits until a participant's audio arrives and isn't silent: its energy grows. */
const untilHeard = (page: Page, whose: string) =>
  until(
    page,
    `sound of ${whose}`,
    (one: Listening, name: string) => {
      const person = one.participants.find((each) => each.name === name);
      if (!person) return false;
      void one.call!.report(person.id).then((report) => {
        for (const stats of report?.values() ?? []) {
          const { type, kind, mid, totalAudioEnergy } = stats as Record<string, unknown>;
          const isMicrophone = type === 'inbound-rtp' && kind === 'audio' && mid === '0';
          if (isMicrophone) (one.energy ??= []).push(Number(totalAudioEnergy));
        }
      });
      const { energy = [] } = one;
      return energy.length > 1 && energy.at(-1)! > energy[0]!;
    },
    whose,
  );

for (const seed of [1, 2]) {
  test(`${TOGGLES} quick toggles of microphone and camera leave no one silent or frozen (seed ${seed})`, async () => {
    const [ana, ben] = await calling(`toggles ${seed}`);
    await Promise.all([toggle(ana, seed), toggle(ben, seed + 100)]);
    for (const page of [ana, ben]) {
      await until(
        page,
        'both on',
        (one) =>
          one.participants.length === 2 &&
          one.participants.every(
            ({ sources }) => sources.includes('camera') && sources.includes('microphone'),
          ),
      );
    }
    await Promise.all([
      untilFrames(ben, 'Ana', 'camera', 10),
      untilFrames(ana, 'Ben', 'camera', 10),
      untilHeard(ben, 'Ana'),
      untilHeard(ana, 'Ben'),
    ]);
    const links = await inPage(ben, (one) =>
      one.participants.map(({ id }) => one.call!.linkProblem(id)),
    );
    assert.deepEqual(links.filter(Boolean), []);
  });
}

test('quick toggles in Firefox leave no one silent or frozen', { skip: firefox }, async () => {
  const [ana, ben] = await calling('toggles in firefox', { firefox: true });
  await toggle(ana, 3);
  await until(ben, 'camera on', (one) =>
    one.participants.every(({ sources }) => sources.includes('camera')),
  );
  await untilFrames(ben, 'Ana', 'camera', 10);
  await untilHeard(ben, 'Ana');
});
