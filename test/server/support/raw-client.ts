/** A socket that sends a room what a test wants, keeps what it receives, and never pings on its own. */
import WebSocket from 'ws';
import {
  parseOneOf,
  PONG,
  RoomMessage,
  VERSION,
  type Roster,
  type RosterEntry,
} from '../../../src/protocol.js';
import { WHICH_LIFE } from './which-life.js';

/** Timeout for a fact on a busy machine, in milliseconds. */
const PATIENCE = 60_000;

export class RawClient {
  readonly heard: RoomMessage[] = [];
  /** Called with each message as it arrives, for tests that check all of them. */
  onMessage: ((message: RoomMessage) => void) | undefined;
  readonly #socket: WebSocket;
  #lives: string[] = [];
  #pongs = 0;
  /** The connection's close code: 1006 if the server didn't answer. */
  closeCode: number | undefined;
  readonly #watchers = new Set<() => void>();

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data, isBinary) => {
      const text = isBinary ? '' : (data as Buffer).toString();
      const message = parseOneOf(RoomMessage, text);
      if (message) {
        this.heard.push(message);
        this.onMessage?.(message);
      } else if (text === PONG) this.#pongs++;
      else this.#lives.push((JSON.parse(text) as { life: string }).life);
      for (const watch of this.#watchers) watch();
    });
    socket.on('close', (code) => {
      this.closeCode = code;
      for (const watch of this.#watchers) watch();
    });
  }

  /** Opens a socket to a room; rejects with the HTTP status if refused. */
  static open(
    server: string,
    room: string,
    {
      origin,
      query = '',
      party = 'main',
      spelled = encodeURIComponent(room),
    }: { origin?: string; query?: string; party?: string; spelled?: string } = {},
  ): Promise<RawClient> {
    const address = `${server.replace('http', 'ws')}/parties/${party}/${spelled}${query}`;
    const socket = new WebSocket(address, origin === undefined ? {} : { origin });
    const client = new RawClient(socket);
    return new Promise((resolve, reject) => {
      socket.on('open', () => resolve(client));
      socket.on('unexpected-response', (_, { statusCode }) => {
        reject(new Error(`refused with ${statusCode}`));
        socket.terminate();
      });
      socket.on('error', reject);
    });
  }

  get roster(): Roster | undefined {
    return this.heard.findLast((message) => message.type === 'roster');
  }

  /** The participant with a name, from the latest roster. */
  entry(name: string): RosterEntry | undefined {
    return this.roster?.participants.find(({ profile }) => profile.name === name);
  }

  get isClosed(): boolean {
    return this.#socket.readyState === WebSocket.CLOSED;
  }

  say(message: unknown): void {
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Sends a join request, with additional or overridden fields. */
  sayJoin(name: string, seat: string, more = {}): void {
    const profile = { name, sources: [], counter: 1 };
    this.say({ type: 'join', version: VERSION, page: `page of ${name}`, profile, seat, ...more });
  }

  /** Joins, and resolves with the roster that answers. */
  async join(name: string, seat: string, page = `page of ${name}`): Promise<Roster> {
    const before = this.heard.length;
    this.sayJoin(name, seat, { page });
    await this.until(`${name}'s place`, () =>
      this.heard.slice(before).some(({ type }) => type === 'roster'),
    );
    return this.roster!;
  }

  /** Which life of the room answers; the request wakes it. */
  async life(): Promise<string> {
    const before = this.#lives.length;
    this.say(WHICH_LIFE);
    await this.until('an answer of the room', () => this.#lives.length > before);
    return this.#lives.at(-1)!;
  }

  async ping(): Promise<void> {
    const before = this.#pongs;
    this.say('ping');
    await this.until('a pong', () => this.#pongs > before);
  }

  /** Waits until a message or the end of the socket makes a condition true. */
  until(fact: string, isTrue: () => boolean): Promise<void> {
    if (isTrue()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer);
        this.#watchers.delete(watch);
        settle();
      };
      const timer = setTimeout(
        () =>
          end(() =>
            reject(new Error(`no ${fact}; the last: ${JSON.stringify(this.heard.at(-1))}`)),
          ),
        PATIENCE,
      );
      const watch = () => isTrue() && end(resolve);
      this.#watchers.add(watch);
    });
  }

  close(code?: number): void {
    this.#socket.close(code);
  }

  /** Ends without a close frame, as in a crash. */
  crash(): void {
    this.#socket.terminate();
  }
}
