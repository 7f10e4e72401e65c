/**
 * What browsers find in real networks when two participants can't connect, and what both are shown, while a third stays
 * connected to both. The other reasons, and the limit of 15 s, are tested in memory by `test/unit/link/link-problems`.
 */
import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { inPage, untilFrames, untilSaid, untilStatus } from '../call/support/facts.js';
import { NetworkLab, type BrowserName, type Relays } from './lab.js';

const hasFirefox = Boolean(process.env['FIREFOX_PATH']);

const lab = await NetworkLab.start();
after(() => lab.stop());
afterEach(() => lab.clear());

/** The reasons that a page received since it was opened. */
const reasonsOf = (page: Page): Promise<unknown> => page.evaluate('globalThis.reasons');

async function open(
  home: 'a' | 'b' | 'outside',
  room: string,
  name: string,
  relays: Relays,
  browser?: BrowserName,
): Promise<Page> {
  const page = await lab.open(
    home,
    `room="${room}" name="${name}" autojoin`,
    relays,
    browser ? { browser } : {},
  );
  await untilStatus(page, 'joined');
  await inPage(page, (element) => {
    const reasons: string[] = [];
    Object.assign(globalThis, { reasons });
    element.addEventListener('call-error', ({ detail }) => reasons.push(detail.reason));
  });
  return page;
}

/** Ana in home a and Ben in home b; returns what each page says about the peer. */
async function meet(room: string, relays: Relays, browser?: BrowserName) {
  const ana = await open('a', room, 'Ana', relays);
  const ben = await open('b', room, 'Ben', relays, browser);
  const said = await Promise.all([untilSaid(ana, 'Ben'), untilSaid(ben, 'Ana')]);
  return { ana, ben, said };
}

for (const browser of ['chromium', 'firefox'] as const) {
  test(
    `two routers that take another port for each, with no relay (${browser})`,
    { skip: browser === 'firefox' && !hasFirefox && 'Firefox is missing' },
    async () => {
      lab.internet.setNat('a', 'symmetric');
      lab.internet.setNat('b', 'symmetric');
      const room = `blocked ${browser}`;
      const chi = await open('outside', room, 'Chi', 'none');
      const { ana, ben, said } = await meet(room, 'none', browser);
      assert.deepEqual(said, [
        'Your network and Ben’s block direct calls, and this site has no relay.',
        'Your network and Ana’s block direct calls, and this site has no relay.',
      ]);
      for (const page of [ana, ben]) assert.deepEqual(await reasonsOf(page), ['link-blocked']);
      // The rest of the call continues.
      await Promise.all([untilFrames(chi, 'Ana'), untilFrames(chi, 'Ben')]);
      await Promise.all([untilFrames(ana, 'Chi'), untilFrames(ben, 'Chi')]);
      assert.deepEqual(await reasonsOf(chi), []);
    },
  );
}

test('a network that blocks UDP, without a relay', async () => {
  lab.internet.setFirewall('a', 'no-udp');
  const { said } = await meet('no-udp', 'none');
  assert.deepEqual(said, [
    'Your network blocks call traffic (UDP), and this site has no relay.',
    'Ana’s network blocks call traffic (UDP), and this site has no relay.',
  ]);
});

test('a relay that does not respond', async () => {
  lab.internet.setNat('a', 'symmetric');
  lab.internet.setNat('b', 'symmetric');
  await lab.killRelay();
  const { said } = await meet('dead relay', 'one');
  await lab.startRelay();
  assert.deepEqual(said, [
    'Neither your network nor Ben’s can reach this site’s relay.',
    'Neither your network nor Ana’s can reach this site’s relay.',
  ]);
});

test('a relay that rejects the credentials of this site', async () => {
  lab.internet.setNat('a', 'symmetric');
  lab.internet.setNat('b', 'symmetric');
  const { said } = await meet('refused', 'wrong');
  assert.deepEqual(said, [
    'This site’s relay rejects your connection and Ben’s.',
    'This site’s relay rejects your connection and Ana’s.',
  ]);
});
