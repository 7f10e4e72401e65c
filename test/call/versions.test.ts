/** A call continues while its room server is replaced by one with another protocol version. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { publish } from '../../scripts/publish.mjs';
import { startRoomServer } from '../../scripts/room-server.mjs';
import { VERSION } from '../../src/protocol.js';
import { buildOf, replace } from './support/build-of.js';
import {
  forgetFrames,
  inPage,
  until,
  untilFrames,
  untilPeople,
  untilStatus,
} from './support/facts.js';
import { Lab, twoLines } from './support/lab.js';

const scratch = mkdtempSync(join(tmpdir(), 'video-call-versions-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
const lab = await Lab.start();
afterEach(() => lab.clear());

const newer = await buildOf(scratch, 'newer', (root) => {
  const file = join(root, 'src/protocol.ts');
  replace(file, `export const VERSION = ${VERSION};`, `export const VERSION = ${VERSION + 1};`);
});

const textOf = (page: Page) =>
  inPage(page, (one) => one.shadowRoot!.querySelector<HTMLElement>('.base')!.innerText);

test('a page in a call asks for a reload, and joins the others again after it', async () => {
  const persist = join(scratch, 'rooms');
  const site = join(scratch, 'site');
  publish('dist', site, { onlyNewest: true });
  const options = { runtime: 'workerd', persist, site, vars: { STUN_URLS: 'none' } } as const;
  const older = await startRoomServer({ ...options, main: 'dist-server/worker.js' });
  const names = ['Ana', 'Ben'];
  const [ana, ben] = (await Promise.all(
    names.map((name) =>
      lab.open(
        lab.serve(twoLines(`${older.url}/video-call.js`, `room="tea" name="${name}" autojoin`)),
      ),
    ),
  )) as [Page, Page];
  for (const page of [ana, ben]) await untilPeople(page, names);

  await older.stop();
  publish(newer, site);
  const main = join(scratch, 'newer/party/runtimes/serve.ts');
  const server = await startRoomServer({ ...options, port: older.port, main });
  try {
    for (const page of [ana, ben]) {
      await until(page, 'a page that is out of date', (one) => one.call!.needsReload === true);
      await until(page, 'words that say so', (one) =>
        one.shadowRoot!.querySelector<HTMLElement>('.base')!.innerText.includes('Reload the page'),
      );
    }
    await forgetFrames(ana);
    await untilFrames(ana, 'Ben');
    assert.doesNotMatch(await textOf(ana), /reconnect/i);

    await Promise.all([ana, ben].map((page) => page.reload()));
    for (const page of [ana, ben]) {
      await untilStatus(page, 'joined');
      await untilPeople(page, names);
      assert.equal(await inPage(page, (one) => one.call!.needsReload), false);
    }
  } finally {
    await server.stop();
  }
});
