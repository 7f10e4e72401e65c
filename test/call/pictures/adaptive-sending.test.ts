/** What is sent over a real link: what the remote participant shows, and nothing that it doesn't show. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { find, inPage, until, untilFrames, untilPeople } from '../support/facts.js';
import { Lab } from '../support/lab.js';

const lab = await Lab.start();
afterEach(() => lab.clear());

/** Height of the camera picture from the only other participant, and the number of frames; 0 before the first. */
const arrived = (page: Page) =>
  inPage(page, async (one) => {
    const other = one.participants.find(({ id }) => id !== one.self?.id);
    const report = other && (await one.call?.report(other.id));
    const stats = [...(report?.values() ?? [])] as { [key: string]: unknown }[];
    const camera = stats.find(({ type, mid }) => type === 'inbound-rtp' && mid === '1');
    return { height: Number(camera?.frameHeight ?? 0), frames: Number(camera?.framesDecoded ?? 0) };
  });

async function untilArrived(
  page: Page,
  what: string,
  isSo: (now: Awaited<ReturnType<typeof arrived>>) => boolean,
): Promise<void> {
  const deadline = Date.now() + 45_000;
  while (!isSo(await arrived(page))) {
    if (Date.now() > deadline)
      throw new Error(`not ${what}: ${JSON.stringify(await arrived(page))}`);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  }
}

for (const firefox of [false, true]) {
  const name = firefox ? 'Firefox' : 'Chromium';
  test(`a camera in ${name} is sent in the size in which it is shown, and not at all while hidden`, async () => {
    const ana = await lab.open(lab.embed('room="fit" name="Ana" autojoin self-view="hidden"'));
    const ben = await lab.open(lab.embed('room="fit" name="Ben" autojoin'), { firefox });
    await Promise.all([ana, ben].map((page) => untilPeople(page, ['Ana', 'Ben'])));
    await untilFrames(ana, 'Ben');
    await untilArrived(ana, 'as captured', ({ height }) => height === 180);
    await inPage(ana, (one) => Object.assign(one.style, { width: '160px', height: '90px' }));
    await untilArrived(ana, 'small', ({ height }) => height > 0 && height < 180);

    await inPage(ana, (one) => (one.style.marginBlockStart = '300vh'));
    let last = -1;
    let still = 0;
    // Frames that were already sent still arrive.
    await untilArrived(ana, 'still', ({ frames }) => {
      still = frames === last ? still + 1 : 0;
      last = frames;
      return still > 60;
    });
    await inPage(ana, (one) => one.scrollIntoView());
    await untilArrived(ana, 'seen again', ({ frames }) => frames > last + 10);
    // Meanwhile the other participant stays visible, and no link is lost.
    await until(ben, 'Ana linked', (one) =>
      one.participants.every(
        ({ id }) => id === one.self?.id || one.call?.linkStatus(id) === 'connected',
      ),
    );
    assert.ok(last > 0);
  });
}

/** Waits until Ben sees that Ana's camera is on or off. */
const untilCamera = (page: Page, isOn: boolean) =>
  until(
    page,
    `Ana's camera ${isOn ? 'on' : 'off'}`,
    (one, on) =>
      one.participants.find(({ name }) => name === 'Ana')!.sources.includes('camera') === on,
    isOn,
  );

test('with audio only, no frame is sent or received, also after a reload, until the user changes it', async () => {
  const ana = await lab.open(lab.embed('room="sound" name="Ana" autojoin'));
  const ben = await lab.open(lab.embed('room="sound" name="Ben" autojoin'));
  await Promise.all([ana, ben].map((page) => untilPeople(page, ['Ana', 'Ben'])));
  await Promise.all([untilFrames(ana, 'Ben'), untilFrames(ben, 'Ana')]);
  const choose = async (label: string) => {
    await inPage(ana, (one) =>
      one.shadowRoot!.querySelector<HTMLElement>('[part~=more-button]')!.click(),
    );
    for (const text of ['Video quality', label]) {
      await (await find(ana, `[part~=menu-item] ::-p-text(${text})`)).click();
    }
    await ana.keyboard.press('Escape');
  };
  const untilStill = async () => {
    let last = -1;
    let still = 0;
    await untilArrived(ana, 'still', ({ frames }) => {
      still = frames === last ? still + 1 : 0;
      last = frames;
      return still > 60;
    });
    return last;
  };
  await choose('Audio only');
  await untilCamera(ben, false);
  assert.ok((await untilStill()) > 0);

  await ana.reload();
  await untilPeople(ana, ['Ana', 'Ben']);
  await until(
    ana,
    'sound only',
    (one) =>
      String(one.videoQuality) === 'sound-only' && one.call!.sourceState('camera').status === 'off',
  );
  await untilCamera(ben, false);
  const before = await untilStill();

  await inPage(ana, (one) => one.turnOn('camera'));
  await until(ana, 'automatic', (one) => String(one.videoQuality) === 'auto');
  await Promise.all([untilFrames(ana, 'Ben'), untilFrames(ben, 'Ana')]);
  // A report is up to half a second old.
  await untilArrived(ana, 'moving', ({ frames }) => frames > before);
});
