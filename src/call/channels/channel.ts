/** One topic of the links' data channels, opened with the guard that its messages must pass. */
import { TypedEventTarget } from '../base/typed-event-target.js';

export interface ChannelEvents<T> {
  /** A participant sent data that the guard accepts; `from` is their id. */
  message: { readonly from: number; readonly data: T };
}

export class Channel<T> extends TypedEventTarget<ChannelEvents<T>> {
  /** The topic: every page that opens a channel with it receives its messages. */
  readonly topic: string;
  readonly #guard: (data: unknown) => data is T;
  readonly #send: (data: T, to?: number) => number;

  constructor(
    topic: string,
    guard: (data: unknown) => data is T,
    send: (data: T, to?: number) => number,
  ) {
    super();
    this.topic = topic;
    this.#guard = guard;
    this.#send = send;
  }

  /**
   * Sends to everyone, or to one participant. Returns how many links accepted it; the others are not connected now.
   * Throws a RangeError if the data exceed `LIMITS.channelMessage` as JSON.
   */
  send(data: T, to?: number): number {
    return this.#send(data, to);
  }

  /** Handles received data; what the guard rejects is dropped. */
  receive(from: number, data: unknown): void {
    if (this.#guard(data)) this.emit('message', { from, data });
  }
}
