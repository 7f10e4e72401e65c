/** Real calls between two homes: through every kind of router, and after what happens to networks. */
import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { forgetFrames, until, untilFrames, untilPeople } from '../call/facts.js';
import { pathOf, timeToPicture } from './facts.js';
import type { Firewall, Nat } from './internet.js';
import { NetworkLab } from './lab.js';

/** A home's router, by what it translates like or what it lets out. */
type Router = Nat | Exclude<Firewall, 'open'>;

const isLong = process.env['LONG'] === '1';
const ROUTERS: readonly Router[] = ['cone', 'full', 'symmetric', 'no-udp', 'tcp-443'];
const PAIRS = ROUTERS.flatMap((one, index) =>
  ROUTERS.slice(index).map((other) => [one, other] as const),
);
/** Each router at least once, and those that need a relay at both ends. */
const FEW: readonly (readonly [Router, Router])[] = [
  ['cone', 'cone'],
  ['full', 'symmetric'],
  ['symmetric', 'symmetric'],
  ['cone', 'no-udp'],
  ['tcp-443', 'tcp-443'],
];

const lab = await NetworkLab.start();
const rows: string[] = [];
after(async () => {
  await lab.stop();
  console.log(['case', 'path', 'ms'].join(' | '));
  for (const row of rows) console.log(row);
});
afterEach(() => lab.clear());

function build(home: 'a' | 'b', router: Router): void {
  const isFirewall = router === 'no-udp' || router === 'tcp-443';
  lab.internet.setNat(home, isFirewall ? 'cone' : router);
  lab.internet.setFirewall(home, isFirewall ? router : 'open');
}

/** Both see each other, and go on seeing. */
async function untilSeen([a, b]: readonly [Page, Page]): Promise<void> {
  await Promise.all([untilPeople(a, ['Ana', 'Ben']), untilPeople(b, ['Ana', 'Ben'])]);
  await Promise.all([untilFrames(a, 'Ben'), untilFrames(b, 'Ana')]);
}

/** What a row of the table says of something that was done to a call. */
async function heal(name: string, pages: readonly [Page, Page]): Promise<void> {
  await Promise.all(pages.map(forgetFrames));
  const from = Date.now();
  await Promise.all([untilFrames(pages[0], 'Ben'), untilFrames(pages[1], 'Ana')]);
  rows.push(`${name} | ${await pathOf(pages[0])} | ${Date.now() - from}`);
}

const isInterrupted = (page: Page) =>
  until(page, 'an interrupted link', (one) =>
    one.participants.some(({ id }) => one.call?.linkStatus(id) === 'interrupted'),
  );

for (const [one, other] of isLong ? PAIRS : FEW) {
  test(`${one} and ${other} see each other, with a relay at hand`, async () => {
    build('a', one);
    build('b', other);
    const pages = await lab.call(`${one} ${other}`);
    await untilSeen(pages);
    rows.push(`${one}, ${other} | ${await pathOf(pages[0])} | ${await timeToPicture(pages[1])}`);
  });
}

test('without a relay, two of which one is no worse than a cone go straight', async () => {
  build('a', 'cone');
  build('b', 'full');
  const pages = await lab.call('straight', { relay: false });
  await untilSeen(pages);
  assert.doesNotMatch(await pathOf(pages[0]), /relay/);
});

test('who wants to hide their address goes through the relay alone', async () => {
  const pages = await lab.call('hidden', { attributes: 'ice-transport-policy="relay"' });
  await untilSeen(pages);
  assert.match(await pathOf(pages[0]), /^relay\S* relay/);
});

test('a silence of the network is over as soon as the network is back', async () => {
  const pages = await lab.call('silence');
  await untilSeen(pages);
  lab.internet.cut('a');
  await Promise.all(pages.map(isInterrupted));
  lab.internet.restore('a');
  await heal('silent cut', pages);
});

test('another network under way: another address, and the call goes on', async () => {
  const pages = await lab.call('under way');
  await untilSeen(pages);
  lab.internet.switchToCell();
  await heal('change of address', pages);
  await untilPeople(pages[1], ['Ana', 'Ben']);
});

test('a router that restarts and forgets everybody', async () => {
  const pages = await lab.call('forgotten');
  await untilSeen(pages);
  lab.internet.rebind('a');
  await heal('mapping lost', pages);
});

test('a relay that dies and comes back', async () => {
  build('a', 'symmetric');
  build('b', 'symmetric');
  const pages = await lab.call('relay');
  await untilSeen(pages);
  await lab.killRelay();
  await Promise.all(pages.map(isInterrupted));
  await lab.startRelay();
  await heal('relay restarted', pages);
});
