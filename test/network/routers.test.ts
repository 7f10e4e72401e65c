/** Real calls between two homes, through every kind of router. */
import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { build, untilSeen, type Router } from './calling.js';
import { pathOf, timeToPicture } from './facts.js';
import { NetworkLab, type BrowserName } from './lab.js';

const isLong = process.env['LONG'] === '1';
const hasFirefox = Boolean(process.env['FIREFOX_PATH']);
const ROUTERS: readonly Router[] = ['cone', 'full', 'symmetric', 'no-udp', 'tcp-443'];
const ALL = ROUTERS.flatMap((one) => ROUTERS.map((other) => [one, other] as const));
/** Each router at least once, and those that need a relay at both ends. */
const FEW: readonly (readonly [Router, Router])[] = [
  ['cone', 'cone'],
  ['full', 'symmetric'],
  ['symmetric', 'symmetric'],
  ['cone', 'no-udp'],
  ['tcp-443', 'tcp-443'],
];
/** The same, with Firefox at one end. */
const FEW_WITH_FIREFOX: readonly (readonly [Router, Router])[] = [
  ['cone', 'full'],
  ['symmetric', 'tcp-443'],
];

/** Pairs that can connect without a relay. */
const ALL_STRAIGHT = [
  ['cone', 'cone'],
  ['cone', 'full'],
  ['full', 'full'],
  ['full', 'symmetric'],
] as const;
const STRAIGHT = isLong ? ALL_STRAIGHT : ALL_STRAIGHT.slice(-1);

const lab = await NetworkLab.start();
const connected: { name: string; path: string; ms: number }[] = [];
after(async () => {
  await lab.stop();
  printTable();
});
afterEach(() => lab.clear());

function printTable(): void {
  console.log('case | path | ms to connect');
  for (const { name, path, ms } of connected) console.log(`${name} | ${path} | ${ms}`);
  const within = connected.filter(({ ms }) => ms <= 1_500).length;
  console.log(`${within} of ${connected.length} within 1500 ms`);
}

/** Connects two homes behind these routers, and writes a row of the table. */
async function connect(
  [one, other]: readonly [Router, Router],
  browsers: readonly [BrowserName, BrowserName],
): Promise<void> {
  build(lab, 'a', one);
  build(lab, 'b', other);
  const pages = await lab.call(`${one} ${other} ${browsers}`, { browsers });
  await untilSeen(pages);
  const name = `${one} (${browsers[0]}), ${other} (${browsers[1]})`;
  connected.push({ name, path: await pathOf(pages[0]), ms: await timeToPicture(pages[1]) });
}

for (const pair of isLong ? ALL : FEW) {
  test(`${pair.join(' and ')} see each other, with a relay at hand`, () =>
    connect(pair, ['chromium', 'chromium']));
}

for (const [index, pair] of (isLong ? ALL : FEW_WITH_FIREFOX).entries()) {
  const [one, other] = [
    ['chromium', 'firefox'],
    ['firefox', 'chromium'],
  ] as const;
  // In a long run, both ways round.
  for (const browsers of isLong ? [one, other] : [index % 2 ? other : one]) {
    const name = `${pair.join(' and ')}, ${browsers.join(' and ')}, see each other`;
    test(name, { skip: !hasFirefox && 'Firefox is missing' }, () => connect(pair, browsers));
  }
}

for (const pair of STRAIGHT) {
  test(`${pair.join(' and ')} connect directly without a relay`, async () => {
    build(lab, 'a', pair[0]);
    build(lab, 'b', pair[1]);
    const pages = await lab.call(`straight ${pair}`, { relays: 'none' });
    await untilSeen(pages);
    assert.doesNotMatch(await pathOf(pages[0]), /relay/);
  });
}

test('a relay works over TLS if only port 443 and TLS are open', async () => {
  build(lab, 'a', 'tcp-443');
  build(lab, 'b', 'tcp-443');
  const pages = await lab.call('tls', { relays: 'tls' });
  await untilSeen(pages);
  assert.match(await pathOf(pages[0]), /relay\(tls\)/);
});

test('a hosted service provides the relay, through its documented API', async () => {
  build(lab, 'a', 'symmetric');
  build(lab, 'b', 'symmetric');
  const pages = await lab.call('hosted', { relays: 'hosted' });
  await untilSeen(pages);
  assert.match(await pathOf(pages[0]), /relay/);
});

test('participants on the same network connect directly', async () => {
  const pages = await lab.call('neighbours', { home: 'n' });
  await untilSeen(pages);
  assert.match(await pathOf(pages[0]), /^(host|prflx) (host|prflx)$/);
});

test('a participant who hides their address connects through the relay only', async () => {
  const pages = await lab.call('hidden', { attributes: 'ice-transport-policy="relay"' });
  await untilSeen(pages);
  assert.match(await pathOf(pages[0]), /^relay\S* relay/);
});
