/** My way into the room, and back into it: the seat, the token, the offer made ahead, the wait for an answer. */
import {
  EXIT,
  VERSION,
  type ClientMessage,
  type Hello,
  type Offer,
  type Profile,
} from '../protocol.js';
import type { CallError } from './call-error.js';
import type { Preview } from './call-face.js';
import type { CallOptions } from './call-options.js';
import { isSame } from './is-same.js';
import type { Platform } from './platform.js';

/** Somebody who waits for the Room hears of it after this long. */
const UNREACHABLE_AFTER = 5_000;
/** A `join` that has no answer by then is sent again. */
const ANSWER_WITHIN = 2_000;

/** What it needs of the way to the Room. */
export interface Way {
  send(message: ClientMessage): boolean;
  doubt(): void;
}

/** What it needs of my links. */
export interface Links {
  prepare(ice: RTCIceServer[]): Promise<void>;
  preparedOffer(): Offer | undefined;
  unprepare(): void;
}

export class Entrance {
  /** This page, which holds my seat. */
  readonly page: string;
  /** Under which the seat is kept for the next page. */
  readonly place: string;
  /** Says what I may, where the server wants that. */
  token: string | undefined;
  /** What the Room says to each new socket. */
  hello: Hello | undefined;
  /** What it said last of who is here. */
  preview: Preview = { count: undefined, names: undefined };
  /** Until I am in, or it is clear that I shall not be. */
  waiting: Promise<void> | undefined;
  readonly #platform: Platform;
  readonly #options: CallOptions;
  readonly #profile: { update(): Profile };
  #way: Way | undefined;
  #links: Links | undefined;
  #signal: AbortSignal | undefined;
  #seat: Promise<string> | undefined;
  /** Whether the Room let me in. */
  #isIn = false;
  #settle: (error?: CallError) => void = () => {};
  #cancelUnreachable = () => {};
  #cancelExpecting = () => {};

  constructor(platform: Platform, options: CallOptions, profile: { update(): Profile }) {
    this.#platform = platform;
    this.#options = options;
    this.page = platform.randomId();
    this.place = [options.server, options.room, options.seatKey ?? ''].join(' ');
    this.#profile = profile;
    this.token = options.token;
  }

  /** Takes a seat; until the signal one can ask to be let in. */
  open(way: Way, links: Links, signal: AbortSignal): void {
    this.#way = way;
    this.#links = links;
    this.#signal = signal;
    this.#seat ??= this.#takeSeat();
  }

  /** The Room does not know this socket yet. A first join waits for `hello`, which names the ICE servers. */
  handleOpen(): void {
    this.hello = undefined;
    if (this.#isIn) void this.ask();
  }

  /** Takes what the Room says first. */
  receive(hello: Hello): void {
    const isFirst = !this.hello;
    // A relay that the offer made ahead counts on may have gone with its credentials.
    if (this.hello && !isSame(hello.ice, this.hello.ice)) this.#links?.unprepare();
    this.hello = hello;
    this.preview = { count: hello.preview.count, names: hello.preview.names };
    if (this.#isIn) return;
    if (isFirst && this.waiting) void this.ask();
    else void this.#prepare();
  }

  /** The network is another: what was made ahead is made anew. */
  unprepare(): void {
    if (this.#isIn) return;
    this.#links?.unprepare();
    void this.#prepare();
  }

  /** Begins to wait for being let in. */
  wait(onUnreachable: () => void): Promise<void> {
    this.waiting = new Promise<void>((resolve, reject) => {
      this.#settle = (error) => (error ? reject(error) : resolve());
    });
    // Whoever does not wait for `join` learns of its end by `status-change`.
    this.waiting.catch(() => {});
    this.#cancelUnreachable = this.#platform.clock.after(UNREACHABLE_AFTER, onUnreachable);
    if (this.hello) void this.ask();
    return this.waiting;
  }

  /** Asks to be let in, or in again. */
  async ask(): Promise<void> {
    const signal = this.#signal;
    const seat = await this.#seat;
    if (!this.#isIn) {
      const token = this.renew();
      await this.#prepare();
      this.token = (await token) ?? this.token;
    }
    if (!seat || signal?.aborted) return;
    const offer = this.#isIn ? undefined : this.#links?.preparedOffer();
    const sent = this.#way?.send({
      type: 'join',
      version: VERSION,
      page: this.page,
      profile: this.#profile.update(),
      seat,
      ...(offer && { offer }),
      ...(this.token && { token: this.token }),
    });
    if (sent) this.#platform.seats.keep(this.place, seat);
    // A join that is not answered was lost with its socket, whatever that looks like: joining twice is harmless.
    this.#cancelExpecting();
    this.#cancelExpecting = this.#platform.clock.after(ANSWER_WITHIN, () => {
      this.#way?.doubt();
      void this.ask();
    });
  }

  /** The Room answered, if only that it takes a while. */
  heard(takesWhile = false): void {
    this.#cancelExpecting();
    if (takesWhile) this.#cancelUnreachable();
  }

  /** Ends the waiting: I am in, or an error says why not. */
  settle(error?: CallError): void {
    this.#cancelUnreachable();
    this.#isIn = !error;
    this.waiting = undefined;
    this.#settle(error);
  }

  /** A provider that fails is as one that gives nothing: the Room says what it makes of that. */
  async renew(): Promise<string | undefined> {
    return this.#options.tokenProvider?.().catch(() => undefined);
  }

  /** With what one can leave for me. */
  async exit(): Promise<string> {
    return (await this.#seat)?.slice(0, EXIT) ?? '';
  }

  /** Gives the seat up: whoever comes again takes another. */
  leave(): void {
    this.#seat = undefined;
    this.#platform.seats.keep(this.place, undefined);
  }

  close(): void {
    this.heard(true);
    this.hello = undefined;
  }

  /** Makes an offer ahead where there may be somebody to take it. */
  async #prepare(): Promise<void> {
    if (!this.hello || this.hello.preview.count === 0) return;
    await this.#links?.prepare(this.#options.iceServers ?? this.hello.ice);
  }

  async #takeSeat(): Promise<string> {
    return (await this.#platform.seats.take(this.place)) ?? this.#platform.randomId();
  }
}
