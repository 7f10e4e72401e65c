/**
 * `npm run bench:mesh`: what a call of several participants costs a machine, and what is delivered, compared with the
 * naive mesh in the same run. All are pages of one browser on this machine, so they share its processors.
 *
 * npm run bench:mesh -- --people 2,3,4,6 --rounds 3 --seconds 8
 * npm run bench:mesh -- --compare sound,hidden,ours --people 4    the cost of a tile that is not visible
 * npm run bench:mesh -- --hog 2 --people 4                        while other programs use the processors
 * npm run bench:mesh -- --talking 1 --people 6                    while one participant talks and the others listen
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { setTimeout as idle } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Page } from 'puppeteer-core';
import { startRoomServer } from '../../scripts/room-server.mjs';
import { startRelay } from './naive-relay.js';
import { launch, median, open, portOf, startSite } from './site.js';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '4,6' },
    rounds: { type: 'string', default: '3' },
    /** Length of the measurement, and how long a call settles before it, in seconds. */
    seconds: { type: 'string', default: '8' },
    settle: { type: 'string', default: '16' },
    /** The contenders; all others are compared with the first. */
    compare: { type: 'string', default: 'naive,small,ours' },
    /** How many other programs use the processors meanwhile. */
    hog: { type: 'string', default: '0' },
    /** How many participants talk; the microphones of the others are on, but silent. */
    talking: { type: 'string', default: 'Infinity' },
  },
});
const [rounds, seconds, settle] = [values.rounds, values.seconds, values.settle].map(Number) as [
  number,
  number,
  number,
];
/** Timeout for links to connect on an overloaded machine, in milliseconds. */
const PATIENCE = 60_000;
/** Clock ticks per second in the kernel's process statistics. */
const TICKS = 100;

/** Processor time of a process and all its descendants, in seconds. */
function cpuOf(root: number): number {
  const parents = new Map<number, number>();
  const used = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    try {
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]!.split(' ');
      parents.set(Number(name), Number(fields[1]));
      used.set(Number(name), (Number(fields[11]) + Number(fields[12])) / TICKS);
    } catch {
      // The process has ended.
    }
  }
  const isWithin = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === root || isWithin(parents.get(pid)));
  return [...used].reduce((sum, [pid, time]) => sum + (isWithin(pid) ? time : 0), 0);
}

/** Since the last call. */
interface Delivered {
  /** Decoded remote video frames, all pages together. */
  frames: number;
  bytes: number;
  links: number;
}

async function delivered(pages: readonly Page[]): Promise<Delivered> {
  const each = (await Promise.all(
    pages.map((page) =>
      page.evaluate(`(async () => {
        const sum = { frames: 0, bytes: 0, links: 0 };
        for (const connection of probe.connections) {
          if (connection.connectionState !== 'connected') continue;
          sum.links++;
          const count = { frames: 0, bytes: 0 };
          for (const one of (await connection.getStats()).values()) {
            if (one.type === 'inbound-rtp' && one.kind === 'video') {
              count.frames += one.framesDecoded ?? 0;
              count.bytes += one.bytesReceived ?? 0;
            }
          }
          // A link that comes or goes meanwhile must not count for what it brought before.
          for (const key in count) sum[key] += count[key] - (connection.counted?.[key] ?? 0);
          connection.counted = count;
        }
        return sum;
      })()`),
    ),
  )) as Delivered[];
  const sum = (key: keyof Delivered) => each.reduce((total, one) => total + one[key], 0);
  return { frames: sum('frames'), bytes: sum('bytes'), links: sum('links') };
}

interface Measure {
  /** Processors in use, all pages together. */
  cores: number;
  /** Per video on each link. */
  framesPerSecond: number;
  /** Processor time per received frame, in milliseconds. */
  perFrame: number;
  /** Per link, in kbit/s. */
  rate: number;
  /** Connected links, in percent. */
  links: number;
}

const site = await startSite();
const relay = await startRelay();
const rooms = await startRoomServer({ vars: { STUN_URLS: 'none' } });
const address = (path: string) => `http://127.0.0.1:${portOf(site)}/${path}`;
const contenders = {
  naive: address(`naive.html?relay=ws://127.0.0.1:${portOf(relay)}`),
  /** Limited to the size of its tiles and 15 frames a second: the minimum cost apart from video. */
  small: address(`naive.html?small&relay=ws://127.0.0.1:${portOf(relay)}`),
  ours: address(`element.html?tiles&server=http://127.0.0.1:${rooms.port}`),
  /** Scrolled out of view. */
  hidden: address(`element.html?tiles&hidden&server=http://127.0.0.1:${rooms.port}`),
  /** Without video in the call; each page still has an open camera. */
  sound: address(`element.html?tiles&sound&server=http://127.0.0.1:${rooms.port}`),
};
type Name = keyof typeof contenders;

async function measure(name: Name, people: number, room: string): Promise<Measure> {
  const browser = await launch();
  try {
    const pages: Page[] = [];
    for (let count = 0; count < people; count++) {
      const isSilent = count >= Number(values.talking);
      const page = await open(browser, contenders[name], { isSilent });
      await page.evaluate(`contender.join('${room}', ${people})`);
      pages.push(page);
    }
    const expected = people * (people - 1);
    const deadline = performance.now() + PATIENCE;
    // A link that fails to connect delivers nothing, but counts.
    while ((await delivered(pages)).links < expected && performance.now() < deadline) {
      await idle(500);
    }
    await idle(settle * 1_000);
    const pid = browser.process()!.pid!;
    await delivered(pages);
    const [cpu, at] = [cpuOf(pid), performance.now()];
    await idle(seconds * 1_000);
    const [used, time] = [cpuOf(pid) - cpu, (performance.now() - at) / 1_000];
    const { frames, bytes, links } = await delivered(pages);
    return {
      cores: used / time,
      framesPerSecond: frames / time / expected,
      perFrame: (used * 1_000) / frames,
      rate: (bytes * 8) / 1_000 / time / expected,
      links: (100 * links) / expected,
    };
  } finally {
    await browser.close();
  }
}

const names = values.compare.split(',').filter((one): one is Name => one in contenders);
const hogs = Array.from({ length: Number(values.hog) }, () =>
  spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
);
process.once('exit', () => hogs.forEach((one) => one.kill()));
const sizes = values.people.split(',').map(Number);
const results = new Map<string, Measure[]>();
for (let round = 0; round < rounds; round++) {
  for (const people of sizes) {
    for (const name of names) {
      const key = `${people} ${name}`;
      const one = await measure(name, people, `${round}-${people}`);
      results.set(key, [...(results.get(key) ?? []), one]);
      console.error(key, JSON.stringify(one));
    }
  }
}
console.log(
  `\nCalls on ${cpus().length} cores, ${rounds} rounds of ${seconds} s after ${settle} s, load ${loadavg()[0]!.toFixed(1)}:\n`,
);
console.log(
  '| people | | cores | frames a second, each picture | CPU a frame, ms | kbit/s a link | links up, % |\n|---|---|---|---|---|---|---|',
);
for (const people of sizes) {
  const figures = names.map((name) => {
    const all = results.get(`${people} ${name}`)!;
    const middle = (key: keyof Measure) => median(all.map((one) => one[key]));
    return {
      name,
      cells: (['cores', 'framesPerSecond', 'perFrame', 'rate', 'links'] as const).map(middle),
    };
  });
  for (const { name, cells } of figures) {
    console.log(`| ${people} | ${name} | ${cells.map((cell) => cell.toFixed(2)).join(' | ')} |`);
  }
  const [first, ...others] = figures;
  for (const { name, cells } of others) {
    const ratios = cells.map((cell, index) => (cell / first!.cells[index]!).toFixed(2));
    console.log(`| ${people} | ${name} of ${first!.name} | ${ratios.join(' | ')} |`);
  }
}
site.close();
site.closeAllConnections();
relay.close();
relay.closeAllConnections();
await rooms.stop();
process.exit();
