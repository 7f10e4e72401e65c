/** Real calls between two homes, and how they recover from network faults. */
import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { inPage } from '../call/support/facts.js';
import { build, untilSeen, type Pages } from './calling.js';
import { note, pathOf, timeToHeal } from './facts.js';
import { RELAYS } from './internet.js';
import { NetworkLab } from './lab.js';

const isLong = process.env['LONG'] === '1';

const lab = await NetworkLab.start();
const healed = new Map<string, { path: string; all: number[] }>();
after(async () => {
  await lab.stop();
  printTable();
});
afterEach(() => lab.clear());

function printTable(): void {
  console.log('case | path | ms to heal');
  for (const [name, { path, all }] of healed) {
    const sorted = [...all].sort((a, b) => a - b);
    const median = sorted[Math.floor((sorted.length - 1) / 2)];
    console.log(`${name} | ${path} | median ${median}, worst ${sorted.at(-1)} of ${all.join()}`);
  }
}

/** Waits for the duration of a fault. */
const lasting = (page: Page, ms: number) =>
  page.waitForFunction((end) => Date.now() >= end, { timeout: 0, polling: 50 }, Date.now() + ms);

interface Fault {
  name: string;
  begin?(): void;
  call?: Parameters<NetworkLab['call']>[1];
  /** Causes the fault; resolves when the network has recovered as far as it will. */
  happen(pages: Pages): Promise<void>;
  after?(): Promise<void>;
}

/** Restarts the room server that a fault has killed. */
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
      build(lab, 'a', 'symmetric');
      build(lab, 'b', 'symmetric');
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
      build(lab, 'a', 'symmetric');
      build(lab, 'b', 'symmetric');
    },
    call: { relays: 'two' },
    async happen([ana]) {
      // The pages choose which of the two they use.
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

if (isLong) {
  test('a link with 10% packet loss is rated poor at both ends', async () => {
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

  test('a relayed link becomes direct within a minute after UDP is available', async () => {
    build(lab, 'a', 'no-udp');
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
    test(`video and audio are back after ${name}${isLong ? `, ${run}` : ''}`, async () => {
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
