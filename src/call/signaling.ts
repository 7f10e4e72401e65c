/** The way to the Room: typed, parsed messages over one living socket, and the knowledge whether it lives. */
import { parseOneOf, PING, PONG, RoomMessage, type ClientMessage } from '../protocol.js';
import type { Platform, Socket } from './platform.js';
import { TypedEventTarget } from './typed-event-target.js';

/** Milliseconds between pings of a trusted socket, and of one in doubt. */
const PING_EVERY = 15_000;
const PING_IN_DOUBT = 500;
/** A socket in doubt that has not answered for this long is raced against a new one. */
const DOUBT_UNTIL_RACE = 500;
/** A race that nobody wins for this long means that the old socket is dead. */
const RACE_UNTIL_LOST = 4_000;
/** Milliseconds before another attempt: the first, its growth, the longest, and its random share. */
const RETRY = { first: 200, growth: 1.6, longest: 800, jitter: 0.5 };
/** An attempt's own time, doubled each time, so that a slow network gets through in the end. */
const CONNECT_TIMEOUT = { first: 2_000, longest: 10_000 };

export interface SignalingEvents {
  /** A socket opened, the first or another one: the Room does not know it yet. */
  open: void;
  message: RoomMessage;
  /** A socket in doubt answered after all. */
  alive: void;
  /** The socket is gone; another is being tried for. */
  lost: void;
}

export class Signaling extends TypedEventTarget<SignalingEvents> {
  readonly #platform: Platform;
  readonly #server: string;
  readonly #room: string;
  #current: Socket | undefined;
  #challenger: Socket | undefined;
  #attempts = 0;
  #isOpened = false;
  #inDoubt = false;
  #heardAt = 0;
  #doubtSince = 0;
  #cancelPing = () => {};
  #cancelRetry = () => {};

  constructor(platform: Platform, server: string, room: string) {
    super();
    this.#platform = platform;
    this.#server = server;
    this.#room = room;
  }

  /** Whether messages reach the Room, as far as anybody knows. */
  get isAlive(): boolean {
    return this.#current?.isOpen === true && !this.#inDoubt;
  }

  /** Connects, and from then on stays connected until `close`. */
  open(): void {
    if (this.#isOpened) return;
    this.#isOpened = true;
    this.#attempt();
  }

  /** Sends now or not at all: what is stale when a socket returns must not be replayed. */
  send(message: ClientMessage): boolean {
    if (!this.#current?.isOpen) return false;
    this.#current.send(JSON.stringify(message));
    return true;
  }

  /** Something hints that the socket may be dead (a silent link, a changed network): find out now. */
  doubt(): void {
    if (!this.#isOpened) return;
    if (!this.#current) {
      this.#cancelRetry();
      this.#attempts = 0;
      this.#challenger?.close();
      this.#challenger = undefined;
      return this.#attempt();
    }
    const now = this.#platform.clock.now();
    if (this.#inDoubt || now - this.#heardAt < PING_IN_DOUBT) return;
    this.#inDoubt = true;
    this.#doubtSince = now;
    this.#ping();
  }

  close(): void {
    this.#isOpened = false;
    this.#inDoubt = false;
    this.#cancelPing();
    this.#cancelRetry();
    this.#challenger?.close();
    this.#current?.close();
    this.#challenger = this.#current = undefined;
  }

  #attempt(): void {
    if (!this.#isOpened || this.#challenger) return;
    this.#cancelRetry();
    const timeout = Math.min(CONNECT_TIMEOUT.first * 2 ** this.#attempts, CONNECT_TIMEOUT.longest);
    const socket: Socket = this.#platform.openSocket(
      { server: this.#server, room: this.#room, timeout },
      {
        onOpen: () => this.#adopt(socket),
        onMessage: (text) => this.#receive(socket, text),
        onClose: () => this.#handleClose(socket),
      },
    );
    this.#challenger = socket;
  }

  #adopt(socket: Socket): void {
    if (socket !== this.#challenger) return socket.close();
    this.#challenger = undefined;
    this.#current?.close();
    this.#current = socket;
    this.#attempts = 0;
    this.#inDoubt = false;
    this.#trust();
    this.emit('open');
  }

  #receive(socket: Socket, text: string): void {
    if (socket !== this.#current) return;
    this.#trust();
    if (text === PONG) return;
    const message = parseOneOf(RoomMessage, text);
    if (message) this.emit('message', message);
  }

  #trust(): void {
    this.#heardAt = this.#platform.clock.now();
    this.#schedulePing(PING_EVERY);
    if (!this.#inDoubt) return;
    // The old socket answered first: it won the race.
    this.#challenger?.close();
    this.#challenger = undefined;
    this.#inDoubt = false;
    this.emit('alive');
  }

  #schedulePing(delay: number): void {
    this.#cancelPing();
    this.#cancelPing = this.#platform.clock.after(delay, () => {
      const silent = this.#platform.clock.now() - this.#heardAt;
      if (!this.#inDoubt && silent >= PING_EVERY) this.doubt();
      else this.#ping();
    });
  }

  #ping(): void {
    if (!this.#current) return;
    const doubtful = this.#platform.clock.now() - this.#doubtSince;
    if (this.#inDoubt && doubtful >= RACE_UNTIL_LOST) {
      this.#current.close();
      return this.#lose();
    }
    if (this.#inDoubt && doubtful >= DOUBT_UNTIL_RACE) this.#attempt();
    this.#current.send(PING);
    this.#schedulePing(this.#inDoubt ? PING_IN_DOUBT : PING_EVERY);
  }

  #handleClose(socket: Socket): void {
    if (socket === this.#challenger) {
      this.#challenger = undefined;
      this.#attempts++;
      this.#retry();
    } else if (socket === this.#current) this.#lose();
  }

  #lose(): void {
    this.#current = undefined;
    this.#inDoubt = false;
    this.#cancelPing();
    this.emit('lost');
    if (this.#isOpened && !this.#challenger) this.#retry();
  }

  #retry(): void {
    this.#cancelRetry();
    const { first, growth, longest, jitter } = RETRY;
    const delay = Math.min(first * growth ** this.#attempts, longest);
    this.#cancelRetry = this.#platform.clock.after(
      delay * (1 + jitter * this.#platform.random()),
      () => this.#attempt(),
    );
  }
}
