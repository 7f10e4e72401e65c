/** The element on pages that use Lit, Turbo or React: how they affect each other. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, test } from 'node:test';
import { build } from 'esbuild';
import type { Page } from 'puppeteer-core';
import type { VideoCallElement } from '../../src/index.js';
import {
  inPage,
  until,
  untilFrames,
  untilPeople,
  untilSound,
  untilStatus,
} from './support/facts.js';
import { Lab } from './support/lab.js';

const lab = await Lab.start();
afterEach(() => lab.clear());

const resolveDir = fileURLToPath(new URL('../..', import.meta.url));

/** A page's own script with its libraries, as deployed or as served in development. */
async function bundle(contents: string, mode: 'development' | 'production'): Promise<string> {
  const result = await build({
    stdin: { contents, resolveDir, loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    conditions: [mode, 'browser'],
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
  });
  return result.outputFiles[0]!.text;
}

const script = (text: string) => lab.serve(text, { 'content-type': 'text/javascript' });

/** Warnings and errors that the browser reports about a page. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (/violat|refused|TrustedHTML|policy/i.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

for (const mode of ['development', 'production'] as const) {
  for (const order of ['first', 'last'] as const) {
    test(`a page that loads Lit itself (${mode}, ${order}) under our documented policy`, async () => {
      const { url, port } = lab.server;
      const own = script(
        await bundle(
          `import { LitElement, html } from 'lit';
          customElements.define('my-app', class extends LitElement {
            render() { return html\`<p>The page’s own Lit</p>\`; }
          });`,
          mode,
        ),
      );
      const policy = [
        "default-src 'none'",
        `script-src ${url} ${new URL(own).origin}`,
        `connect-src ws://localhost:${port}`,
        'img-src data:',
        "require-trusted-types-for 'script'",
        // The policies that docs/security-and-privacy.md requires, and Lit's own.
        'trusted-types video-call lit-html',
      ].join('; ');
      const scripts = [own, `${url}/video-call.js`];
      if (order === 'last') scripts.reverse();
      const page = await lab.open(lab.serve('<!doctype html><title>Nothing yet</title>', {}));
      const complaints = complaintsOf(page);
      await page.goto(
        lab.serve(
          `<!doctype html><meta charset="utf-8"><title>With Lit</title><link rel="icon" href="data:,">
          ${scripts.map((one) => `<script type="module" src="${one}"></script>`).join('')}
          <my-app></my-app>
          <video-call room="lit ${mode} ${order}" name="Ana" autojoin></video-call>`,
          { 'content-security-policy': policy },
        ),
      );
      await untilStatus(page, 'joined');
      await page.waitForFunction(() =>
        document.querySelector('my-app')?.shadowRoot?.textContent?.includes('own Lit'),
      );
      assert.deepEqual(complaints, []);
    });
  }
}

test('the element works with a policy that allows only lit-html, or no name at all', async () => {
  for (const trustedTypes of ['trusted-types lit-html', "trusted-types 'none'"]) {
    const page = await lab.open(
      lab.embed(`room="${trustedTypes}" name="Ana" autojoin`, {
        'content-security-policy': trustedTypes,
      }),
    );
    await untilStatus(page, 'joined');
  }
});

test('a call continues from page to page with Turbo, back and forth', async () => {
  const turbo = script(
    await readFile(
      fileURLToPath(import.meta.resolve('@hotwired/turbo/dist/turbo.es2017-esm.js')),
      'utf8',
    ),
  );
  const pageWith = (title: string, links: string) => `<!doctype html>
    <html><head><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,">
    <script type="module">import '${turbo}';</script>
    <script type="module" src="${lab.server.url}/video-call.js"></script></head>
    <body><h1>${title}</h1>${links}
    <div class="${title}"><video-call id="call" data-turbo-permanent
      room="turbo" name="Ana" autojoin></video-call></div></body></html>`;
  const second = lab.serve(pageWith('second', ''));
  const ana = await lab.open(lab.serve(pageWith('first', `<a href="${second}">go</a>`)));
  const ben = await lab.open(lab.embed('room="turbo" name="Ben" autojoin'));
  await Promise.all([ana, ben].map((page) => untilPeople(page, ['Ana', 'Ben'])));
  const id = await inPage(ana, (one) => one.self?.id);
  for (const page of [ana, ben]) {
    await inPage(page, (one) => {
      const moved = window as unknown as { events: string[]; same: unknown };
      moved.events = [];
      moved.same = one;
      for (const type of ['leave', 'participant-leave', 'status-change'] as const) {
        one.addEventListener(type, () => moved.events.push(type));
      }
    });
  }
  const eventsIn = (page: Page) =>
    page.evaluate(() => (window as unknown as { events: string[] }).events);
  for (const [title, go] of [
    ['second', () => ana.click('a')],
    ['first', () => ana.evaluate(() => history.back())],
  ] as const) {
    await go();
    await ana.waitForFunction(
      (wanted) => document.querySelector(`.${wanted} > video-call`) && document.title === wanted,
      {},
      title,
    );
    await until(ana, 'the same element', (one) => {
      return (window as unknown as { same: unknown }).same === one;
    });
    await untilFrames(ben, 'Ana');
    await untilFrames(ana, 'Ben');
    await until(ana, 'the sound of Ben is played', (one) =>
      [...(one.shadowRoot?.querySelectorAll('audio') ?? [])].some(({ paused }) => !paused),
    );
    await untilSound(ana, 'Ben');
  }
  assert.equal(await inPage(ana, (one) => one.self?.id), id);
  assert.deepEqual(await eventsIn(ana), []);
  assert.deepEqual(await eventsIn(ben), []);
});

test('React 19 sets options its own way, and another element adds no second participant', async () => {
  const app = script(
    await bundle(
      `import { StrictMode, createElement, useState } from 'react';
      import { createRoot } from 'react-dom/client';
      window.heard = [];
      function App() {
        const [{ key, ...props }, set] = useState({ key: 'one', room: 'react', name: 'Ana', autojoin: true });
        window.setProps = set;
        return createElement('video-call', { key, ...props, onjoin: () => window.heard.push('join') });
      }
      createRoot(document.getElementById('app')).render(
        createElement(StrictMode, null, createElement(App)),
      );`,
      'production',
    ),
  );
  const ana = await lab.open(
    lab.serve(`<!doctype html><meta charset="utf-8"><title>React</title><link rel="icon" href="data:,">
      <script type="module" src="${app}"></script>
      <script type="module" src="${lab.server.url}/video-call.js"></script><div id="app"></div>`),
  );
  const ben = await lab.open(lab.embed('room="react" name="Ben" autojoin'));
  await Promise.all([ana, ben].map((page) => untilPeople(page, ['Ana', 'Ben'])));
  assert.deepEqual(await ana.evaluate(() => (window as unknown as { heard: string[] }).heard), [
    'join',
  ]);
  const setProps = (props: Record<string, unknown>) =>
    ana.evaluate((next) => {
      (window as unknown as { setProps(props: unknown): void }).setProps(next);
    }, props);

  await setProps({ key: 'one', room: 'react', name: 42, autojoin: true, controlsList: null });
  await untilPeople(ben, ['42', 'Ben']);
  await until(
    ana,
    'a toolbar',
    (one) => one.shadowRoot?.querySelectorAll('.toolbar button').length !== 0,
  );

  // Another key creates another element: the first one leaves before the second one joins.
  await inPage(ben, (one: VideoCallElement) => {
    const seen = window as unknown as { most: number };
    seen.most = 0;
    one.addEventListener('participant-join', () => {
      seen.most = Math.max(seen.most, one.participants.length);
    });
  });
  await setProps({ key: 'two', room: 'react', name: 'Anna', autojoin: true });
  await untilPeople(ben, ['Anna', 'Ben']);
  assert.equal(await ben.evaluate(() => (window as unknown as { most: number }).most), 2);

  // Removing the room ends the call, as removing the attribute does.
  await setProps({ key: 'two', name: 'Anna', autojoin: true });
  await untilPeople(ben, ['Ben']);
  await untilStatus(ana, 'idle');
});
