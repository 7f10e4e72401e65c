/** The Room with hostile clients: no limit on how much they send, and a call that goes on beside them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SignJWT } from 'jose';
import { LIMITS, parseOneOf, PING, PONG, RoomMessage, type Roster } from '../../../src/protocol.js';
import type { AccessSettings } from '../../../party/room/access.js';
import { ROOM_LIMITS } from '../../../party/base/limits.js';
import type { RoomConnection } from '../../../party/room/sockets.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { FakeRoomServer } from '../../fakes/fake-room-server.js';
import { join, seatOf } from '../../fakes/guest.js';
import { hostileFrame, pick, spoof, type Knowledge } from '../../fakes/hostile-corpus.js';
import { randomFrom } from '../../fakes/world.js';

const SECRET = 'a secret of thirty-two characters';
/** Hostile clients take each other's seats, so there are fewer seats than clients. */
const SEATS = ['d', 'e', 'f', '1', '2'].map(seatOf);
const GOOD = ['a', 'b', 'c'];

const tokenOf = (claims: object, secret = SECRET, lives = 36_000) =>
  new SignJWT({ room: 'tea', ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(1_700_000_000 + lives)
    .sign(new TextEncoder().encode(secret));
const unsigned = (claims: object) =>
  [{ alg: 'none' }, { exp: 4e9, room: 'tea', ...claims }, '']
    .map((part) => (part ? Buffer.from(JSON.stringify(part)).toString('base64url') : ''))
    .join('.');

interface Good {
  readonly connection: RoomConnection & { sent: string[] };
  readonly id: number;
  /** Their entry in the roster. */
  entry: string;
}

/** A room with three participants in a call, and a hostile crowd whose every message is checked. */
class Siege {
  readonly clock = new FakeClock();
  readonly server = new FakeRoomServer(this.clock);
  readonly #random: () => number;
  readonly #good: Good[] = [];
  readonly #hostile: (RoomConnection & { sent: string[]; isClosed: boolean })[] = [];
  readonly #failures: unknown[] = [];
  #counter = 1;
  #tokens: string[] = [];
  #knowledge!: Knowledge;
  #policy = '';
  /** How often a good client received something from a hostile one, as is allowed. */
  relayed = 0;
  seated = 0;

  constructor(seed: number, access: AccessSettings = {}) {
    this.#random = randomFrom(seed);
    this.server.access = access;
    const unlimited = { burst: 1e9, perSecond: 1e9 };
    const rates = { replies: unlimited, pages: unlimited, arrivals: unlimited };
    this.server.limits = { ...ROOM_LIMITS, ...unlimited, ...rates, lobby: 1e9 };
    this.server.fate = () => [];
  }

  async begin(hostile: number, change: object = {}): Promise<void> {
    await this.server.start();
    const isOpen = !this.server.access.secret;
    for (const letter of GOOD) {
      const connection = await this.#open();
      const token = isOpen
        ? {}
        : { token: await tokenOf({ role: letter === 'a' ? 'host' : 'participant' }) };
      const profile = { name: letter, sources: ['microphone'], counter: this.#counter };
      await this.#say(
        connection,
        join(seatOf(letter), { profile, page: `page of ${letter}`, ...token }),
      );
      const id = connection.state!.id!;
      this.#good.push({ connection, id, entry: '' });
    }
    if (Object.keys(change).length)
      await this.#say(this.#good[0]!.connection, { type: 'policy', ...change });
    await this.clock.advance(1_000);
    if (!isOpen) {
      this.#tokens = [
        await tokenOf({ role: 'host' }, 'another secret of thirty-two chars'),
        await tokenOf({ role: 'host' }, SECRET, -60),
        await tokenOf({ role: 'host', room: 'coffee' }),
        await tokenOf({ role: 'king' }),
        unsigned({ role: 'host' }),
      ];
    }
    const { participants: entries, policy } = this.#rosterOf(
      this.#good[2]!.connection.sent.at(-1)!,
    );
    this.#policy = JSON.stringify(policy);
    for (const [index, one] of this.#good.entries()) {
      one.entry = JSON.stringify(entries[index]);
      one.connection.sent.length = 0;
    }
    this.#knowledge = {
      ids: [...this.#good.map(({ id }) => id), this.#good[2]!.id + 1, this.#good[2]!.id + 2],
      pages: entries.map(({ page }) => page),
      seats: SEATS,
      tokens: this.#tokens,
    };
    for (let count = 0; count < hostile; count++) this.#hostile.push(await this.#open());
  }

  /** Sends this many hostile messages, and checks after each that nothing is broken. */
  async endure(count: number, say: (random: () => number, knowledge: Knowledge) => string) {
    for (let index = 1; index <= count; index++) {
      const place = Math.floor(this.#random() * this.#hostile.length);
      let connection = this.#hostile[place]!;
      if (connection.isClosed) {
        this.server.room!.close(connection);
        connection = this.#hostile[place] = await this.#open();
      }
      const text = say(this.#random, this.#knowledge);
      const { id } = connection.state ?? {};
      const isWaited = this.#hear(connection, text);
      if (isWaited) await isWaited;
      this.#check(text, connection.state?.id ?? id);
      for (const { sent } of this.#hostile) sent.length = 0;
      if (index % 50 === 0) await this.#goOn();
      if (index % 5_000 === 0) {
        await this.server.hibernate();
        this.#check('', undefined);
      }
      if (this.#failures.length) break;
    }
    assert.deepEqual(this.#failures, []);
  }

  async #open() {
    const before = new Set(this.server.connections);
    const events = { onOpen: () => {}, onMessage: () => {}, onClose: () => {} };
    this.server.connect('anywhere', events, 2_000, () => 'open');
    await this.clock.advance(20);
    return [...this.server.connections].find((one) => !before.has(one))!;
  }

  async #say(connection: RoomConnection, message: object): Promise<void> {
    await this.#hear(connection, JSON.stringify(message));
  }

  #hear(connection: RoomConnection, text: unknown): void | Promise<void> {
    try {
      return this.server.room!.message(connection, text);
    } catch (error) {
      this.#failures.push(error);
    }
  }

  /** The call of the good clients goes on: they ping and exchange signals. */
  async #goOn(): Promise<void> {
    await this.clock.advance(1_000);
    for (const { connection } of this.#good) void this.#hear(connection, PING);
    this.#check('', undefined);
    const { records, storage } = this.server;
    this.#expect(storage.size <= 1 + LIMITS.publishers + LIMITS.knocking, 'the storage grows');
    this.seated = Math.max(this.seated, records.length - GOOD.length);
    const [ana, ben] = this.#good as [Good, Good];
    const signal = { type: 'restart', page: 'page of a', epoch: ++this.#counter };
    await this.#say(ana.connection, { type: 'signal', to: ben.id, signal });
    this.#expect(
      ben.connection.sent.splice(0).join() ===
        JSON.stringify({ type: 'signal', from: ana.id, signal }),
      'the call of the good does not go on',
    );
  }

  #rosterOf(text: string): Roster {
    const message = parseOneOf(RoomMessage, text);
    assert.equal(message?.type, 'roster', text);
    return message as Roster;
  }

  #expect(isTrue: boolean, fact: string, text = ''): void {
    if (!isTrue) this.#failures.push(`${fact}: ${text.slice(0, 300)}`);
  }

  /** Checks that a message has had no effect beyond what its sender is allowed to do. */
  #check(text: string, from: number | undefined): void {
    for (const { connection, id } of this.#good) {
      this.#expect(connection.state?.id === id, 'a seat was stolen', text);
      for (const heard of connection.sent.splice(0)) {
        if (heard === PONG) continue;
        const message = parseOneOf(RoomMessage, heard);
        if (message?.type === 'roster') this.#checkRoster(message, id, text, from);
        else if (message?.type === 'signal') {
          const said = JSON.parse(text) as { [key: string]: unknown };
          const isRight =
            message.from === from &&
            Object.keys(said).sort().join() === 'signal,to,type' &&
            said['type'] === 'signal' &&
            said['to'] === id &&
            JSON.stringify(said['signal']) === JSON.stringify(message.signal);
          this.#expect(isRight, `${heard.slice(0, 200)} was relayed`, text);
          this.relayed++;
        } else this.#expect(false, `${heard.slice(0, 200)} was told`, text);
      }
    }
  }

  #checkRoster(roster: Roster, you: number, text: string, from: number | undefined): void {
    this.#expect(roster.you === you, 'somebody became another', text);
    const { participants, offer } = roster;
    this.#expect(JSON.stringify(roster.policy) === this.#policy, 'the policy changed', text);
    const good = participants.filter(({ id }) => this.#good.some((one) => one.id === id));
    this.#expect(
      good.map((entry) => JSON.stringify(entry)).join() ===
        this.#good.map(({ entry }) => entry).join(),
      'the good look otherwise',
      text,
    );
    const others = participants.filter((entry) => !good.includes(entry));
    this.#expect(
      others.every(({ role }) => role === 'participant'),
      'somebody rose',
      text,
    );
    this.#expect(!offer || offer.from === from, 'an offer was spoofed', text);
    this.relayed += offer ? 1 : 0;
    if (others.length) {
      // From now on, hostile clients know each other's ids, too.
      const { ids } = this.#knowledge;
      this.#knowledge = {
        ...this.#knowledge,
        ids: [...ids.slice(0, 3), ...others.map(({ id }) => id)],
      };
    }
  }
}

const own = (value: object) => Reflect.ownKeys(value).map(String).join();
const prototypes = () => [Object.prototype, Array.prototype, Function.prototype].map(own).join();

for (const { name, count, seed, access = {}, policy = {} } of [
  { name: 'an open room', count: 60_000, seed: 1 },
  { name: 'a room where one waits', count: 15_000, seed: 2, policy: { waiting: true } },
  { name: 'a locked room', count: 5_000, seed: 3, policy: { locked: true } },
  { name: 'a room that wants tokens', count: 20_000, seed: 4, access: { secret: SECRET } },
]) {
  test(`${count} hostile messages to ${name}, and the call of the good goes on`, async () => {
    const before = prototypes();
    const siege = new Siege(seed, access);
    await siege.begin(12, policy);
    await siege.endure(count, hostileFrame);
    assert.equal(prototypes(), before);
    const log = siege.server.events.map((event) => JSON.stringify(event));
    assert.ok(
      !log.some((line) => /candidate|v=0|alert|evil|Eve/.test(line)),
      'names are not logged',
    );
    const isShut = 'secret' in access || 'locked' in policy;
    assert.equal(siege.seated > 0, !isShut, 'they did get in where one can');
    assert.equal(
      siege.relayed > 100,
      !isShut && !('waiting' in policy),
      'and were heard as one may',
    );
  });
}

test('none of 1,000 clients can impersonate another', async () => {
  const siege = new Siege(5);
  await siege.begin(12);
  await siege.endure(1_000, (random, knowledge) =>
    JSON.stringify(random() < 0.2 ? join(pick(random, SEATS)) : spoof(random, knowledge)),
  );
  assert.ok(siege.relayed > 10, 'some were heard, under their own id');
});
