/**
 * `npm run bench`: time from joining to the first remote frame, compared with a hand-written call in the
 * same run, and the time of each phase at both ends. Contenders take turns, the first round is dropped,
 * and medians are compared.
 *
 * npm run bench -- --runs 15 --rtt 60 --camera-delay 500 --only 'floor,autojoin'
 */
import { createServer, type IncomingMessage } from 'node:http';
import { connect, createServer as createProxy, type Server } from 'node:net';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'puppeteer-core';
import { WebSocketServer, type WebSocket } from 'ws';
import { startRoomServer } from '../../scripts/room-server.mjs';
import { launch, listen, median, open, portOf, startSite } from './site.js';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '15' },
    /** Round trip between a page and its server, in milliseconds. Media is not delayed. */
    rtt: { type: 'string', default: '60' },
    /** Delay of a slow camera, in milliseconds. */
    'camera-delay': { type: 'string', default: '500' },
    /** Names of contenders, separated by commas; all by default. */
    only: { type: 'string', default: '' },
  },
});
const runs = Number(values.runs);
const oneWay = Number(values.rtt) / 2;

/** A proxy that delays every chunk in both directions. */
async function delayed(port: number): Promise<Server> {
  const proxy = createProxy((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.setNoDelay(true);
      from.on('data', (data) => setTimeout(() => to.writable && to.write(data), oneWay));
      from.on('close', () => setTimeout(() => to.destroy(), oneWay));
      from.on('error', () => to.destroy());
    }
  });
  await listen(proxy);
  return proxy;
}

/** The room server of the floor: it informs each client if it is the second, and relays all messages to the peer. */
async function startRelay(): Promise<Server> {
  const rooms = new Map<string, Set<WebSocket>>();
  const http = createServer();
  new WebSocketServer({ server: http, perMessageDeflate: false }).on(
    'connection',
    (socket: WebSocket, request: IncomingMessage) => {
      const room = rooms.get(request.url ?? '') ?? new Set();
      rooms.set(request.url ?? '', room);
      socket.send(JSON.stringify({ isSecond: room.size > 0 }));
      room.add(socket);
      socket.on('message', (data) => {
        for (const other of room) if (other !== socket) other.send(String(data));
      });
      socket.on('close', () => room.delete(socket));
    },
  );
  await listen(http);
  return http;
}

const site = await startSite();
// The runtime of production: the development server would pass each message through another process.
const rooms = (await (
  startRoomServer as (options: object) => Promise<{ port: number; stop(): Promise<void> }>
)({
  runtime: 'workerd',
  main: 'dist-server/worker.js',
  vars: { STUN_URLS: 'none' },
})) satisfies object;
const relay = await startRelay();
const slowRooms = await delayed(rooms.port);
const slowRelay = await delayed(portOf(relay));
const address = (path: string) => `http://127.0.0.1:${portOf(site)}/${path}`;
const floor = address(`floor.html?relay=ws://127.0.0.1:${portOf(slowRelay)}`);
const element = address(
  `element.html?server=http://127.0.0.1:${rooms.port}&signaling=http://127.0.0.1:${portOf(slowRooms)}`,
);
const late = `&cameraDelay=${values['camera-delay']}`;

interface Contender {
  name: string;
  url: string;
  floor: string;
  goal: number | undefined;
}
const all: Contender[] = [
  { name: 'floor', url: floor, floor: 'floor', goal: undefined },
  { name: 'autojoin', url: element, floor: 'floor', goal: 1.05 },
  { name: 'from the lobby', url: `${element}&lobby`, floor: 'floor', goal: 0.75 },
  { name: 'floor, slow camera', url: floor + late, floor: 'floor, slow camera', goal: undefined },
  { name: 'autojoin, slow camera', url: element + late, floor: 'floor, slow camera', goal: 0.42 },
];

const only = values.only ? values.only.split(',') : all.map(({ name }) => name);
const contenders = all.filter(({ name }) => only.includes(name));

/** Phases at each end, in order. */
const PHASES = {
  newcomer: [
    'socket begun',
    'socket open',
    'greeted',
    'offer sent',
    'answer received',
    'answer set',
    'connected',
    'first frame',
  ],
  member: ['offer received', 'offer set', 'answer sent', 'connected'],
} as const;
type End = keyof typeof PHASES;
const ends = Object.keys(PHASES) as End[];

/** Operations that are counted at each end until the first frame. */
const COUNTS = [
  'sends',
  'connections',
  'requests',
  'renders',
  'getStats',
  'setParameters',
  'audioContexts',
] as const;

interface Seen {
  phases: Record<string, number>;
  counts: Record<(typeof COUNTS)[number], number>;
}

interface Measure {
  /** Time from joining to the first remote frame at the newcomer, in milliseconds. */
  frame: number;
  /** When each phase was reached after joining, and the operations until the newcomer's first frame. */
  seen: Record<End, Seen>;
}

/** One call: a member is present, and a newcomer joins. */
async function measure(browser: Browser, url: string, room: string): Promise<Measure> {
  const member = await open(browser, url.replace('&lobby', '').replace(/&cameraDelay=\d+/, ''));
  const newcomer = await open(browser, url);
  try {
    await member.evaluate(`contender.join('${room}')`);
    await newcomer.evaluate(`new Promise((done) => setTimeout(done, 700))`);
    await newcomer.evaluate(`contender.prepare('${room}')`);
    await newcomer.evaluate(`new Promise((done) => setTimeout(done, 300))`);
    await member.evaluate(`probe.begin()`);
    const joinedAt = (await newcomer.evaluate(
      `probe.begin(), contender.join('${room}'), probe.joinedAt`,
    )) as number;
    await newcomer.waitForFunction('probe.firstFrameAt', { polling: 20, timeout: 20_000 });
    const seen = { newcomer, member };
    const read = async (page: Page): Promise<Seen> => {
      const { phases, counts } = (await page.evaluate(
        `({ phases: probe.phases, counts: probe.atFirstFrame ?? probe.counts })`,
      )) as Seen;
      const since = Object.entries(phases).map(([phase, at]) => [phase, at - joinedAt] as const);
      return { phases: Object.fromEntries(since), counts };
    };
    const [ofNewcomer, ofMember] = await Promise.all(ends.map((end) => read(seen[end])));
    const frame = ofNewcomer!.phases['first frame']!;
    return { frame, seen: { newcomer: ofNewcomer!, member: ofMember! } };
  } finally {
    await Promise.all([member, newcomer].map((page) => page.browserContext().close()));
  }
}

const browser = await launch();
const results = new Map(contenders.map(({ name }) => [name, [] as Measure[]]));
const failures: string[] = [];
for (let round = 0; round <= runs; round++) {
  for (const { name, url } of contenders) {
    const room = `${round}-${contenders.findIndex((one) => one.name === name)}`;
    await measure(browser, url, room).then(
      (result) => round > 0 && results.get(name)!.push(result),
      (error: unknown) => failures.push(`${name}: ${String(error)}`),
    );
    // A contender that never connects would take half a minute per round.
    if (failures.length > contenders.length) throw new Error(failures.join('\n'));
  }
}

const print = (...cells: (string | number)[]) => console.log(`| ${cells.join(' | ')} |`);
const head = (...cells: string[]) => {
  print(...cells);
  print(...cells.map(() => '---'));
};
const names = contenders.map(({ name }) => name);
const of = (name: string, value: (one: Measure) => number) => results.get(name)!.map(value);
const frames = (name: string) => of(name, ({ frame }) => frame);

console.log(
  `\nFrom joining to the first remote frame, round trip ${values.rtt} ms, ${runs} runs:\n`,
);
head('contender', 'median, ms', 'from, to', 'of its floor', 'goal');
for (const { name, floor, goal } of contenders) {
  const times = frames(name);
  const ratio = median(times) / median(frames(floor));
  const range = [Math.min(...times), Math.max(...times)].map((one) => one.toFixed(0)).join(', ');
  print(name, median(times).toFixed(0), range, ratio.toFixed(2), goal ?? '');
}

console.log('\nWhen each phase is over, in milliseconds after joining, medians:\n');
head('phase', ...names);
for (const end of ends) {
  for (const phase of PHASES[end]) {
    const when = (name: string) => {
      // Phases before joining, such as in the lobby, don't count.
      const all = of(name, ({ seen }) => seen[end].phases[phase] ?? NaN).filter(Number.isFinite);
      return all.length ? median(all).toFixed(0) : '';
    };
    print(`${end}: ${phase}`, ...names.map(when));
  }
}

console.log('\nWhat is done from joining to the first frame, medians:\n');
head('count', ...names);
for (const end of ends) {
  for (const count of COUNTS) {
    print(
      `${end}: ${count}`,
      ...names.map((name) => median(of(name, ({ seen }) => seen[end].counts[count]))),
    );
  }
}
for (const failure of failures) console.log(`failed: ${failure}`);

await browser.close();
for (const server of [site, relay, slowRooms, slowRelay]) server.close();
site.closeAllConnections();
await rooms.stop();
process.exit(failures.length ? 1 : 0);
