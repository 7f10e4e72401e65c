/** The way to the Room: typed, parsed messages over one living socket, and the knowledge whether it lives. */
import { parseOneOf, PING, PONG, RoomMessage, type ClientMessage } from '../protocol.js';
import type { Platform, Socket } from './platform.js';
import { TypedEventTarget } from './typed-event-target.js';

/** Milliseconds between pings: in the lobby, in the room, and where the socket is in doubt. */
const PING_EVERY = { lobby: 15_000, room: 2_000, doubt: 500 };
/** So many pings without an answer, each half a second after the other: a trusted socket and one in
 * doubt is raced against a new one; a race that nobody wins means that the old socket is dead. */
const UNANSWERED = { trusted: 2, doubt: 1, dead: 8 };
/** Milliseconds before another attempt. Most wait hardly, a few long, so that many are not back at once. */
const RETRY = { shortest: 250, longest: 3_000 };
/** An attempt's own time, one after the other. The system asks again after 1, 3 and 7 s: what was
 * begun in the dark must not be waited for, yet a slow network needs its time. */
const CONNECT_TIMEOUTS = [2_000, 2_000, 2_000, 8_000];
/** An attempt so young is not begun anew; by then the system tries it again by itself. */
const YOUNG = 1_000;

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
  #attemptedAt = 0;
  #isOpened = false;
  #inDoubt = false;
  /** Whether others count on me: a dead socket is then to be noticed soon. */
  #isInRoom = false;
  #heardAt = 0;
  /** How many pings were sent since anything was heard. */
  #unanswered = 0;
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

  /** Something hints that the socket may be dead, such as a silent link: find out now. */
  doubt(): void {
    const now = this.#platform.clock.now();
    if (!this.#current || this.#inDoubt || now - this.#heardAt < PING_EVERY.doubt) return;
    this.#inDoubt = true;
    this.#ping();
  }

  /** The network is another, or back: what was begun on the old one is begun anew. */
  hurry(): void {
    this.doubt();
    if (this.#current && !this.#challenger) return;
    if (this.#platform.clock.now() - this.#attemptedAt < YOUNG) return;
    this.#challenger?.close();
    this.#challenger = undefined;
    this.#attempt();
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
    this.#attemptedAt = this.#platform.clock.now();
    const timeout = CONNECT_TIMEOUTS[this.#attempts++ % CONNECT_TIMEOUTS.length] as number;
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
    this.#inDoubt = this.#isInRoom = false;
    this.#trust();
    this.#schedulePing(this.#pingEvery);
    this.emit('open');
  }

  #receive(socket: Socket, text: string): void {
    if (socket !== this.#current) return;
    const message = text === PONG ? undefined : parseOneOf(RoomMessage, text);
    const isFirst = !this.#isInRoom && message?.type === 'roster';
    this.#isInRoom ||= isFirst;
    this.#trust();
    // Whoever is spoken to must go on to ping: it is how the Room knows that they are there.
    if (text === PONG || isFirst) this.#schedulePing(this.#pingEvery);
    if (message) this.emit('message', message);
  }

  #trust(): void {
    this.#heardAt = this.#platform.clock.now();
    this.#unanswered = 0;
    if (!this.#inDoubt) return;
    // The old socket answered first: it won the race.
    this.#cancelRetry();
    this.#challenger?.close();
    this.#challenger = undefined;
    this.#inDoubt = false;
    this.emit('alive');
  }

  get #pingEvery(): number {
    return this.#isInRoom ? PING_EVERY.room : PING_EVERY.lobby;
  }

  #schedulePing(delay: number): void {
    this.#cancelPing();
    this.#cancelPing = this.#platform.clock.after(delay, () => this.#ping());
  }

  #ping(): void {
    if (!this.#current) return;
    const { trusted, doubt, dead } = UNANSWERED;
    if (this.#unanswered >= dead) {
      this.#current.close();
      return this.#lose();
    }
    if (this.#unanswered >= (this.#inDoubt ? doubt : trusted)) {
      this.#inDoubt = true;
      this.#attempt();
    }
    this.#unanswered++;
    this.#current.send(PING);
    this.#schedulePing(PING_EVERY.doubt);
  }

  #handleClose(socket: Socket): void {
    if (socket === this.#challenger) {
      this.#challenger = undefined;
      this.#retry();
    } else if (socket === this.#current) this.#lose();
  }

  #lose(): void {
    this.#current = undefined;
    this.#inDoubt = false;
    this.#unanswered = 0;
    this.#cancelPing();
    this.emit('lost');
    if (this.#isOpened && !this.#challenger) this.#retry();
  }

  #retry(): void {
    this.#cancelRetry();
    const { shortest, longest } = RETRY;
    // The longer, the less likely.
    const delay = shortest / (1 - (1 - shortest / longest) * this.#platform.random());
    this.#cancelRetry = this.#platform.clock.after(delay, () => this.#attempt());
  }
}
