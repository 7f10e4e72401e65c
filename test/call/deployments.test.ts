/** A page that stays open while two newer builds are deployed. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { publish, readManifest } from '../../scripts/publish.mjs';
import { startRoomServer } from '../../scripts/room-server.mjs';
import { buildOf, replace } from './support/build-of.js';
import { inPage, untilStatus } from './support/facts.js';
import { Lab, twoLines } from './support/lab.js';

const start = startRoomServer as (
  options: object,
) => Promise<{ url: string; stop(): Promise<void> }>;
const scratch = mkdtempSync(join(tmpdir(), 'video-call-deployments-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const lab = await Lab.start();
afterEach(() => lab.clear());
const [second, third] = await Promise.all([
  buildOf(scratch, 'second', (root) =>
    replace(join(root, 'src/ui/i18n/words.ts'), "leave: 'Leave'", "leave: 'Hang up'"),
  ),
  // Changes the names of chunks that other chunks import.
  buildOf(scratch, 'third', (root) => {
    const file = join(root, 'src/ui/dom/adopt.ts');
    writeFileSync(
      file,
      `${readFileSync(file, 'utf8')}\nexport const added = () => globalThis.added;`,
    );
    replace(
      join(root, 'src/ui/element/video-call.ts'),
      'import { adopt }',
      'import { adopt, added }',
    );
    replace(
      join(root, 'src/ui/element/video-call.ts'),
      "return this.#calls.current?.status ?? 'idle'",
      "return added() ?? this.#calls.current?.status ?? 'idle'",
    );
  }),
]);

/** Error responses of the server during the page's lifetime. */
function failuresOf(page: Page): string[] {
  const failures: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) failures.push(`${response.status()} ${response.url()}`);
  });
  page.on('pageerror', (error) => failures.push(String(error)));
  return failures;
}

for (const runtime of ['partykit', 'workerd']) {
  test(`every part of it keeps working under ${runtime}`, async () => {
    const site = mkdtempSync(join(scratch, 'site-'));
    publish('dist', site, { onlyNewest: true });
    const main = runtime === 'workerd' ? 'dist-server/worker.js' : undefined;
    const server = await start({ runtime, main, site, vars: { STUN_URLS: 'none' } });
    try {
      const html = twoLines(
        `${server.url}/video-call.js?any=query`,
        'room="tea" name="Ana" autojoin',
      );
      const page = await lab.open(lab.serve(html));
      const failures = failuresOf(page);
      await untilStatus(page, 'joined');
      const chunks = readManifest(site)[0]!.filter((path) => path.includes('/video-call-'));
      assert.ok(chunks.length > 15);

      for (const build of [second, third]) publish(build, site);
      assert.equal(readManifest(site).length, 3);

      // Each chunk finds its imports, and none loads a second copy of the script.
      const loaded = await page.evaluate(
        (addresses) =>
          Promise.all(
            addresses.map((one) =>
              import(one).then(
                () => '',
                (error) => String(error),
              ),
            ),
          ),
        chunks.map((path) => `${server.url}/${path}`),
      );
      assert.deepEqual(loaded.filter(Boolean), []);

      await inPage(page, (one) => one.setAttribute('lang', 'de'));
      await page.waitForFunction(() =>
        document.querySelector('video-call')!.shadowRoot!.querySelector('.base[lang=de]'),
      );
      const report = await inPage(page, async (one) => (await one.testConnection()).verdict);
      assert.ok(report);
      await inPage(page, (one) => {
        const other = document.createElement('video-call');
        other.setAttribute('demo', '3');
        one.after(other);
      });
      await page.waitForFunction(() => {
        const other = document.querySelectorAll('video-call')[1]!;
        return (other as unknown as { participants: unknown[] }).participants.length >= 3;
      });
      assert.equal(await inPage(page, (one) => one.status), 'joined');
      assert.deepEqual(failures, []);

      // A page opened now uses only the newest build, and works with the old one in the same room.
      const newer = await lab.open(
        lab.serve(twoLines(`${server.url}/video-call.js`, 'room="tea" name="Ben" autojoin')),
      );
      await untilStatus(newer, 'joined');
      await page.waitForFunction(
        () =>
          (document.querySelector('video-call') as unknown as { participants: unknown[] })
            .participants.length === 2,
      );

      // A missing chunk is reported in text, and is requested again the next time.
      const name = readManifest(site)[0]!.find((path) => path.includes('picture-in-picture'))!;
      const ask = () =>
        inPage(newer, (one) =>
          one.requestPictureInPicture().then(
            () => '',
            (error: { reason?: string }) => error.reason ?? '',
          ),
        );
      renameSync(join(site, name), join(scratch, 'gone'));
      assert.equal(await ask(), 'load-failed');
      await newer.waitForFunction(() =>
        document
          .querySelector('video-call')!
          .shadowRoot!.querySelector('.notice')
          ?.textContent?.includes('reload the page'),
      );
      renameSync(join(scratch, 'gone'), join(site, name));
      assert.notEqual(await ask(), 'load-failed');
    } finally {
      await server.stop();
    }
  });
}
