/** Joining and rejoining the room: the seat, the token, the prepared offer, the wait for an answer. */
import {
  EXIT,
  LIMITS,
  VERSION,
  type ClientMessage,
  type Hello,
  type Offer,
  type Profile,
  type Refusal,
} from '../protocol.js';
import type { CallError } from './call-error.js';
import type { Preview } from './call-api.js';
import { isSame } from './base/is-same.js';
import type { GuardedPlatform } from './guard.js';
import { withTimeout } from './base/with-timeout.js';

/** After this long without the server, a waiting user is informed. */
const UNREACHABLE_AFTER = 5_000;
/** A `join` without an answer by then is sent again. */
const ANSWER_WITHIN = 2_000;
/** Limits for the steps of joining: finding an old seat, and preparing an offer. */
const SEAT_WITHIN = 1_000;
const OFFER_WITHIN = 2_000;
/** How often to check whether the page has provided its token. */
const TOKEN_EVERY = 500;
/** A token older than this is requested again for another socket of the same attempt: it may have expired. */
const TOKEN_STALE_AFTER = 60_000;

/** The parts of the connection to the room server that joining needs. */
export interface JoinConnection {
  send(message: ClientMessage): boolean;
  verify(): void;
}

/** The parts of the call that joining needs. */
export interface JoinFlowOptions {
  readonly platform: GuardedPlatform;
  /** The key under which the seat is stored for the next page. */
  readonly seatKey: string;
  readonly token: string | undefined;
  /** Brings the local profile up to date. */
  profile(): Profile;
  /** Returns a new token; undefined if the page has none. */
  provideToken(): Promise<string | undefined>;
  /** The ICE servers to use, given those from the server. */
  iceServers(given: RTCIceServer[]): RTCIceServer[];
  /** Ends joining as if the server had refused. */
  refuse(reason: Refusal): void;
}

/** The link that is prepared for the offer in `join`. */
export interface OfferSource {
  prepare(ice: () => RTCIceServer[]): Promise<void>;
  offer(): Offer | undefined;
  discard(): void;
}

interface TokenRequest {
  readonly at: number;
  isPending: boolean;
  done: Promise<void>;
}

export class JoinFlow {
  /** This page, which holds the seat. */
  readonly page: string;
  /** The key under which the seat is stored for the next page. */
  readonly place: string;
  /** The access token, if the server requires one. */
  token: string | undefined;
  /** The server's greeting on each new socket. */
  hello: Hello | undefined;
  /** Who is in the room, as last reported by the server. */
  preview: Preview = { count: undefined, names: undefined };
  /** Whether a host is in the room; undefined until the client has to wait for one. */
  hasHost: boolean | undefined;
  /** Pending until joined or failed. */
  waiting: Promise<void> | undefined;
  /** Resolves when the first `join` is sent; undefined if none is pending. */
  asking: Promise<void> | undefined;
  readonly #platform: GuardedPlatform;
  readonly #options: JoinFlowOptions;
  #way: JoinConnection | undefined;
  #prepared: OfferSource | undefined;
  #signal: AbortSignal | undefined;
  #seat: Promise<string> | undefined;
  /** Whether the server let the client in. */
  #isIn = false;
  /** Whether the server has another version by now, so that it would not accept a rejoin. */
  #isOutdated = false;
  /** The request to the page for a token, at most one per attempt to join. */
  #tokenRequest: TokenRequest | undefined;
  #settle: (error?: CallError) => void = () => {};
  #endAsking = () => {};
  #cancelUnreachable = () => {};
  #cancelExpecting = () => {};

  constructor(options: JoinFlowOptions) {
    this.#options = options;
    this.#platform = options.platform;
    this.page = options.platform.randomId();
    this.place = options.seatKey;
    this.token = options.token;
  }

  /** Takes a seat; joining is possible until the signal is aborted. */
  open(way: JoinConnection, prepared: OfferSource, signal: AbortSignal): void {
    this.#way = way;
    this.#prepared = prepared;
    this.#signal = signal;
    this.#seat ??= this.#takeSeat();
  }

  /** The server doesn't know this socket yet. A first join waits for `hello`, which names the ICE servers. */
  handleOpen(): void {
    this.hello = undefined;
    if (this.#isIn) this.resendJoin();
  }

  /** Whether the server has another version than this page, which is in the room. */
  get isOutdated(): boolean {
    return this.#isOutdated;
  }

  /** From now on, rejoin only once the server reports this page's version. */
  outdate(): void {
    this.#isOutdated = true;
    this.heard();
  }

  /** Handles the server's greeting. */
  receive(hello: Hello): void {
    const wasOutdated = this.#isOutdated;
    this.#isOutdated = false;
    const isFirst = !this.hello;
    // The prepared offer may rely on a relay whose credentials have changed.
    if (this.hello && !isSame(hello.ice, this.hello.ice)) this.#prepared?.discard();
    this.hello = hello;
    this.preview = { count: hello.preview.count, names: hello.preview.names };
    // The greeting on another socket comes before the seat is taken again, and does not say.
    this.hasHost = hello.hasHost ?? this.hasHost;
    if (this.#isIn) return wasOutdated ? this.resendJoin() : undefined;
    if (isFirst && this.#isTokenStale) this.#tokenRequest = undefined;
    if (isFirst && this.waiting) this.resendJoin();
    else this.#platform.guard(() => this.#prepare())();
  }

  /** The network or the settings changed: discards the prepared offer and prepares a new one. */
  discardPrepared(): void {
    if (this.#isIn) return;
    this.#prepared?.discard();
    this.#platform.guard(() => this.#prepare())();
  }

  /** Starts waiting to be let in. */
  wait(onUnreachable: () => void): Promise<void> {
    this.#tokenRequest = this.hasHost = undefined;
    this.waiting = new Promise<void>((resolve, reject) => {
      this.#settle = (error) => (error ? reject(error) : resolve());
    });
    this.asking = new Promise<void>((resolve) => {
      this.#endAsking = () => {
        this.asking = undefined;
        resolve();
      };
    });
    // A caller that doesn't await `join` learns of its end from `status-change`.
    this.waiting.catch(() => {});
    const { waiting } = this;
    this.#watchServer(UNREACHABLE_AFTER, onUnreachable);
    if (this.hello) this.resendJoin();
    return waiting;
  }

  /** The time that the page takes to provide a token is not the server's. */
  #watchServer(delay: number, onUnreachable: () => void): void {
    this.#cancelUnreachable = this.#platform.clock.after(delay, () => {
      if (this.#tokenRequest?.isPending) this.#watchServer(TOKEN_EVERY, onUnreachable);
      else onUnreachable();
    });
  }

  /** Joins or rejoins; failures are handled like all exceptions. */
  resendJoin(): void {
    this.#platform.guard(() => this.#sendJoin())();
  }

  async #sendJoin(): Promise<void> {
    if (this.#isOutdated) return;
    const signal = this.#signal;
    const seat = await this.#seat;
    if (!this.#isIn) {
      const token = (this.#tokenRequest ??= this.#requestToken()).done;
      await this.#prepare();
      await token;
    }
    if (!seat || signal?.aborted || this.#isOutdated) return;
    if (this.token && this.token.length > LIMITS.token)
      return this.#options.refuse('token-invalid');
    const offer = this.#isIn ? undefined : this.#prepared?.offer();
    const sent = this.#way?.send({
      type: 'join',
      version: VERSION,
      page: this.page,
      profile: this.#options.profile(),
      seat,
      ...(offer && { offer }),
      ...(this.token && { token: this.token }),
    });
    if (sent) {
      this.#endAsking();
      this.#platform.seats.keep(this.place, seat);
    }
    // A join without an answer was lost with its socket, even if that looks open. Joining twice is harmless.
    this.#cancelExpecting();
    this.#cancelExpecting = this.#platform.clock.after(ANSWER_WITHIN, () => {
      this.#way?.verify();
      this.resendJoin();
    });
  }

  /** The server answered, even if only that it takes a while. */
  heard(takesWhile = false): void {
    this.#cancelExpecting();
    if (takesWhile) this.#cancelUnreachable();
  }

  /** Ends the wait: joined, or an error says why not. */
  settle(error?: CallError): void {
    this.#cancelUnreachable();
    this.#endAsking();
    this.#isIn = !error;
    this.waiting = undefined;
    if (error) this.#isOutdated = false;
    this.#settle(error);
  }

  /** The prefix of the seat that lets others leave on its owner's behalf. */
  async exit(): Promise<string> {
    return (await this.#seat)?.slice(0, EXIT) ?? '';
  }

  /** Gives up the seat; the next join takes another. */
  leave(): void {
    this.#seat = undefined;
    this.#platform.seats.keep(this.place, undefined);
  }

  close(): void {
    this.heard(true);
    this.hello = undefined;
  }

  /** Prepares an offer if there may be someone to receive it. */
  async #prepare(): Promise<void> {
    if (!this.hello || this.hello.preview.count === 0) return;
    const ice = () => this.#options.iceServers(this.hello?.ice ?? []);
    const { clock } = this.#platform;
    // Joining works without it, and whatever prevents this link also prevents the next one, which reports why.
    await withTimeout(clock, OFFER_WITHIN, () => this.#prepared?.prepare(ice)).catch(() => {});
  }

  get #isTokenStale(): boolean {
    const { at } = this.#tokenRequest ?? { at: Infinity };
    return this.#platform.clock.now() - at > TOKEN_STALE_AFTER;
  }

  #requestToken(): TokenRequest {
    const request: TokenRequest = {
      at: this.#platform.clock.now(),
      isPending: true,
      done: Promise.resolve(),
    };
    const receive = async () => {
      try {
        const token = await this.#options.provideToken();
        // Another attempt has its own request.
        if (request === this.#tokenRequest) this.token = token ?? this.token;
      } finally {
        request.isPending = false;
      }
    };
    request.done = receive();
    return request;
  }

  async #takeSeat(): Promise<string> {
    const { clock, seats } = this.#platform;
    // Without the old seat, use a new one.
    const seat = await withTimeout(clock, SEAT_WITHIN, () => seats.take(this.place)).catch(
      () => undefined,
    );
    return seat ?? this.#platform.randomId();
  }
}
