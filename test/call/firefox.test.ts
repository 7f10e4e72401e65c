/** Chromium with Firefox, in either order of joining. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { find, inPage, until, untilFrames, untilPeople, untilStatus } from './support/facts.js';
import { Lab } from './support/lab.js';

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
      // Turning it off and on again only uses replaceTrack.
      await inPage(firefox, (element) => element.turnOff('camera'));
      await inPage(firefox, (element) => element.turnOn('camera'));
      await untilFrames(chromium, 'Firefox');
    },
  );
}

test('Firefox shows the call in picture-in-picture', { skip }, async () => {
  if (!lab) return;
  const attributes = 'room="on top" demo="2" style="--video-call-accent: rgb(1, 2, 3)"';
  const page = await lab.open(lab.embed(attributes), { firefox: true });
  await untilStatus(page, 'joined');
  // Menus are loaded after the first remote frame.
  await until(page, 'menus', () => customElements.get('video-call-people-button') !== undefined);
  // A real click: without one, no window opens.
  const click = async (selector: string) => (await find(page, selector)).click();
  // The buttons are hidden without pointer movement, and the press that shows them activates none.
  await (await find(page, '[part~=toolbar]')).hover();
  await until(page, 'buttons', (one) => !one.shadowRoot!.querySelector('.base.calm'));
  await click('[part~=more-button]');
  await find(page, '[part~=menu-item]');
  await inPage(page, (one) => {
    const items = [...one.shadowRoot!.querySelectorAll('[part~=menu-item]')];
    items.find(({ textContent }) => textContent.trim() === 'Picture-in-picture')!.id = 'on-top';
  });
  await click('#on-top');
  await until(page, 'the people in the window', (one) => {
    const root = one.pictureInPicture?.root;
    return (
      root?.querySelectorAll('video-call-tile').length === 3 &&
      one.shadowRoot?.querySelectorAll('video-call-tile').length === 0
    );
  });
  const accent = await inPage(page, (one) => {
    const base = one.pictureInPicture!.root!.querySelector('.base')!;
    return base.ownerDocument.defaultView!.getComputedStyle(base).getPropertyValue('--vc-accent');
  });
  assert.equal(accent, 'rgb(1, 2, 3)');
  await inPage(page, (one) => one.leave());
  await until(page, 'no window any more', (one) => one.pictureInPicture === undefined);
});
