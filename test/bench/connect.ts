/**
 * `npm run bench`: how long from joining to the first frame of the other, beside a call written by
 * hand, in the same run. Contenders take turns, the first round is dropped, medians are compared.
 *
 * npm run bench -- --runs 15 --rtt 60 --camera-delay 500
 */
import { createServer, type IncomingMessage } from 'node:http';
import { connect, createServer as createProxy, type Server } from 'node:net';
import { parseArgs } from 'node:util';
import type { Browser } from 'puppeteer-core';
import { WebSocketServer, type WebSocket } from 'ws';
import { startRoomServer } from '../../scripts/room-server.mjs';
import { launch, listen, median, open, portOf, startSite } from './site.js';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '15' },
    /** Round trip between a page and its server, in milliseconds. Media is not delayed. */
    rtt: { type: 'string', default: '60' },
    /** How much later a slow camera is there, in milliseconds. */
    'camera-delay': { type: 'string', default: '500' },
  },
});
const runs = Number(values.runs);
const oneWay = Number(values.rtt) / 2;

/** A server in front of another that holds every chunk back, in both directions. */
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

/** The floor's room server: whoever comes second is told so; all else goes to the other one. */
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
const rooms = (await (
  startRoomServer as (options: object) => Promise<{ port: number; stop(): Promise<void> }>
)({ vars: { STUN_URLS: 'none' } })) satisfies object;
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
const contenders: Contender[] = [
  { name: 'floor', url: floor, floor: 'floor', goal: undefined },
  { name: 'autojoin', url: element, floor: 'floor', goal: 1.05 },
  { name: 'from the lobby', url: `${element}&lobby`, floor: 'floor', goal: 0.75 },
  { name: 'floor, slow camera', url: floor + late, floor: 'floor, slow camera', goal: undefined },
  { name: 'autojoin, slow camera', url: element + late, floor: 'floor, slow camera', goal: 0.42 },
];

interface Measure {
  /** From joining to the first frame of the other, at the newcomer; in milliseconds. */
  frame: number;
  /** How often the newcomer sent something to its server. */
  sends: number;
}

/** One call: somebody is there, another comes. */
async function measure(browser: Browser, url: string, room: string): Promise<Measure> {
  const member = await open(browser, url.replace('&lobby', '').replace(/&cameraDelay=\d+/, ''));
  const newcomer = await open(browser, url);
  try {
    await member.evaluate(`contender.join('${room}')`);
    await newcomer.evaluate(`new Promise((done) => setTimeout(done, 700))`);
    await newcomer.evaluate(`contender.prepare('${room}')`);
    await newcomer.evaluate(`new Promise((done) => setTimeout(done, 300))`);
    await newcomer.evaluate(`
      probe.sends = 0;
      probe.joinedAt = performance.timeOrigin + performance.now();
      contender.join('${room}');
    `);
    await newcomer.waitForFunction('probe.firstFrameAt', { polling: 20, timeout: 20_000 });
    return (await newcomer.evaluate(
      `({ frame: probe.firstFrameAt - probe.joinedAt, sends: probe.sends })`,
    )) as Measure;
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
  }
}

const frames = (name: string) => median(results.get(name)!.map(({ frame }) => frame));
console.log(
  `\nFrom joining to the first remote frame, round trip ${values.rtt} ms, ${runs} runs:\n`,
);
console.log('| contender | median, ms | of its floor | goal | sends |\n|---|---|---|---|---|');
for (const { name, floor, goal } of contenders) {
  const ratio = frames(name) / frames(floor);
  const sends = median(results.get(name)!.map((one) => one.sends));
  const row = [name, frames(name).toFixed(0), ratio.toFixed(2), goal ?? '', sends];
  console.log(`| ${row.join(' | ')} |`);
}
for (const failure of failures) console.log(`failed: ${failure}`);

await browser.close();
for (const server of [site, relay, slowRooms, slowRelay]) server.close();
site.closeAllConnections();
await rooms.stop();
process.exit(failures.length ? 1 : 0);
