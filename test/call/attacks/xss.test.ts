/** Fifty texts that would run as script if they weren't handled as text, in every place that shows others' input. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { SignJWT } from 'jose';
import type { Page } from 'puppeteer-core';
import { cleanName } from '../../../src/protocol.js';
import { english } from '../../../src/ui/i18n/words.js';
import { RawClient } from '../../server/support/raw-client.js';
import { Lab } from '../support/lab.js';
import type { Seen, Surfaces, XssPage } from './xss-page.js';

const TOKEN_SECRET = 'a secret of at least thirty-two letters';
const lab = await Lab.start({ TOKEN_SECRET, PREVIEW: 'names', SOCKETS_PER_ADDRESS: 'none' });

/** Each fits into a name, and calls `alert` if it runs. */
const PAYLOADS = [
  '<script>alert(1)</script>',
  '<script src=//evil.example></script>',
  '<ScRiPt>alert(1)</sCrIpT>',
  '<img src=x onerror=alert(1)>',
  '<img/src/onerror=alert(1)>',
  '<image src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script>',
  '<svg/onload=alert`1`>',
  '<svg><animate onbegin=alert(1) attributeName=x>',
  '<svg><use href="data:,x#x"/></svg>',
  '<body onload=alert(1)>',
  '<iframe src=javascript:alert(1)>',
  '<iframe srcdoc="<script>alert(1)">',
  '<object data=javascript:alert(1)>',
  '<embed src=javascript:alert(1)>',
  '<base href=//evil.example>',
  '<a href=javascript:alert(1)>x</a>',
  '<a href="data:text/html,x">x</a>',
  '<form action=//evil.example>',
  '<input autofocus onfocus=alert(1)>',
  '<select autofocus onfocus=alert(1)>',
  '<video><source onerror=alert(1)>',
  '<video src=x onerror=alert(1)>',
  '<audio src=x onerror=alert(1)>',
  '<details open ontoggle=alert(1)>',
  '<marquee onstart=alert(1)>',
  '<meta http-equiv=refresh content=0>',
  '<link rel=stylesheet href=//evil.example>',
  '<style>@import "//evil.example";</style>',
  '<style>*{display:none}</style>',
  '<math><mtext><img src=x onerror=alert(1)>',
  '<template><script>alert(1)</script>',
  '<noscript><img src=x onerror=alert(1)>',
  '<xss id=x>',
  '"><script>alert(1)</script>',
  '\'"><img src=x onerror=alert(1)>',
  '--><script>alert(1)</script>',
  '" onmouseover="alert(1)',
  "' onfocus='alert(1)' autofocus='",
  '</style><script>alert(1)</script>',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '&lt;script&gt;alert(1)',
  '&#60;img src=x onerror=alert(1)&#62;',
  '\\x3cscript\\x3ealert(1)',
  '${alert(1)}',
  '<!--<img src="--><img src=x onerror=alert(1)>',
  '<lit-part><img src=x onerror=alert(1)>',
  '\u202e<img src=x onerror=alert(1)>',
];

/** How many are in the real room, and how many wait in its lobby. */
const AT_ONCE = 10;

const policy = [
  "default-src 'none'",
  `script-src ${lab.server.url}`,
  `connect-src ws://localhost:${lab.server.port}`,
  'img-src data:',
  "require-trusted-types-for 'script'",
  'trusted-types video-call',
].join('; ');

const bundle = await build({
  entryPoints: [fileURLToPath(new URL('xss-page.ts', import.meta.url))],
  bundle: true,
  write: false,
  target: 'es2022',
});

declare const xssPage: XssPage;

async function open(attributes: string): Promise<Page> {
  const page = await lab.open('about:blank');
  await page.evaluateOnNewDocument(bundle.outputFiles[0]!.text);
  await page.goto(lab.embed(attributes, { 'content-security-policy': policy }));
  await page.waitForSelector('video-call:defined');
  return page;
}

const untilShown = (page: Page, wanted: Surfaces) =>
  page.evaluate((surfaces) => xssPage.untilShown(surfaces), wanted);

/** Closes a page; returns what it contained besides text. */
async function close(page: Page): Promise<Seen> {
  const seen = await page.evaluate(() => xssPage.seen);
  await lab.clear();
  return seen;
}

/** Shows texts wherever a simulated call shows a name, a room or a device. */
async function showInMemory(texts: readonly string[]): Promise<Seen> {
  const page = await open('demo="0 host lobby"');
  await page.evaluate((all) => xssPage.showAll(all), texts);
  await page.evaluate((all) => xssPage.showOnTop(all), texts);
  return close(page);
}

/** Shows names in a real room of the same name: those in tokens, and those that people choose. */
async function showInRoom(room: string, names: readonly string[]): Promise<Seen> {
  const tokenFor = (role: string, name?: string) =>
    new SignJWT({ room: '*', role, ...(name && { name }) })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('10 minutes')
      .sign(new TextEncoder().encode(TOKEN_SECRET));
  const people: RawClient[] = [];
  const arrive = async (name?: string) => {
    const client = await RawClient.open(lab.server.url, room);
    people.push(client);
    const seat = `${people.length}`.padStart(32, '0');
    client.sayJoin('Somebody', seat, { page: 'page', token: await tokenFor('viewer', name) });
    await client.until('an answer', () =>
      client.heard.some(({ type }) => type === 'roster' || type === 'knocking'),
    );
  };

  const page = await open('room="tea"');
  const [first = ''] = names;
  await arrive(first);
  await page.evaluate((settings) => Object.assign(xssPage.element, settings).call!.open(), {
    room,
    token: await tokenFor('host', first),
  });
  await untilShown(page, { heading: [english.room(room)], here: [english.here(1, [first])] });
  await page.evaluate(() => xssPage.element.join());
  await untilShown(page, { name: [first], you: [english.you] });
  people[0]!.say({ type: 'token', token: await tokenFor('viewer') });
  while (people.length < AT_ONCE) await arrive();
  await page.evaluate(async () => {
    const call = xssPage.element.call!;
    call.setPolicy({ waiting: true });
    await xssPage.until(() => Boolean(call.policy?.waiting));
    await xssPage.press('people-button');
  });
  while (people.length < 2 * AT_ONCE) await arrive();

  for (let from = 0; from < names.length; from += AT_ONCE) {
    const some = names.slice(from, from + AT_ONCE);
    for (const [index, name] of some.entries()) {
      const profile = { name, sources: [], counter: 2 + from };
      people[index]!.say({ type: 'update', profile });
      const token = await tokenFor('viewer', name);
      people[AT_ONCE + index]!.say({ type: 'token', token });
    }
    const shown = some.map(cleanName);
    await untilShown(page, { name: shown, knocking: shown });
  }
  for (const client of people) client.close();
  return close(page);
}

test(`${PAYLOADS.length} texts that look like script are shown as text everywhere`, async () => {
  assert.equal(new Set(PAYLOADS).size, 50);
  assert.ok(PAYLOADS.every((payload) => [...payload].length <= 64));
  const plain = await showInMemory(['Ben', 'Cleo', 'Dan', 'Eve']);
  for (const seen of [await showInMemory(PAYLOADS), await showInRoom(PAYLOADS[0]!, PAYLOADS)]) {
    assert.deepEqual(seen.broken, []);
    for (const kind of ['tags', 'acting'] as const)
      assert.deepEqual(
        seen[kind].filter((one) => !plain[kind].includes(one)),
        [],
      );
  }
});
