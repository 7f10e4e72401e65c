/** Real calls of two to four people in Chromium, over the real room server. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import type { VideoCallElement } from '../../src/index.js';
import type { StageInteraction } from '../../src/ui/stage/stage-interaction.js';
import {
  find,
  inPage,
  until,
  untilFrames,
  untilPeople,
  untilSound,
  untilStatus,
} from './support/facts.js';
import { Lab } from './support/lab.js';

const lab = await Lab.start({}, { runtime: 'partykit' });
afterEach(() => lab.clear());

/** Opens one page per name at the same moment, all with `autojoin`. */
const autojoin = (room: string, names: string[], options = {}): Promise<Page[]> =>
  Promise.all(
    names.map((name) => lab.open(lab.embed(`room="${room}" name="${name}" autojoin`), options)),
  );

test('two people see and hear each other both ways', async () => {
  const names = ['Ana', 'Ben'];
  const [ana, ben] = (await autojoin('of 2', names)) as [Page, Page];
  await Promise.all([ana, ben].map((page) => untilPeople(page, names)));
  await Promise.all([untilFrames(ana, 'Ben'), untilFrames(ben, 'Ana')]);
  await Promise.all([untilSound(ana, 'Ben'), untilSound(ben, 'Ana')]);
});

test('a room can have any name that fits into a URL', async () => {
  const rooms = ['اجتماع الفريق الأسبوعي الكبير', 'ä'.repeat(128), '50 % / #1 ☕?'];
  const pair = (room: string) =>
    ['Ana', 'Ben'].map(
      (name) => `<video-call room="${room}" name="${name}" autojoin></video-call>`,
    );
  const page = await lab.open(
    lab.serve(`<!doctype html><meta charset="utf-8"><title>Rooms</title>
      <script type="module" src="${lab.server.url}/video-call.js"></script>
      ${rooms.flatMap(pair).join('')}`),
  );
  // Each element is connected to exactly one other participant.
  await page.waitForFunction(() => {
    const all = [...document.querySelectorAll<VideoCallElement>('video-call')];
    return all.every(({ participants, self, call }) => {
      const others = participants?.filter(({ id }) => id !== self?.id) ?? [];
      return others.length === 1 && call?.linkStatus(others[0]!.id) === 'connected';
    });
  });
});

test('participants join and leave in any order, and no one appears twice', async () => {
  const [ana, ben, cleo] = (await autojoin('coming', ['Ana', 'Ben', 'Cleo'])) as [Page, Page, Page];
  await Promise.all([ana, ben, cleo].map((page) => untilPeople(page, ['Ana', 'Ben', 'Cleo'])));
  await inPage(ana, (one) => one.leave());
  const [dan] = (await autojoin('coming', ['Dan'])) as [Page];
  await Promise.all([ben, cleo, dan].map((page) => untilPeople(page, ['Ben', 'Cleo', 'Dan'])));
  await inPage(ana, (one) => one.join());
  const all = ['Ana', 'Ben', 'Cleo', 'Dan'];
  await Promise.all([ana, ben, cleo, dan].map((page) => untilPeople(page, all)));
  await untilFrames(dan, 'Ana');
  await untilFrames(ana, 'Dan');
});

test('a shared screen appears with its video, and disappears when sharing stops', async () => {
  const [ana, ben] = (await autojoin('screen', ['Ana', 'Ben'])) as [Page, Page];
  await untilPeople(ana, ['Ana', 'Ben']);
  await inPage(ana, (one) => one.turnOn('screen'));
  await untilFrames(ben, 'Ana', 'screen');
  // As the browser's own "Stop sharing" bar does: it ends the track.
  await inPage(ana, (one) => {
    const [track] = one.call?.stream('self', 'screen')?.getTracks() ?? [];
    track?.stop();
    track?.dispatchEvent(new Event('ended'));
  });
  await until(
    ben,
    'no more screen of Ana',
    (one) => !one.participants.some(({ sources }) => sources.includes('screen')),
  );
});

test('two people share their screens at once', async () => {
  const [ana, ben] = (await autojoin('screens', ['Ana', 'Ben'])) as [Page, Page];
  await untilPeople(ana, ['Ana', 'Ben']);
  await Promise.all([ana, ben].map((page) => inPage(page, (one) => one.turnOn('screen'))));
  await untilFrames(ben, 'Ana', 'screen');
  await untilFrames(ana, 'Ben', 'screen');
});

test('leaving releases camera and microphone immediately, and the others see it', async () => {
  const [ana, ben] = (await autojoin('leaving', ['Ana', 'Ben'])) as [Page, Page];
  await untilPeople(ben, ['Ana', 'Ben']);
  await untilFrames(ben, 'Ana');
  const states = await inPage(ana, (one) => {
    const tracks = (['camera', 'microphone'] as const).flatMap(
      (source) => one.call?.stream('self', source)?.getTracks() ?? [],
    );
    one.leave();
    return tracks.map(({ readyState }) => readyState);
  });
  assert.deepEqual(states, ['ended', 'ended']);
  await untilStatus(ana, 'left');
  await untilPeople(ben, ['Ben']);
});

test('joining through the lobby takes a name and one button', async () => {
  const [ana] = (await autojoin('lobby', ['Ana'])) as [Page];
  const ben = await lab.open(lab.embed('room="lobby"'));
  await (await find(ben, 'input')).type('Ben');
  await (await find(ben, '::-p-aria(Join[role="button"])')).click();
  await Promise.all([ana, ben].map((page) => untilPeople(page, ['Ana', 'Ben'])));
  await untilFrames(ana, 'Ben');
  await untilFrames(ben, 'Ana');
});

test('a reload within the grace period is the same participant with a new link, and one tile', async () => {
  const [ana, ben] = (await autojoin('reload', ['Ana', 'Ben'])) as [Page, Page];
  await untilPeople(ben, ['Ana', 'Ben']);
  const before = await inPage(ana, (one) => one.self?.id);
  await ana.reload();
  await untilPeople(ana, ['Ana', 'Ben']);
  assert.equal(await inPage(ana, (one) => one.self?.id), before);
  await untilPeople(ben, ['Ana', 'Ben']);
  await untilFrames(ben, 'Ana');
});

test('without a camera, the user joins with the microphone and sees the others', async () => {
  const [ana] = (await autojoin('bare', ['Ana'])) as [Page];
  // Chromium always simulates a microphone, whatever the count.
  const noCamera = { flags: { devices: 'device-count=0' } };
  const [ben] = (await autojoin('bare', ['Ben'], noCamera)) as [Page];
  await Promise.all([ana, ben].map((page) => untilPeople(page, ['Ana', 'Ben'])));
  await untilFrames(ben, 'Ana');
  await untilSound(ana, 'Ben');
  await until(
    ana,
    'Ben without a camera',
    (one) => one.participants.find(({ name }) => name === 'Ben')?.sources.join() === 'microphone',
  );
  assert.equal(await inPage(ben, (one) => one.call?.sourceState('camera').problem), 'media-none');
});

test('with denied devices, the reason is reported and the user can still join', async () => {
  const [ben] = (await autojoin('refused', ['Ben'], { flags: { deny: true } })) as [Page];
  await untilStatus(ben, 'joined');
  await until(
    ben,
    'the reason',
    (one) => one.call?.sourceState('microphone').problem === 'media-denied',
  );
});

test('a link within one machine is rated good, with its measurements', async () => {
  const pages = await autojoin('quality', ['Ana', 'Ben']);
  await Promise.all(pages.map((page) => untilPeople(page, ['Ana', 'Ben'])));
  for (const page of pages) {
    await until(page, 'a good link with its facts', (one) => {
      const tiles = [...one.shadowRoot!.querySelectorAll('video-call-tile')];
      const other = tiles.find(({ tile }) => !tile.isSelf);
      const interaction = other?.interaction as StageInteraction | undefined;
      const facts = interaction?.links.describe(other!.tile) ?? '';
      return /^Good connection: 0% packet loss, \d+ ms latency/.test(facts);
    });
  }
});
