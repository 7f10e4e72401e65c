/**
 * `npm run bench:links`: quality of audio and video over bad networks, compared with the naive mesh in the same run.
 * Each participant is in a home of a small internet, in its own network namespace; requires root and Linux.
 *
 * npm run bench:links -- --only narrow,loss-20 --rounds 3 --seconds 20
 */
import { readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { setTimeout as idle } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Page } from 'puppeteer-core';
import { RELAYS, SERVER, type Home } from '../network/internet.js';
import { NetworkLab } from '../network/lab.js';
import { startRelay } from './naive-relay.js';
import { median, portOf } from './site.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    rounds: { type: 'string', default: '1' },
    /** Seconds before the network turns bad, and seconds of measurement after that. */
    settle: { type: 'string', default: '12' },
    seconds: { type: 'string', default: '40' },
  },
});
const [rounds, seconds, settle] = [values.rounds, values.seconds, values.settle].map(Number) as [
  number,
  number,
  number,
];

const lab = await NetworkLab.start({ devices: 'fps=30' });
const { internet } = lab;

/** What is wrong with the network of the second home, once all are connected. */
const CONDITIONS: Record<string, { homes: readonly Home[]; spoil?: () => void }> = {
  well: { homes: ['a', 'b'] },
  'narrow-500': { homes: ['a', 'b'], spoil: () => internet.narrow('b', 500, 300) },
  'narrow-150': { homes: ['a', 'b'], spoil: () => internet.narrow('b', 150, 300) },
  'loss-5': { homes: ['a', 'b'], spoil: () => internet.lose('b', 5) },
  'loss-10': { homes: ['a', 'b'], spoil: () => internet.lose('b', 10) },
  'loss-20': { homes: ['a', 'b'], spoil: () => internet.lose('b', 20) },
  // Of three, the first two have a good connection to each other.
  'one-well': { homes: ['a', 'n', 'b'] },
  'one-narrow': { homes: ['a', 'n', 'b'], spoil: () => internet.narrow('b', 150, 300) },
};

const CAMERA = `
  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = ({ audio, video }) =>
    getUserMedia({ audio, video: video && { width: 640, height: 480, frameRate: 30 } });
`;

/** Totals of one link since it began: audio and video of one remote participant. */
interface Arrived {
  at: number;
  samples: number;
  concealed: number;
  frames: number;
  bytes: number;
  frozen: number;
  roundTrip: number;
}

const arrivedAt = (page: Page): Promise<Arrived[]> =>
  page.evaluate(`Promise.all(
    connections
      .filter(({ connectionState }) => connectionState === 'connected')
      .map(async (connection) => {
        const all = [...(await connection.getStats()).values()];
        const inbound = (kind, key) =>
          all
            .filter((one) => one.type === 'inbound-rtp' && one.kind === kind)
            .reduce((sum, one) => sum + (one[key] ?? 0), 0);
        const pair = all.find(({ type, nominated }) => type === 'candidate-pair' && nominated);
        return {
          at: performance.now(),
          samples: inbound('audio', 'totalSamplesReceived'),
          concealed: inbound('audio', 'concealedSamples'),
          frames: inbound('video', 'framesDecoded'),
          bytes: inbound('audio', 'bytesReceived') + inbound('video', 'bytesReceived'),
          frozen: inbound('video', 'totalFreezesDuration'),
          roundTrip: (pair?.currentRoundTripTime ?? NaN) * 1_000,
        };
      }),
  )`) as Promise<Arrived[]>;

interface Measure {
  /** Percentage of audio samples that were concealed. */
  concealed: number;
  framesPerSecond: number;
  /** Percentage of time in which the video was frozen. */
  frozen: number;
  roundTrip: number;
  rate: number;
}

function between(before: Arrived, after: Arrived): Measure {
  const time = (after.at - before.at) / 1_000;
  return {
    concealed: (100 * (after.concealed - before.concealed)) / (after.samples - before.samples),
    framesPerSecond: (after.frames - before.frames) / time,
    frozen: (100 * (after.frozen - before.frozen)) / time,
    roundTrip: after.roundTrip,
    rate: ((after.bytes - before.bytes) * 8) / 1_000 / time,
  };
}

const relay = await startRelay(SERVER);
const naive = await readFile(new URL('naive.js', import.meta.url), 'utf8');
const contenders = {
  naive: async (home: Home, room: string) => {
    const page = await lab.visit(home, `<!doctype html><script type="module">${naive}</script>`, {
      camera: CAMERA,
      query: `?relay=ws://${SERVER}:${portOf(relay)}&stun=stun:${RELAYS[0]}:3478`,
    });
    await page.waitForFunction('window.contender');
    await page.evaluate(`contender.join('${room}')`);
    return page;
  },
  ours: (home: Home, room: string) =>
    lab.open(home, `room="${room}" name="${home}" autojoin`, 'none', { camera: CAMERA }),
};
type Name = keyof typeof contenders;
const names = Object.keys(contenders) as Name[];

async function measure(name: Name, condition: string): Promise<Measure[]> {
  const { homes, spoil } = CONDITIONS[condition]!;
  const pages: Page[] = [];
  try {
    for (const home of homes) pages.push(await contenders[name](home, `${condition}${round}`));
    const isWhole = `connections.filter((one) => one.connectionState === 'connected').length === ${homes.length - 1}`;
    for (const page of pages) await page.waitForFunction(isWhole, { polling: 200 });
    await idle(settle * 1_000);
    spoil?.();
    const before = await Promise.all(pages.map(arrivedAt));
    await idle(seconds * 1_000);
    const after = await Promise.all(pages.map(arrivedAt));
    // Of three, only the link between the first two counts: it is the first that each of them made.
    const [meant, links] = condition.startsWith('one') ? [2, 1] : [pages.length, 1];
    return before
      .slice(0, meant)
      .flatMap((all, page) =>
        all.slice(0, links).map((one, link) => between(one, after[page]![link]!)),
      );
  } finally {
    await lab.clear();
    internet.restore('b');
  }
}

const wanted = values.only.split(',');
const conditions = Object.keys(CONDITIONS).filter((one) => !values.only || wanted.includes(one));
const results = new Map<string, Measure[]>();
let round = 0;
for (; round < rounds; round++) {
  for (const condition of conditions) {
    for (const name of names) {
      const key = `${condition} ${name}`;
      results.set(key, [...(results.get(key) ?? []), ...(await measure(name, condition))]);
    }
  }
}
console.log(
  `\nWhat arrives over bad networks, ${rounds} rounds of ${seconds} s after ${settle} s, load ${loadavg()[0]!.toFixed(1)}:\n`,
);
console.log(
  '| network | | made-up sound, % | worst | frames a second | stood still, % | round trip, ms | kbit/s |\n|---|---|---|---|---|---|---|---|',
);
for (const condition of conditions) {
  for (const name of names) {
    const all = results.get(`${condition} ${name}`)!;
    const middle = (key: keyof Measure) => median(all.map((one) => one[key]));
    const worst = Math.max(...all.map(({ concealed }) => concealed));
    const cells = [middle('concealed'), worst, middle('framesPerSecond'), middle('frozen')];
    cells.push(middle('roundTrip'), middle('rate'));
    console.log(`| ${condition} | ${name} | ${cells.map((cell) => cell.toFixed(1)).join(' | ')} |`);
  }
}
relay.close();
relay.closeAllConnections();
await lab.stop();
process.exit();
