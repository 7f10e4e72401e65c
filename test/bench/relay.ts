/**
 * `npm run bench:relay`: the cost of a message, a join and a leave on the room server, with tokens, limits, logs and
 * the list of origins on, compared with a bare relay in the same run; and how a siege affects a call. The two take
 * turns.
 * npm run bench:relay -- --rounds 5 --seconds 4
 */
import { readdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setTimeout as idle } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { SignJWT } from 'jose';
import WebSocket from 'ws';
import { startRoomServer } from '../../scripts/room-server.mjs';
import { VERSION } from '../../src/protocol.js';
import { KINDS } from '../server/support/kinds.js';
import { ORIGIN, quantile, Siege } from '../server/support/siege.js';
import { endure } from '../server/support/valid-siege.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    /** Per contender and round. */
    seconds: { type: 'string', default: '4' },
    joins: { type: 'string', default: '350' },
  },
});
const [rounds, seconds, joins] = [values.rounds, values.seconds, values.joins].map(Number) as [
  number,
  number,
  number,
];

const ROOMS = 10;
const PEOPLE = 8;
/** Messages per socket, below the rate limit. */
const PER_SECOND = 20;
const SECRET = 'a secret of thirty-two characters';
/** Milliseconds per clock tick in the kernel's process statistics. */
const TICK = 10;

const token = await new SignJWT({ room: '*', role: 'participant' })
  .setProtectedHeader({ alg: 'HS256' })
  .setExpirationTime('1h')
  .sign(new TextEncoder().encode(SECRET));

const offer = { type: 'offer', page: 'a page', epoch: 1, number: 0, sdp: 'v'.repeat(11_000) };
const candidate = {
  candidate: `candidate:1 1 udp 2122260223 192.0.2.1 40000 typ host ${'x'.repeat(100)}`,
  sdpMid: '0',
  sdpMLineIndex: 0,
  usernameFragment: 'abcd',
};
const candidates = {
  ...{ type: 'candidates', page: 'a page', epoch: 1, number: 0 },
  candidates: Array.from({ length: 5 }, () => candidate),
};

/** The `workerd` that a Node process started. */
function workerdOf(parent: number): number {
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    try {
      const [, command, , ppid] = /^\d+ \((.*)\) (\S) (\d+)/.exec(
        readFileSync(`/proc/${name}/stat`, 'utf8'),
      )!;
      if (Number(ppid) === parent && command === 'workerd') return Number(name);
    } catch {
      // The process has ended.
    }
  }
  throw new Error(`no workerd under ${parent}`);
}

/** Processor time of a process, in milliseconds. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK;
}

class Person {
  readonly socket: WebSocket;
  id = 0;
  /** Number of participants in the room. */
  count = 0;
  onSignal: (signal: { sent: number }) => void = () => {};
  onRoster = () => {};

  constructor(url: string, room: string) {
    const address = `${url.replace('http', 'ws')}/parties/main/${room}`;
    this.socket = new WebSocket(address, { origin: ORIGIN, perMessageDeflate: false });
    this.socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as { [key: string]: unknown };
      if (message['type'] === 'signal') this.onSignal(message['signal'] as { sent: number });
      else if (message['type'] === 'roster') {
        this.id = message['you'] as number;
        this.count = (message['participants'] as unknown[]).length;
        this.onRoster();
      } else if (message['type'] !== 'hello') throw new Error(JSON.stringify(message));
    });
  }

  async join(): Promise<void> {
    await new Promise((done) => this.socket.once('open', done));
    const seated = new Promise<void>((done) => (this.onRoster = done));
    const seat = Array.from({ length: 32 }, () => Math.floor(Math.random() * 16).toString(16));
    this.say({
      type: 'join',
      version: VERSION,
      page: 'a page',
      profile: { name: 'Somebody', sources: ['microphone', 'camera'], counter: 1 },
      seat: seat.join(''),
      token,
    });
    await seated;
  }

  /** Resolves when the room has no other participants. */
  alone(): Promise<void> {
    return new Promise((done) => {
      this.onRoster = () => this.count === 1 && done();
      this.onRoster();
    });
  }

  say(message: object): void {
    this.socket.send(JSON.stringify(message));
  }
}

class Contender {
  readonly name: string;
  readonly #server: Awaited<ReturnType<typeof startRoomServer>>;
  readonly #pid: number;
  readonly #rooms: Person[][] = [];
  readonly latencies: number[] = [];
  /** Milliseconds of processor time, one value per round. */
  readonly perMessage: number[] = [];
  readonly perJoin: number[] = [];
  readonly perLeave: number[] = [];

  private constructor(name: string, server: Awaited<ReturnType<typeof startRoomServer>>) {
    this.name = name;
    this.#server = server;
    this.#pid = workerdOf(server.pid);
  }

  static async start(name: string, main: string, more = {}): Promise<Contender> {
    const vars = { STUN_URLS: 'none', TOKEN_SECRET: SECRET, ALLOWED_ORIGINS: ORIGIN, ...more };
    const server = await startRoomServer({ runtime: 'workerd', main, vars });
    const contender = new Contender(name, server);
    for (let room = 0; room < ROOMS; room++) {
      const people: Person[] = [];
      for (let place = 0; place < PEOPLE; place++) {
        const person = new Person(server.url, `room-${room}`);
        await person.join();
        people.push(person);
      }
      contender.#rooms.push(people);
    }
    return contender;
  }

  /** Processor time that something takes beyond the idle load. */
  async #costOf(something: () => Promise<void>): Promise<number> {
    const quiet = { cpu: cpuOf(this.#pid), at: performance.now() };
    await idle(1_000);
    const before = { cpu: cpuOf(this.#pid), at: performance.now() };
    await something();
    const [cpu, at] = [cpuOf(this.#pid), performance.now()];
    const ofNothing = (before.cpu - quiet.cpu) / (before.at - quiet.at);
    return cpu - before.cpu - ofNothing * (at - before.at);
  }

  async relay(isKept: boolean): Promise<void> {
    let [sent, heard] = [0, 0];
    for (const person of this.#rooms.flat()) {
      person.onSignal = ({ sent: at }) => {
        heard++;
        if (isKept) this.latencies.push(performance.now() - at);
      };
    }
    const cost = await this.#costOf(async () => {
      const began = performance.now();
      const total = seconds * PER_SECOND * ROOMS * PEOPLE;
      while (heard < total) {
        const due = ((performance.now() - began) / 1_000) * PER_SECOND * ROOMS * PEOPLE;
        for (; sent < Math.min(due, total); sent++) {
          const people = this.#rooms[sent % ROOMS]!;
          const place = Math.floor(sent / ROOMS) % PEOPLE;
          const to = people[(place + 1 + (sent % (PEOPLE - 1))) % PEOPLE]!.id;
          // One offer per seven candidates.
          const round = Math.floor(sent / (ROOMS * PEOPLE));
          const signal = round % 8 ? candidates : offer;
          people[place]!.say({
            type: 'signal',
            to,
            signal: { ...signal, sent: performance.now() },
          });
        }
        await idle(5);
      }
    });
    if (isKept) this.perMessage.push(cost / sent);
  }

  /** Each room is in use already, and is filled to its limit. */
  async takeIn(round: number, isKept: boolean): Promise<void> {
    const hosts: Person[] = [];
    const guests: Person[] = [];
    for (let count = 0; count < joins / (PEOPLE - 1); count++) {
      const host = new Person(this.#server.url, `joins-${round}-${count}`);
      await host.join();
      hosts.push(host);
    }
    const cost = await this.#costOf(async () => {
      for (let count = 0; count < joins; count++) {
        const room = `joins-${round}-${count % hosts.length}`;
        const guest = new Person(this.#server.url, room);
        await guest.join();
        guests.push(guest);
      }
    });
    if (isKept) this.perJoin.push(cost / joins);
    const costOfLeaving = await this.#costOf(async () => {
      for (const guest of guests) this.#leave(guest);
      await Promise.all(hosts.map((host) => host.alone()));
    });
    if (isKept) this.perLeave.push(costOfLeaving / joins);
    for (const host of hosts) this.#leave(host);
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  #leave({ socket }: Person): void {
    // Makes the server notice the close promptly: workerd may answer a close only after half a minute.
    if (this.name !== 'ours') return socket.terminate();
    socket.send(JSON.stringify({ type: 'leave' }), () => socket.terminate());
  }
}

const contenders = [
  await Contender.start('bare', 'test/bench/bare-relay.ts'),
  await Contender.start('bare, keeps who is there', 'test/bench/bare-relay.ts', { KEEP: 'yes' }),
  await Contender.start('ours', 'party/runtimes/worker.ts'),
];
for (let round = 0; round <= rounds; round++) {
  for (const contender of contenders) await contender.relay(round > 0);
  for (const contender of contenders) await contender.takeIn(round, round > 0);
}
await Promise.all(contenders.map((one) => one.stop()));

type Figures = { [figure in 'p50' | 'p99' | 'perMessage' | 'perJoin' | 'perLeave']: number } & {
  name: string;
};
const figures: Figures[] = contenders.map(({ name, latencies, perMessage, perJoin, perLeave }) => ({
  name,
  p50: quantile(latencies, 0.5),
  p99: quantile(latencies, 0.99),
  perMessage: quantile(perMessage, 0.5) * 1_000,
  perJoin: quantile(perJoin, 0.5) * 1_000,
  perLeave: quantile(perLeave, 0.5) * 1_000,
}));
const [bare, keeping, ours] = figures as [Figures, Figures, Figures];
console.log(
  `\nworkerd, ${ROOMS} rooms of ${PEOPLE}, ${ROOMS * PEOPLE * PER_SECOND} signals a second of 1.3 and 11 kB, ` +
    `${rounds} rounds of ${seconds} s and ${joins} joins, load ${loadavg()[0]!.toFixed(1)}:\n`,
);
console.log(
  '| | p50, ms | p99, ms | CPU a message, µs | a join | a leave |\n|---|---|---|---|---|---|',
);
for (const { name, p50, p99, ...costs } of figures) {
  const [perMessage, perJoin, perLeave] = [costs.perMessage, costs.perJoin, costs.perLeave];
  const row = [p50.toFixed(2), p99.toFixed(1), ...[perMessage, perJoin, perLeave].map(Math.round)];
  console.log(`| ${name} | ${row.join(' | ')} |`);
}
for (const one of [bare, keeping]) {
  const ratios = (['p50', 'p99', 'perMessage', 'perJoin', 'perLeave'] as const).map((key) =>
    (ours[key] / one[key]).toFixed(2),
  );
  console.log(`| ours of ${one.name} | ${ratios.join(' | ')} |`);
}

console.log('\n| beside 10,000 hostile messages | p99 in quiet, ms | under fire, ms | ratio |');
console.log('|---|---|---|---|');
for (const runtime of ['workerd', 'partykit'] as const) {
  const vars = { STUN_URLS: 'none', ALLOWED_ORIGINS: ORIGIN };
  const server = await startRoomServer({ runtime, vars });
  const siege = await Siege.begin(server.url, 'siege');
  const quiet = await siege.talk(1_000);
  const orders = { seed: 1, sockets: 12, messages: 10_000, perSecond: 360 };
  const { latencies } = await siege.endure(orders);
  siege.end();
  await server.stop();
  const [before, under] = [quiet, latencies].map((some) => quantile(some, 0.99)) as [
    number,
    number,
  ];
  console.log(
    `| ${runtime}, ${orders.sockets} sockets, ${orders.perSecond} a second | ${before.toFixed(1)} | ${under.toFixed(1)} | ${(under / before).toFixed(2)} |`,
  );
  if (siege.failures.length) throw new Error(siege.failures[0]);
}
/** Maximum p99 of another room during an attack with valid messages, in ms, and maximum growth of memory, in MB. */
const MOST = { p99: 50, growth: 64 };
const ATTACK_SECONDS = 60;

/** Resident memory of a process, in MB. */
const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1_024;

console.log(
  `\n| valid messages only, ${ATTACK_SECONDS} s | sent | p99 in another room, ms | memory, MB: quiet | after |`,
);
console.log('|---|---|---|---|---|');
const broken: string[] = [];
for (const attackers of [1, 16]) {
  const vars = { STUN_URLS: 'none', ALLOWED_ORIGINS: ORIGIN };
  const server = await startRoomServer({ runtime: 'workerd', vars });
  const pid = workerdOf(server.pid);
  // Lets the engine warm up.
  await endure(server.url, ORIGIN, { kinds: [], seconds: 5 });
  const quiet = memoryOf(pid);
  const kinds = Array.from({ length: attackers }, (_, index) => KINDS[index % KINDS.length]!);
  const { sent, latencies, failures } = await endure(server.url, ORIGIN, {
    kinds,
    seconds: ATTACK_SECONDS,
  });
  const [after, p99] = [memoryOf(pid), quantile(latencies, 0.99)];
  await server.stop();
  console.log(
    `| ${attackers} | ${sent} | ${p99.toFixed(1)} | ${quiet.toFixed(0)} | ${after.toFixed(0)} |`,
  );
  broken.push(...failures);
  if (p99 > MOST.p99) broken.push(`beside ${attackers} the p99 is ${p99.toFixed(1)} ms`);
  if (after - quiet > MOST.growth) {
    broken.push(`beside ${attackers} memory grew by ${(after - quiet).toFixed(0)} MB`);
  }
}
if (broken.length) throw new Error(broken.join('; '));
process.exit();
