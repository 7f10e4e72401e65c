/** Chromium with Firefox, whoever comes first. */
import { afterEach, test } from 'node:test';
import { inPage, untilFrames, untilPeople, untilStatus } from './facts.js';
import { Lab } from './lab.js';

const skip = process.env['FIREFOX_PATH']
  ? false
  : 'Firefox is missing: apt-get install firefox-esr, or set FIREFOX_PATH';
const lab = skip ? undefined : await Lab.start();
afterEach(() => lab?.clear());

for (const [first, second] of [
  ['Chromium', 'Firefox'],
  ['Firefox', 'Chromium'],
] as const) {
  test(
    `${second} joins ${first}: picture both ways, and screen lanes stand`,
    { skip },
    async () => {
      if (!lab) return;
      const open = (name: string) =>
        lab.open(lab.embed(`room="${first} first" name="${name}" autojoin`), {
          firefox: name === 'Firefox',
        });
      const one = await open(first);
      await untilStatus(one, 'joined');
      const other = await open(second);
      await Promise.all([one, other].map((page) => untilPeople(page, [first, second])));
      await untilFrames(one, second);
      await untilFrames(other, first);
      const chromium = first === 'Chromium' ? one : other;
      const firefox = first === 'Chromium' ? other : one;
      await inPage(chromium, (element) => element.turnOn('screen'));
      await untilFrames(firefox, 'Chromium', 'screen');
      // Off and on again goes by replaceTrack alone.
      await inPage(firefox, (element) => element.turnOff('camera'));
      await inPage(firefox, (element) => element.turnOn('camera'));
      await untilFrames(chromium, 'Firefox');
    },
  );
}
