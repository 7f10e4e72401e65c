/** The room server dies during a call and restarts: media has no gaps, and no stale participants remain. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { setTimeout as outage } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { inPage, until, untilPeople, untilStatus } from './support/facts.js';
import { Lab, twoLines } from './support/lab.js';
import { longestGaps, picturesSent, WATCH_LINKS } from './support/watch-links.js';

const lab = await Lab.start();
afterEach(() => lab.clear());

/** Media missing for longer than this is a gap; shorter ones come from a busy machine. */
const GAP = 2_000;

/** A page that also counts its connections, and records who joined and the messages it received. */
const open = (room: string, name: string): Promise<Page> =>
  lab.open(
    lab.serve(
      `<script>${WATCH_LINKS}
        addEventListener('participant-join', ({ detail }) => came.push(detail.name), true);
        globalThis.came = [];
        globalThis.notes = [];
      </script>` +
        twoLines(`${lab.server.url}/video-call.js`, `room="${room}" name="${name}" autojoin`),
    ),
  );

interface Watched {
  came: string[];
  notes: unknown[];
  connectionsMade: number;
}

const seen = <Key extends keyof Watched>(page: Page, key: Key): Promise<Watched[Key]> =>
  page.evaluate((name) => (globalThis as unknown as Watched)[name as Key], key) as Promise<
    Watched[Key]
  >;

const idOf = (page: Page) => inPage(page, (one) => one.self?.id);

/** `others` send the media that the page receives. */
async function assertNoGaps(page: Page, links: number, others: readonly Page[]): Promise<void> {
  const gaps = await longestGaps(page);
  assert.equal(gaps.length, links, 'every link that is up is watched');
  for (const link of gaps) assert.equal(Object.keys(link).length, 2, 'with picture and sound');
  for (const [kind, longest] of gaps.flatMap((link) => Object.entries(link))) {
    if (longest < GAP) continue;
    const sent = await Promise.all(others.map(picturesSent));
    assert.fail(
      `${kind} was missing for ${longest} ms while this was sent: ${JSON.stringify(sent)}`,
    );
  }
}

for (const away of process.env['LONG'] === '1' ? [4_000, 60_000] : [4_000]) {
  test(`the room server is killed and back after ${away / 1_000} s: the call continues`, async () => {
    const room = `away for ${away}`;
    const names = ['Ana', 'Ben', 'Cleo'];
    const pages = (await Promise.all(names.map((name) => open(room, name)))) as [Page, Page, Page];
    const [ana, ben, cleo] = pages;
    await Promise.all(pages.map((page) => untilPeople(page, names)));
    for (const page of pages) {
      await inPage(page, (one) => {
        const note = one.channel('note', (data): data is unknown => data !== undefined);
        note.on('message', ({ data }) => (globalThis as unknown as Watched).notes.push(data));
      });
    }
    const ids = await Promise.all(pages.map(idOf));
    const made = await Promise.all(pages.map((page) => seen(page, 'connectionsMade')));
    await Promise.all(pages.map((page) => longestGaps(page, true)));

    await lab.restart(async () => {
      const over = outage(away);
      await Promise.all(pages.map((page) => untilStatus(page, 'reconnecting')));
      for (const page of pages) {
        await inPage(page, (one) => one.channel('note', (_): _ is unknown => true).send(one.name));
      }
      for (const [index, page] of pages.entries()) {
        const others = names.filter((_, other) => other !== index);
        await until(
          page,
          `notes of ${others.join()}`,
          (_, wanted) => (globalThis as unknown as Watched).notes.sort().join() === wanted,
          others.join(),
        );
      }
      await over;
      for (const page of pages) {
        await assertNoGaps(page, 2, pages);
      }
      await inPage(ana, (one) => one.turnOff('microphone'));
      const isMuted = () =>
        [ben, cleo].map((page) =>
          until(page, 'Ana muted', (one) =>
            one.participants.some(
              ({ name, sources }) => name === 'Ana' && sources.join() === 'camera',
            ),
          ),
        );
      await Promise.all(isMuted());
      await inPage(cleo, (one) => one.leave());
      await Promise.all([ana, ben].map((page) => untilPeople(page, ['Ana', 'Ben'])));
    });

    await Promise.all([ana, ben].map((page) => untilStatus(page, 'joined')));
    const dan = await open(room, 'Dan');
    const all = ['Ana', 'Ben', 'Dan'];
    await Promise.all([ana, ben, dan].map((page) => untilPeople(page, all)));
    assert.deepEqual(
      (await seen(dan, 'came')).sort(),
      ['Ana', 'Ben'],
      'nobody else was ever there',
    );
    assert.deepEqual(await Promise.all([ana, ben].map(idOf)), ids.slice(0, 2));
    // One more per page, for Dan: no link was recreated.
    for (const [index, page] of [ana, ben].entries()) {
      assert.equal(await seen(page, 'connectionsMade'), made[index]! + 1);
      assert.ok(
        !(await seen(page, 'came')).slice(2).includes('Cleo'),
        'who left did not come back',
      );
    }
    await assertNoGaps(ana, 2, [ben, dan]);
  });
}
