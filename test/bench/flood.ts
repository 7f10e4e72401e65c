/**
 * `npm run bench:flood`: measures how far a page falls behind while others flood it with valid messages, over a link
 * and through the room server. All pages share one machine, so the delay measured at the same time in a worker of the
 * page is subtracted as the machine's share.
 *
 * npm run bench:flood -- --seconds 20
 */
import { setTimeout as idle } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Page } from 'puppeteer-core';
import { startRoomServer } from '../../scripts/room-server.mjs';
import { RawClient } from '../server/support/raw-client.js';
import { launch, open, portOf, startSite } from './site.js';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '20' } } });
const seconds = Number(values.seconds);

/** Maximum delay of the page, in milliseconds. */
const MOST = 200;
/** Messages that a flooding page sends on a link per interval, and the interval in milliseconds. */
const LINK = { messages: 25, every: 10 };
/** How many participants toggle through the room server, and how often, in milliseconds. */
const ROOM = { people: 7, every: 33 };

/** Keeps a page's data channels so that it can flood them. */
const KEEP_CHANNELS = `
  globalThis.channels = [];
  const { prototype } = RTCPeerConnection;
  const { createDataChannel } = prototype;
  prototype.createDataChannel = function (label, ...rest) {
    const channel = createDataChannel.call(this, label, ...rest);
    if (label === 'data') channels.push(channel);
    return channel;
  };
`;

interface Lag {
  page: number;
  machine: number;
}

/** Measures how late a page's main thread and a worker are: each the maximum since the last call, in milliseconds. */
async function watchLag(page: Page): Promise<() => Promise<Lag>> {
  await page.evaluate(`{
    const watch = \`
      const EVERY = 20;
      let worst = 0;
      let last = performance.now();
      setInterval(() => {
        const now = performance.now();
        worst = Math.max(worst, now - last - EVERY);
        last = now;
      }, EVERY);
      const take = () => { const was = worst; worst = 0; return was; };
    \`;
    const reply = 'onmessage = () => postMessage(take());';
    const worker = new Worker(URL.createObjectURL(new Blob([watch + reply])));
    const take = new Function(watch + 'return take;')();
    globalThis.lag = async () => {
      const page = take();
      const machine = await new Promise((resolve) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.postMessage('');
      });
      return { page, machine };
    };
  }`);
  return () => page.evaluate('lag()') as Promise<Lag>;
}

const site = await startSite();
const server = await startRoomServer({ vars: { STUN_URLS: 'none' } });
const browser = await launch();
const url = `http://127.0.0.1:${portOf(site)}/element.html?server=http://127.0.0.1:${server.port}`;
const peopleIn = (page: Page) =>
  page.evaluate(`document.querySelector('video-call').participants.length`) as Promise<number>;
const untilPeople = (page: Page, count: number) =>
  page.waitForFunction(
    `document.querySelector('video-call').participants.length === ${count} &&
      probe.connections.some(({ connectionState }) => connectionState === 'connected')`,
    { timeout: 60_000 },
  );

/** The maximum of each second during the flood, with the machine's share subtracted. */
async function measure(page: Page): Promise<number[]> {
  const look = await watchLag(page);
  await look();
  const behind: number[] = [];
  for (let second = 0; second < seconds; second++) {
    await idle(1_000);
    const { page: late, machine } = await look();
    behind.push(Math.max(0, late - machine));
  }
  return behind;
}

interface Flood {
  name: string;
  begin(room: string): Promise<() => Promise<void>>;
}

const floods: Flood[] = [
  {
    name: 'nothing',
    begin: () => Promise.resolve(() => Promise.resolve()),
  },
  {
    name: `${(LINK.messages * 1_000) / LINK.every} messages a second over a link`,
    async begin(room) {
      const eve = await open(browser, url, { before: KEEP_CHANNELS });
      await eve.evaluate(`contender.join('${room}')`);
      await untilPeople(eve, 3);
      await eve.evaluate(`{
        let counter = 1_000;
        setInterval(() => {
          for (const channel of channels) {
            for (let count = 0; count < ${LINK.messages} && channel.readyState === 'open'; count++) {
              const sources = ++counter % 2 ? ['camera'] : ['microphone', 'camera'];
              channel.send(JSON.stringify({ topic: '~profile', data: { name: '', sources, counter } }));
            }
          }
        }, ${LINK.every});
      }`);
      return () => eve.browserContext().close();
    },
  },
  {
    name: `${ROOM.people} people who toggle ${Math.round(1_000 / ROOM.every)} times a second`,
    async begin(room) {
      const all: RawClient[] = [];
      for (let index = 0; index < ROOM.people - 1; index++) {
        const one = await RawClient.open(server.url, room);
        await one.join(`Eve ${index}`, index.toString(16).repeat(32));
        all.push(one);
      }
      let counter = 1;
      const timer = setInterval(() => {
        counter++;
        const sources = counter % 2 ? ['camera'] : ['microphone', 'camera'];
        for (const [index, one] of all.entries()) {
          if (one.isClosed) continue;
          one.heard.length = 0;
          one.say({ type: 'update', profile: { name: `Eve ${index}`, sources, counter } });
        }
      }, ROOM.every);
      return () => {
        clearInterval(timer);
        for (const one of all) one.close();
        return Promise.resolve();
      };
    },
  },
];

console.log(`\nOne page in a call of two, the worst of each second for ${seconds} s:\n`);
console.log('| flooded by | median, ms behind | worst | people in the end |');
console.log('|---|---|---|---|');
const broken: string[] = [];
for (const [index, { name, begin }] of floods.entries()) {
  const room = `flood-${index}`;
  const victim = await open(browser, url);
  const friend = await open(browser, url);
  for (const page of [victim, friend]) await page.evaluate(`contender.join('${room}')`);
  await Promise.all([victim, friend].map((page) => untilPeople(page, 2)));
  // Chunks that are loaded after the first remote frame.
  await idle(3_000);
  const end = await begin(room);

  const behind = (await measure(victim)).sort((a, b) => a - b);
  const worst = behind.at(-1)!;
  const middle = behind[behind.length >> 1]!;
  console.log(
    `| ${name} | ${middle.toFixed(0)} | ${worst.toFixed(0)} | ${await peopleIn(victim)} |`,
  );
  if (worst > MOST) broken.push(`${name}: ${worst.toFixed(0)} ms behind`);
  await end();
  await Promise.all([victim, friend].map((page) => page.browserContext().close()));
}
await browser.close();
site.close();
site.closeAllConnections();
await server.stop();
if (broken.length) throw new Error(broken.join('; '));
process.exit();
