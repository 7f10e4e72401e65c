/** One topic of the links' data channels, opened with the guard that its messages must pass. */
import { TypedEventTarget } from './typed-event-target.js';

export interface ChannelEvents<T> {
  message: { readonly from: number; readonly data: T };
}

export class Channel<T> extends TypedEventTarget<ChannelEvents<T>> {
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
   * Sends to everybody, or to one participant. Returns how many links took it; the others are not
   * connected now. Throws a RangeError for data of more than `LIMITS.channelMessage` as JSON.
   */
  send(data: T, to?: number): number {
    return this.#send(data, to);
  }

  /** Takes what arrived; data that the guard refuses is dropped. */
  receive(from: number, data: unknown): void {
    if (this.#guard(data)) this.emit('message', { from, data });
  }
}
