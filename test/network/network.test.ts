/** Real calls between two homes: through every kind of router, and after what happens to networks. */
import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { inPage, untilFrames, untilPeople } from '../call/facts.js';
import { note, pathOf, timeToHeal, timeToPicture } from './facts.js';
import { RELAYS, type Firewall, type Nat } from './internet.js';
import { NetworkLab, type BrowserName } from './lab.js';

/** A home's router, by what it translates like or what it lets out. */
type Router = Nat | Exclude<Firewall, 'open'>;
type Pages = readonly [Page, Page];

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
/** The same with Firefox at one end. */
const FEW_WITH_FIREFOX: readonly (readonly [Router, Router])[] = [
  ['cone', 'full'],
  ['symmetric', 'tcp-443'],
];

/** Those that physics lets connect without a relay. */
const ALL_STRAIGHT = [
  ['cone', 'cone'],
  ['cone', 'full'],
  ['full', 'full'],
  ['full', 'symmetric'],
] as const;
const STRAIGHT = isLong ? ALL_STRAIGHT : ALL_STRAIGHT.slice(-1);

const lab = await NetworkLab.start();
const connected: { name: string; path: string; ms: number }[] = [];
const healed = new Map<string, { path: string; all: number[] }>();
after(async () => {
  await lab.stop();
  printTable();
});
afterEach(() => lab.clear());

function printTable(): void {
  console.log('case | path | ms to connect | ms to heal');
  for (const { name, path, ms } of connected) console.log(`${name} | ${path} | ${ms} |`);
  const within = connected.filter(({ ms }) => ms <= 1_500).length;
  if (connected.length) console.log(`${within} of ${connected.length} within 1500 ms`);
  for (const [name, { path, all }] of healed) {
    const sorted = [...all].sort((a, b) => a - b);
    const median = sorted[Math.floor((sorted.length - 1) / 2)];
    console.log(`${name} | ${path} | | median ${median}, worst ${sorted.at(-1)} of ${all.join()}`);
  }
}

function build(home: 'a' | 'b', router: Router): void {
  const isFirewall = router === 'no-udp' || router === 'tcp-443';
  lab.internet.setNat(home, isFirewall ? 'cone' : router);
  lab.internet.setFirewall(home, isFirewall ? router : 'open');
}

/** Both see each other, and go on seeing. */
async function untilSeen([a, b]: Pages): Promise<void> {
  await Promise.all([untilPeople(a, ['Ana', 'Ben']), untilPeople(b, ['Ana', 'Ben'])]);
  await Promise.all([untilFrames(a, 'Ben'), untilFrames(b, 'Ana')]);
}

/** Connects two homes behind such routers, and writes a row of the table. */
async function connect(
  [one, other]: readonly [Router, Router],
  browsers: readonly [BrowserName, BrowserName],
): Promise<void> {
  build('a', one);
  build('b', other);
  const pages = await lab.call(`${one} ${other} ${browsers}`, { browsers });
  await untilSeen(pages);
  const name = `${one} (${browsers[0]}), ${other} (${browsers[1]})`;
  connected.push({ name, path: await pathOf(pages[0]), ms: await timeToPicture(pages[1]) });
}

/** For as long as a fault lasts. */
const lasting = (page: Page, ms: number) =>
  page.waitForFunction((end) => Date.now() >= end, { timeout: 0, polling: 50 }, Date.now() + ms);

interface Fault {
  name: string;
  begin?(): void;
  call?: Parameters<NetworkLab['call']>[1];
  /** What happens; resolves when the network is as good as it will be again. */
  happen(pages: Pages): Promise<void>;
  after?(): Promise<void>;
}

/** Starts the room server again that a fault has killed. */
let revive = (): Promise<void> => Promise.resolve();

const FAULTS: readonly Fault[] = [
  {
    name: 'a silence of 3 s',
    async happen([, ben]) {
      lab.internet.cut('a');
      await lasting(ben, 3_000);
      lab.internet.restore('a');
    },
  },
  {
    name: 'a silence of 20 s',
    async happen([, ben]) {
      lab.internet.cut('a');
      await lasting(ben, 20_000);
      lab.internet.restore('a');
    },
  },
  {
    name: 'a silence of 8 s, with the room server dead',
    async happen([, ben]) {
      revive = await lab.killServer();
      lab.internet.cut('a');
      await lasting(ben, 8_000);
      lab.internet.restore('a');
    },
    after: () => revive(),
  },
  {
    name: 'another network, with another address',
    async happen() {
      lab.internet.switchToCell();
    },
  },
  {
    name: 'a second network, then the first one goes',
    async happen([ana]) {
      lab.internet.addCell();
      await lasting(ana, 2_500);
      lab.internet.loseWan();
    },
  },
  {
    name: 'a router that restarts and forgets everybody',
    async happen() {
      lab.internet.rebind('a');
    },
  },
  {
    name: 'a relay that dies and comes back after 4 s',
    begin() {
      build('a', 'symmetric');
      build('b', 'symmetric');
    },
    async happen([ana]) {
      await lab.killRelay();
      await lasting(ana, 4_000);
      await lab.startRelay();
    },
  },
  {
    name: 'a relay that dies while another one lives',
    begin() {
      build('a', 'symmetric');
      build('b', 'symmetric');
    },
    call: { relays: 'two' },
    async happen([ana]) {
      // Which of the two they took is theirs to say.
      await lab.killRelay(await relayOf(ana));
    },
    async after() {
      for (const relay of RELAYS) {
        await lab.killRelay(relay);
        await lab.startRelay(relay);
      }
    },
  },
  {
    name: `a lid that was closed for ${isLong ? 120 : 25} s`,
    async happen([, ben]) {
      await lab.closeLid('a');
      await lasting(ben, isLong ? 120_000 : 25_000);
      await lab.openLid('a');
    },
  },
];

/** The address of the relay that a page's link goes through. */
const relayOf = (page: Page): Promise<string> =>
  inPage(page, async () => {
    const { connections } = globalThis as unknown as { connections: RTCPeerConnection[] };
    const stats = await connections.at(-1)!.getStats();
    const reports = [...stats.values()];
    const transport = reports.find(({ type }) => type === 'transport');
    const pair = stats.get(transport.selectedCandidatePairId);
    const ends = [stats.get(pair.localCandidateId), stats.get(pair.remoteCandidateId)];
    return ends.find(({ address }) => address?.startsWith('198.51.100.2')).address as string;
  });

for (const pair of isLong ? ALL : FEW) {
  test(`${pair.join(' and ')} see each other, with a relay at hand`, () =>
    connect(pair, ['chromium', 'chromium']));
}

for (const [index, pair] of (isLong ? ALL : FEW_WITH_FIREFOX).entries()) {
  const [one, other] = [
    ['chromium', 'firefox'],
    ['firefox', 'chromium'],
  ] as const;
  // Once each way, in the end.
  for (const browsers of isLong ? [one, other] : [index % 2 ? other : one]) {
    const name = `${pair.join(' and ')}, ${browsers.join(' and ')}, see each other`;
    test(name, { skip: !hasFirefox && 'Firefox is missing' }, () => connect(pair, browsers));
  }
}

for (const pair of STRAIGHT) {
  test(`${pair.join(' and ')} go straight where there is no relay`, async () => {
    build('a', pair[0]);
    build('b', pair[1]);
    const pages = await lab.call(`straight ${pair}`, { relays: 'none' });
    await untilSeen(pages);
    assert.doesNotMatch(await pathOf(pages[0]), /relay/);
  });
}

test('where only 443 is open and only TLS goes through, a relay takes TLS', async () => {
  build('a', 'tcp-443');
  build('b', 'tcp-443');
  const pages = await lab.call('tls', { relays: 'tls' });
  await untilSeen(pages);
  assert.match(await pathOf(pages[0]), /relay\(tls\)/);
});

test('a hosted service gives the relay, asked as it documents', async () => {
  build('a', 'symmetric');
  build('b', 'symmetric');
  const pages = await lab.call('hosted', { relays: 'hosted' });
  await untilSeen(pages);
  assert.match(await pathOf(pages[0]), /relay/);
});

test('neighbours of one network go straight to each other', async () => {
  const pages = await lab.call('neighbours', { home: 'n' });
  await untilSeen(pages);
  assert.match(await pathOf(pages[0]), /^(host|prflx) (host|prflx)$/);
});

test('who wants to hide their address goes through the relay alone', async () => {
  const pages = await lab.call('hidden', { attributes: 'ice-transport-policy="relay"' });
  await untilSeen(pages);
  assert.match(await pathOf(pages[0]), /^relay\S* relay/);
});

if (isLong) {
  test('a link that loses a tenth of its packets is said to be bad, at both ends', async () => {
    const pages = await lab.call('lossy');
    await untilSeen(pages);
    for (const page of pages) {
      await page.evaluate(() => {
        const note = (event: Event) => {
          const { quality } = (event as CustomEvent<{ quality: string }>).detail;
          performance.mark(quality === 'good' ? 'good' : 'bad');
        };
        document.addEventListener('quality', note, true);
      });
    }
    const isMarked = (mark: string) => (page: Page) =>
      page.waitForFunction((name) => performance.getEntriesByName(name).length > 0, {}, mark);
    lab.internet.lose('a', 10);
    await Promise.all(pages.map(isMarked('bad')));
    await Promise.all(pages.map((page) => page.evaluate(() => performance.clearMarks('good'))));
    lab.internet.restore('a');
    await Promise.all(pages.map(isMarked('good')));
  });

  test('a link through a relay goes straight within a minute of UDP getting through', async () => {
    build('a', 'no-udp');
    const pages = await lab.call('better');
    await untilSeen(pages);
    assert.match(await pathOf(pages[0]), /relay/);
    await Promise.all([note(pages[0], 'Ben'), note(pages[1], 'Ana')]);
    const from = Date.now();
    lab.internet.setFirewall('a', 'open');
    const untilStraight = async (): Promise<void> => {
      if (/relay/.test(await pathOf(pages[0])) && Date.now() < from + 90_000) {
        await lasting(pages[0], 500);
        return untilStraight();
      }
    };
    await untilStraight();
    assert.doesNotMatch(await pathOf(pages[0]), /relay/);
    healed.set('a better path', { path: await pathOf(pages[0]), all: [Date.now() - from] });
    const gaps = await Promise.all(pages.map((page) => timeToHeal(page, from)));
    assert.deepEqual(gaps, [0, 0], 'nobody missed a picture');
  });
}

for (const { name, begin, call, happen, after: tidy } of FAULTS) {
  for (let run = 1; run <= (isLong ? 10 : 1); run++) {
    test(`picture and sound are back after ${name}${isLong ? `, ${run}` : ''}`, async () => {
      begin?.();
      const pages = await lab.call(`${name} ${run}`, call);
      await untilSeen(pages);
      await Promise.all([note(pages[0], 'Ben'), note(pages[1], 'Ana')]);
      await happen(pages);
      const from = Date.now();
      const times = await Promise.all(pages.map((page) => timeToHeal(page, from)));
      await tidy?.();
      await untilSeen(pages);
      const row = healed.get(name) ?? { path: await pathOf(pages[0]), all: [] };
      row.all.push(Math.max(...times));
      healed.set(name, row);
    });
  }
}
