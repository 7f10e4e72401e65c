/** Pages and browsers that violate the standards: the call either works or says why not. */
import assert from 'node:assert/strict';
import { before, afterEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { readIceServers } from '../../src/ice-servers.js';
import { inPage, until, untilFrames, untilStatus } from './support/facts.js';
import { Lab, twoLines } from './support/lab.js';

const lab = await Lab.start();
let ana: Page;

before(async () => {
  ana = await lab.open(lab.embed('room="strange" name="Ana" autojoin'));
  await untilStatus(ana, 'joined');
});

const opened: Page[] = [];
afterEach(async () => {
  for (const page of opened.splice(0)) {
    await inPage(page, (one) => one.leave()).catch(() => {});
    await page.close();
  }
  await until(ana, 'nobody else', (one) => one.participants.length === 1);
});

/** A page that runs a script before the element's, and its error reports. */
async function open(script: string, attributes = 'autojoin') {
  const page = await lab.open(
    lab.serve(
      `<script>
        globalThis.reports = [];
        const report = (text) => reports.push(String(text));
        addEventListener('call-error', ({ detail }) => report(detail.reason), true);
        addEventListener('error', ({ message }) => report(message));
        addEventListener('unhandledrejection', ({ reason }) => report(\`unhandled \${reason}\`));
        ${script}
      </script>` +
        twoLines(`${lab.server.url}/video-call.js`, `room="strange" name="Ben" ${attributes}`),
    ),
  );
  opened.push(page);
  return page;
}

const reportsOf = (page: Page) => page.evaluate('globalThis.reports') as Promise<string[]>;

for (const [what, script] of [
  [
    'an extension that wraps RTCPeerConnection and forgets its statics',
    `const Real = RTCPeerConnection;
     globalThis.RTCPeerConnection = function (...options) { return new Real(...options); };`,
  ],
  ['a method that every object inherits', 'Object.prototype.x = () => {};'],
  [
    'arrays that write themselves, as Prototype.js had them',
    'Array.prototype.toJSON = function () { return "[" + this.map((item) => JSON.stringify(item)).join() + "]"; };',
  ],
  ['no Web Locks', `Object.defineProperty(navigator, 'locks', { value: undefined });`],
  [
    'Web Locks that throw',
    `navigator.locks.request = () => { throw new DOMException('no', 'SecurityError'); };`,
  ],
  ['Web Locks that never answer', `navigator.locks.request = () => new Promise(() => {});`],
  [
    'storage that throws',
    `for (const name of ['localStorage', 'sessionStorage']) {
       Object.defineProperty(globalThis, name, { get() { throw new DOMException('no', 'SecurityError'); } });
     }`,
  ],
  [
    'storage that is full',
    `Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };`,
  ],
  ['no crypto.subtle', `Object.defineProperty(crypto, 'subtle', { value: undefined });`],
  [
    'a certificate that never comes',
    'RTCPeerConnection.generateCertificate = () => new Promise(() => {});',
  ],
  [
    'ICE servers that the browser refuses',
    `addEventListener('DOMContentLoaded', () => {
       document.querySelector('video-call').iceServers =
         [{ urls: 'stun:127.0.0.1:3478?transport=udp' }, { urls: 'turn:127.0.0.1' }, null];
     });`,
  ],
] as const) {
  test(`the call connects with ${what}`, async () => {
    const page = await open(script);
    await untilStatus(page, 'joined');
    await untilFrames(page, 'Ana');
    await untilFrames(ana, 'Ben');
    const expected = what.startsWith('ICE servers') ? ['ice-servers-invalid'] : [];
    assert.deepEqual(await reportsOf(page), expected);
  });
}

test('listeners of the page that throw have no effect, and are reported as errors of the page', async () => {
  const page = await open(`
    for (const type of ['status-change', 'join', 'participant-join']) {
      addEventListener(type, () => { throw new Error('of the page'); }, true);
    }`);
  await untilStatus(page, 'joined');
  await untilFrames(page, 'Ana');
  const reports = await reportsOf(page);
  assert.ok(reports.length > 0);
  assert.ok(reports.every((text) => text === 'Uncaught Error: of the page'));
});

test('a token provider that throws is reported, and keeps no one out who needs no token', async () => {
  const page = await open(`
    addEventListener('DOMContentLoaded', () => {
      document.querySelector('video-call').tokenProvider = () => { throw new Error('of the page'); };
    });`);
  await untilStatus(page, 'joined');
  assert.deepEqual(await reportsOf(page), ['token-unavailable']);
});

test('a browser whose RTCPeerConnection throws reports it, and does not keep joining forever', async () => {
  const page = await open(
    `globalThis.RTCPeerConnection = class { constructor() { throw new Error('of the browser'); } };`,
  );
  const ended = ({ status }: { status: string }) => status === 'idle' || status === 'joined';
  await until(page, 'an end of joining', ended as never);
  await until(page, 'words about it', (one) => {
    const text = one.shadowRoot?.querySelector('.base')?.textContent ?? '';
    const lobby = text.includes('Something went wrong');
    return one.status === 'idle'
      ? lobby
      : one.shadowRoot?.querySelector('[part=link-problem]') !== null;
  });
  const reports = await reportsOf(page);
  assert.ok(!reports.includes('server-unreachable'), reports.join());
  assert.ok(!reports.some((text) => text.startsWith('unhandled')), reports.join());
});

test('half an emoji in the room name is reported as invalid', async () => {
  const page = await open(`
    addEventListener('DOMContentLoaded', () => {
      document.querySelector('video-call').room = 'x\\ud83d';
    });`);
  await until(page, 'words about it', (one) =>
    (one.shadowRoot?.querySelector('.base')?.textContent ?? '').includes('room'),
  );
  assert.equal(await inPage(page, (one) => one.status), 'idle');
});

test('the browser accepts every ICE server that we accept', async () => {
  const credentials = { username: 'me', credential: 'secret' };
  const hosts = ['stun.example.org', '192.0.2.7', '[2001:db8::7]', 'a_b-c.'];
  const urls = ['stun', 'turn', 'turns', 'STUN'].flatMap((scheme) =>
    hosts.flatMap((host) =>
      ['', ':3478', ':65535', ':00080'].flatMap((port) =>
        ['', '?transport=udp', '?transport=tcp'].map((query) => `${scheme}:${host}${port}${query}`),
      ),
    ),
  );
  const taken = urls
    .map((url) => readIceServers([{ urls: url, ...credentials }]).servers?.[0])
    .filter((server) => server !== undefined);
  assert.ok(taken.length > 90);
  const longest = { urls: 'turn:h', username: 'ä'.repeat(254), credential: 'x'.repeat(509) };
  taken.push(...(readIceServers([longest]).servers ?? []));
  const refused = await ana.evaluate((servers) => {
    return servers.flatMap((server) => {
      try {
        new RTCPeerConnection({ iceServers: [server] }).close();
        return [];
      } catch (error) {
        return `${String(server.urls)}: ${String(error)}`;
      }
    });
  }, taken);
  assert.deepEqual(refused, []);
});
