/** The example that each guide opens with works as the guide describes, in a browser or in a shell. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, afterEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SignJWT } from 'jose';
import type { Page } from 'puppeteer-core';
import { exitOf, startChild } from '../../scripts/children.mjs';
import { interruptTree } from '../runner/interrupt-tree.mjs';
import { freePort } from '../../scripts/free-port.mjs';
import { exampleOf, guides } from '../example-of.js';
import { RawClient } from '../server/support/raw-client.js';
import { find, inPage, until, untilFrames, untilPeople, untilStatus } from './support/facts.js';
import { Lab, PATIENCE } from './support/lab.js';

const OPERATOR_TOKEN = 'an operator’s token of thirty-two letters';
const TOKEN_SECRET = 'a secret of at least thirty-two letters';
const root = fileURLToPath(new URL('../..', import.meta.url));
const storage = await mkdtemp(join(tmpdir(), 'video-call-examples-'));
after(() => rm(storage, { recursive: true, force: true, maxRetries: 3 }));
const lab = await Lab.start({ OPERATOR_TOKEN, SOCKETS_PER_ADDRESS: 'none' });
afterEach(() => lab.clear());

/** Opens a guide's example, with the address of a test server and a room of its own in place of those in the guide. */
function open(guide: string, { server = lab.server.url, before = '', values = {} } = {}) {
  const replaced = Object.entries<string>({
    'https://calls.example.com': server,
    'wss://calls.example.com': server.replace('http', 'ws'),
    ...values,
  }).reduce((html, [from, to]) => html.replaceAll(from, to), exampleOf(guide));
  const html = replaced.replace(/(room(?:="|: '))(?:tea|standup)/, `$1${guide}`);
  return lab.open(lab.serve(before + html));
}

/** Waits until an element of the page itself has a text. */
const untilText = (page: Page, selector: string, pattern: RegExp) =>
  page.waitForFunction(
    (wanted, source) => new RegExp(source).test(document.querySelector(wanted)?.textContent ?? ''),
    { polling: 50, timeout: PATIENCE },
    selector,
    pattern.source,
  );

const click = async (page: Page, part: string) => (await find(page, `[part~=${part}]`)).click();

/** A computed style of the first element in the call that matches a selector. */
const styleOf = (page: Page, property: string, selector: string) =>
  inPage(
    page,
    ({ shadowRoot }, name, wanted) =>
      getComputedStyle(shadowRoot!.querySelector(wanted)!).getPropertyValue(name),
    property,
    selector,
  );

/** Runs a guide's commands in a shell that stops at the first failure. */
function run(guide: string, values: Record<string, string>, env: NodeJS.ProcessEnv = {}) {
  const commands = Object.entries(values).reduce(
    (all, [from, to]) => all.replaceAll(from, to),
    exampleOf(guide),
  );
  return startChild('bash', ['-euo', 'pipefail', '-c', commands], {
    cwd: root,
    env: { ...process.env, STUN_URLS: 'none', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs a guide's command that starts a server, until the test ends; resolves when it is up. */
async function serve(guide: string): Promise<string> {
  const port = await freePort();
  const child = run(guide, { 8080: `${port}`, '/var/lib/video-call': storage });
  after(() => interruptTree(child));
  let output = '';
  const isUp = new Promise<void>((resolve) => {
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('utf8').on('data', (more: string) => {
        output += more;
        if (output.includes('Video call at ')) resolve();
      });
    }
  });
  await Promise.race([isUp, exitOf(child).then(() => assert.fail(output))]);
  return `http://localhost:${port}`;
}

/** What each guide promises; `deploy-to-cloudflare` is in `test/server/deploy.test.ts`. */
const promises: Record<string, () => Promise<void>> = {
  async embed() {
    const pages = [await open('embed'), await open('embed')];
    for (const page of pages) {
      await click(page, 'join-button');
      await untilStatus(page, 'joined');
    }
    for (const page of pages) await untilPeople(page, ['Ana', 'Ana (2)']);
  },

  async 'attributes-and-api'() {
    const page = await open('attributes-and-api');
    await until(page, 'microphone only', ({ self }) => self?.sources.join() === 'microphone');
    const seen = await inPage(page, ({ self, layout, sounds, inviteUrl, shadowRoot }) => ({
      ...{ name: self?.name, layout, sounds, inviteUrl },
      hasScreen: Boolean(shadowRoot!.querySelector('[part~=screen-button]')),
    }));
    const inviteUrl = 'https://www.example.com/standup';
    assert.deepEqual(seen, {
      name: 'Ana',
      layout: 'grid',
      sounds: false,
      inviteUrl,
      hasScreen: false,
    });
  },

  async theming() {
    const page = await open('theming');
    await find(page, '[part~=tile]');
    assert.equal(await styleOf(page, 'border-top-color', '[part~=tile]'), 'rgb(255, 215, 0)');
    assert.equal(await styleOf(page, 'border-radius', '[part~=leave-button]'), '4px');
    assert.equal(await styleOf(page, 'background-color', 'video-call-stage'), 'rgb(30, 27, 46)');
    await page.waitForFunction(
      () =>
        getComputedStyle(document.querySelector('video-call')!).outlineColor === 'rgb(0, 128, 0)',
    );
  },

  async 'events-and-scripting'() {
    const page = await open('events-and-scripting');
    await untilText(page, '#people', /^Ana$/);
    await until(page, 'microphone', ({ self }) => self!.sources.includes('microphone'));
    await page.click('#microphone');
    await until(page, 'mute', ({ self }) => !self!.sources.includes('microphone'));
    await page.click('#microphone');
    await until(page, 'unmute', ({ self }) => self!.sources.includes('microphone'));
    await page.click('#leave');
    await untilStatus(page, 'left');
    await untilText(page, '#people', /^$/);
  },

  async 'hosts-and-tokens'() {
    const guarded = await Lab.start({ TOKEN_SECRET });
    const token = await new SignJWT({ room: 'lesson-*', role: 'host', name: 'Ana Lovelace' })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('10 minutes')
      .sign(new TextEncoder().encode(TOKEN_SECRET));
    const server = guarded.server.url;
    const values = { '/call-token': lab.serve(token) };
    const host = await open('hosts-and-tokens', { server, values });
    await click(host, 'join-button');
    await until(host, 'host', ({ self }) => self?.role === 'host' && self.name === 'Ana Lovelace');
    const stranger = await open('hosts-and-tokens', { server });
    await click(stranger, 'join-button');
    await until(stranger, 'refusal', ({ call }) => call?.refusal === 'token-missing');
  },

  async turn() {
    const server = await serve('turn');
    const client = await RawClient.open(server, 'tea', { origin: 'https://www.example.com' });
    const roster = await client.join('Ana', 'a'.repeat(32));
    const relays = JSON.stringify(roster.ice);
    assert.match(relays, /turns:turn\.example\.com:443\?transport=tcp/);
    assert.match(relays, /"credential":"[^"]+"/);
    client.close();
  },

  async 'self-host'() {
    const server = await serve('self-host');
    assert.equal((await fetch(`${server}/video-call.js`)).status, 200);
    const client = await RawClient.open(server, 'tea', { origin: 'https://www.example.com' });
    await client.join('Ana', 'a'.repeat(32));
    client.close();
    await assert.rejects(RawClient.open(server, 'tea', { origin: 'https://evil.example' }), /403/);
  },

  async operate() {
    const client = await RawClient.open(lab.server.url, 'tea');
    await client.join('Ana', 'a'.repeat(32));
    const child = run(
      'operate',
      { 'https://calls.example.com': lab.server.url },
      { OPERATOR_TOKEN },
    );
    const [output, complaints, exit] = await Promise.all([
      text(child.stdout!),
      text(child.stderr!),
      exitOf(child),
    ]);
    assert.equal(exit, 0, complaints);
    assert.match(output, /"tea"/);
    assert.match(output, /"viewer":30/);
    await client.until('end of the call', () => client.isClosed);
  },

  async 'design-mode'() {
    const page = await open('design-mode');
    await until(page, 'six people', ({ participants }) => participants.length === 6);
    await find(page, '[part~=tile]');
  },

  async 'connection-test-and-statistics'() {
    const page = await open('connection-test-and-statistics');
    await find(page, '[part~=join-button]');
    await page.click('#test');
    // Nothing outside of this machine can be reached.
    await untilText(page, '#result', /^warn: local$/);
  },

  async headless() {
    const page = await open('headless');
    await untilText(page, '#people', /^Robot$/);
    const ana = await lab.open(lab.embed('room="headless" name="Ana" autojoin'));
    await untilText(page, '#people', /^Robot\s*Ana$/);
    await untilFrames(ana, 'Robot');
  },

  async 'security-and-privacy'() {
    const page = await open('security-and-privacy', {
      before: `<script>
        violations = [];
        addEventListener('securitypolicyviolation', ({ blockedURI }) => violations.push(blockedURI));
      </script>`,
    });
    await click(page, 'join-button');
    await untilStatus(page, 'joined');
    assert.deepEqual(await page.evaluate('violations'), []);
  },

  async accessibility() {
    const page = await open('accessibility');
    await until(
      page,
      'German',
      ({ shadowRoot }) => shadowRoot!.querySelector<HTMLElement>('[part~=base]')?.lang === 'de',
    );
    await click(page, 'join-button');
    await untilStatus(page, 'joined');
    assert.equal(await inPage(page, ({ shortcuts }) => shortcuts), false);
  },

  async 'networks-and-performance'() {
    const page = await open('networks-and-performance');
    await untilText(page, '#problem', /^\S.+: link-/);
  },
};

test('every guide is tested', () => {
  const tested = [...Object.keys(promises), 'deploy-to-cloudflare'];
  assert.deepEqual(guides.sort(), tested.sort());
});

/** The programs that an example needs and that may be missing. */
const needs: Record<string, string> = { operate: 'curl', 'self-host': 'bash', turn: 'bash' };

for (const [guide, keep] of Object.entries(promises)) {
  const program = needs[guide];
  const isMissing = program && spawnSync(program, ['--version']).error;
  test(`docs/${guide}.md`, { skip: isMissing ? `${program} is missing` : false }, keep);
}
