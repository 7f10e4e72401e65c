/** A call of legitimate clients in a real room under attack: who receives what, and with what latency. */
import { fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { LIMITS, type RoomMessage } from '../../../src/protocol.js';
import type { Orders, Outcome } from './intruders.js';
import { RawClient } from './raw-client.js';

export const ORIGIN = 'https://site.example';
const NAMES = ['Ana', 'Ben', 'Cleo'];
/** Between two signals of the legitimate clients, in milliseconds; each may send 30 a second. */
const PACE = 14;
const seatOf = (digit: string) => digit.repeat(32);

/** A quantile: the value below which this share of all values lies. */
export const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? NaN;

export class Siege {
  readonly #url: string;
  readonly #room: string;
  readonly #good: RawClient[] = [];
  /** Signals of legitimate clients in transit: sender, receiver and time. */
  readonly #onTheWay = new Map<number, { from: number; to: number; at: number }>();
  #ids: number[] = [];
  #entries = '';
  #said = 0;
  #latencies: number[] = [];
  /** Attackers' messages that legitimate clients received, as allowed. */
  relayed = 0;
  /** What legitimate clients received and shouldn't have. */
  readonly failures: string[] = [];

  private constructor(url: string, room: string) {
    this.#url = url;
    this.#room = room;
  }

  /** Three clients join a room. */
  static async begin(url: string, room: string, tokens: readonly string[] = []): Promise<Siege> {
    const siege = new Siege(url, room);
    for (const [index, name] of NAMES.entries()) {
      const client = await RawClient.open(url, room, { origin: ORIGIN });
      const token = tokens[index];
      client.sayJoin(name, seatOf('abc'[index]!), { ...(token && { token }) });
      await client.until('a place', () => client.roster !== undefined);
      siege.#good.push(client);
    }
    for (const client of siege.#good) {
      await client.until('others', () => client.roster?.participants.length === NAMES.length);
    }
    siege.#ids = siege.#good.map(({ roster }) => roster!.you);
    siege.#entries = JSON.stringify(siege.#good[0]!.roster!.participants);
    for (const client of siege.#good) client.onMessage = (message) => siege.#hear(client, message);
    return siege;
  }

  get good(): readonly RawClient[] {
    return this.#good;
  }

  /** Each client signals to the next, this many times or while something lasts; returns the latencies. */
  async talk(count: number, isGoingOn: () => boolean = () => false): Promise<number[]> {
    this.#latencies = [];
    for (let index = 0; index < count || isGoingOn(); index++) {
      const next = new Promise((done) => setTimeout(done, PACE));
      const place = index % this.#good.length;
      const [from, to] = [place, (place + 1) % this.#good.length].map((at) => this.#ids[at]!);
      const number = ++this.#said;
      this.#onTheWay.set(number, { from: from!, to: to!, at: performance.now() });
      const signal = { type: 'restart', page: 'good', epoch: number, more: 'x'.repeat(1_200) };
      this.#good[place]!.say({ type: 'signal', to, signal });
      await next;
    }
    for (const client of this.#good) {
      // Each new message of this client only concerns signals to it.
      const isMine = ({ to }: { to: number }) => to === client.roster!.you;
      await client.until('last signals', () => ![...this.#onTheWay.values()].some(isMine));
    }
    return this.#latencies;
  }

  /** The legitimate clients signal while this many hostile messages arrive. */
  async endure(
    orders: Pick<Orders, 'seed' | 'sockets' | 'messages' | 'perSecond'>,
  ): Promise<Outcome & { latencies: number[] }> {
    const intruders = fork(fileURLToPath(new URL('intruders.ts', import.meta.url)), {
      execArgv: ['--import', 'tsx'],
    });
    // Real attackers have their own machine, so they must not take CPU time from the legitimate clients.
    setPriority(intruders.pid!, 15);
    let outcome: Outcome | undefined;
    let ended = false;
    intruders.on('message', (message) => (outcome = message as Outcome));
    intruders.on('exit', () => (ended = true));
    intruders.send({
      address: `${this.#url.replace('http', 'ws')}/parties/main/${this.#room}`,
      origin: ORIGIN,
      knowledge: {
        ids: this.#ids,
        pages: NAMES.map((name) => `page of ${name}`),
        seats: ['d', 'e', 'f', '1', '2'].map(seatOf),
      },
      ...orders,
    } satisfies Orders);
    const latencies = await this.talk(0, () => !ended);
    if (!outcome) throw new Error('the intruders died');
    return { ...outcome, latencies };
  }

  end(): void {
    for (const client of this.#good) client.close();
  }

  #hear(client: RawClient, message: RoomMessage): void {
    const you = client.roster!.you;
    if (message.type === 'signal') {
      const { from } = message;
      const { epoch } = message.signal as { epoch: number };
      if (!this.#ids.includes(from)) {
        this.relayed++;
        return;
      }
      const said = this.#onTheWay.get(epoch);
      this.#expect(said?.from === from && said.to === you, 'a signal was spoofed', message);
      if (!said) return;
      this.#latencies.push(performance.now() - said.at);
      this.#onTheWay.delete(epoch);
    } else {
      if (message.type !== 'roster') return this.#expect(false, 'the good were told', message);
      const { participants, policy, offer } = message;
      const good = participants.filter(({ id }) => this.#ids.includes(id));
      const others = participants.filter(({ id }) => !this.#ids.includes(id));
      this.#expect(message.you === you, 'somebody became another', message);
      this.#expect(JSON.stringify(good) === this.#entries, 'the good look otherwise', message);
      this.#expect(
        others.every(({ role }) => role === 'participant') && !policy.locked && !policy.waiting,
        'somebody rose',
        message,
      );
      this.#expect(participants.length <= LIMITS.publishers, 'the room is too full', message);
      this.#expect(!offer || !this.#ids.includes(offer.from), 'an offer was spoofed', message);
    }
  }

  #expect(isTrue: boolean, fact: string, message: RoomMessage): void {
    if (!isTrue) this.failures.push(`${fact}: ${JSON.stringify(message).slice(0, 400)}`);
  }
}
