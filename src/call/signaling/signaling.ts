/** The connection to the room server: typed, parsed messages over one socket, and whether that is alive. */
import { parseOneOf, PING, PONG, RoomMessage, type ClientMessage } from '../../protocol.js';
import { toJson } from '../../json.js';
import { BackOff } from './back-off.js';
import type { Platform, Socket } from '../platform.js';
import { TypedEventTarget } from '../base/typed-event-target.js';

/** Milliseconds between pings: in the lobby, in the room, and if the socket is in doubt. */
const PING_EVERY = { lobby: 15_000, room: 2_000, doubt: 500 };
/**
 * After this many unanswered pings, half a second apart, a trusted socket and one in doubt are raced against a new one;
 * a race without a winner means that the old socket is dead.
 */
const UNANSWERED = { trusted: 2, doubt: 1, dead: 8 };
/**
 * A hidden page, whose timers may fire once a minute, answers a message with a ping if the last one was sent this many
 * milliseconds ago: the server considers participants who don't respond to a signal lost.
 */
const ANSWER_AFTER = { lobby: PING_EVERY.lobby, room: 1_000 };
/**
 * Timeouts of consecutive attempts. The system retries after 1, 3 and 7 s: attempts begun without a network must end,
 * yet a slow network needs its time.
 */
const CONNECT_TIMEOUTS = [2_000, 2_000, 2_000, 8_000];
/** An attempt younger than this is not replaced; by then the system has retried it by itself. */
const YOUNG = 1_000;

export interface SignalingEvents {
  /** A socket opened, the first or a new one: the server doesn't know it yet. */
  open: void;
  message: RoomMessage;
  /** A socket in doubt answered after all. */
  alive: void;
  /** The socket is gone; the client is reconnecting. */
  lost: void;
}

export class Signaling extends TypedEventTarget<SignalingEvents> {
  readonly #platform: Platform;
  readonly #server: string;
  readonly #room: string;
  /** Whether the user is waiting for the server or in the room. */
  readonly #isUrgent: () => boolean;
  readonly #backOff = new BackOff();
  #current: Socket | undefined;
  #challenger: Socket | undefined;
  #attempts = 0;
  #attemptedAt = -Infinity;
  #adoptedAt = -Infinity;
  #isOpened = false;
  /** Whether anything received over this socket could be parsed; undefined if nothing was received. */
  #isReadable: boolean | undefined;
  #inDoubt = false;
  /** Whether others rely on this client: a dead socket must then be noticed soon. */
  #isInRoom = false;
  #heardAt = -Infinity;
  #pingedAt = -Infinity;
  /** How many pings were sent since the last message was received. */
  #unanswered = 0;
  #cancelPing = () => {};
  #cancelRetry = () => {};

  constructor(platform: Platform, server: string, room: string, isUrgent = () => false) {
    super();
    this.#isUrgent = isUrgent;
    this.#platform = platform;
    this.#server = server;
    this.#room = room;
  }

  /** Whether messages reach the server, as far as is known. */
  get isAlive(): boolean {
    return this.#current?.isOpen === true && !this.#inDoubt;
  }

  /** Whether what answers doesn't speak this protocol at all. */
  get isUnreadable(): boolean {
    return this.#isReadable === false;
  }

  /** Connects, and stays connected until `close`. */
  open(): void {
    if (this.#isOpened) return;
    this.#isOpened = true;
    this.#attempt();
  }

  /** Sends now or not at all: messages that are stale when a socket returns must not be replayed. */
  send(message: ClientMessage): boolean {
    if (!this.#current?.isOpen) return false;
    this.#current.send(toJson(message));
    return true;
  }

  /** The socket may be dead, for example because a link is silent: find out now. */
  verify(): void {
    const now = this.#platform.clock.now();
    if (!this.#current || this.#inDoubt || now - this.#heardAt < PING_EVERY.doubt) return;
    this.#inDoubt = true;
    this.#ping();
  }

  /** The network changed or is back: restarts attempts begun on the old one. */
  reconnectNow(): void {
    this.verify();
    if (this.#current && !this.#challenger) return;
    if (this.#platform.clock.now() - this.#attemptedAt < YOUNG) return;
    this.#challenger?.close();
    this.#challenger = undefined;
    this.#attempt();
  }

  /** The user wants to join: cancels the back-off. */
  skipBackOff(): void {
    this.#backOff.reset();
    if (!this.#current) this.#attempt();
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
        onClose: (code) => this.#handleClose(socket, code),
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
    this.#adoptedAt = this.#platform.clock.now();
    this.#isReadable = undefined;
    this.#inDoubt = this.#isInRoom = false;
    this.#trust();
    this.#schedulePing(this.#pingEvery);
    this.emit('open');
  }

  #receive(socket: Socket, text: string): void {
    if (socket !== this.#current) return;
    const message = text === PONG ? undefined : parseOneOf(RoomMessage, text);
    if (message) this.#isReadable = true;
    else if (text !== PONG) this.#isReadable ??= false;
    if (message?.type === 'roster' || message?.type === 'knocking') this.#backOff.reset();
    const isFirst = !this.#isInRoom && message?.type === 'roster';
    this.#isInRoom ||= isFirst;
    this.#trust();
    // A client that receives messages must keep pinging, which shows the server that it is present.
    if (text === PONG || isFirst) this.#schedulePing(this.#pingEvery);
    if (message && this.#platform.isHidden) this.#answer();
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

  #answer(): void {
    const after = this.#isInRoom ? ANSWER_AFTER.room : ANSWER_AFTER.lobby;
    if (this.#platform.clock.now() - this.#pingedAt >= after) this.#sendPing();
  }

  #sendPing(): void {
    this.#pingedAt = this.#platform.clock.now();
    this.#current?.send(PING);
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
    this.#sendPing();
    this.#schedulePing(PING_EVERY.doubt);
  }

  #handleClose(socket: Socket, code: number): void {
    if (socket === this.#challenger) {
      this.#challenger = undefined;
      this.#backOff.noteLoss();
      this.#retry();
    } else if (socket === this.#current) this.#lose(code);
  }

  /** @param code of the close, if the remote end closed the socket */
  #lose(code?: number): void {
    const lived = this.#platform.clock.now() - this.#adoptedAt;
    if (code === undefined || this.#isInRoom) this.#backOff.noteLoss();
    else this.#backOff.noteClose(code, lived);
    this.#current = undefined;
    this.#inDoubt = false;
    this.#unanswered = 0;
    this.#cancelPing();
    this.emit('lost');
    if (this.#isOpened && !this.#challenger) this.#retry();
  }

  #retry(): void {
    this.#cancelRetry();
    const delay = this.#backOff.delay(this.#platform.random(), this.#isUrgent());
    this.#cancelRetry = this.#platform.clock.after(delay, () => this.#attempt());
  }
}
