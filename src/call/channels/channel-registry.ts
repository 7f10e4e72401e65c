/** The open channels of a call, by topic; they outlive the links. */
import { LIMITS } from '../../protocol.js';
import type { Clock } from '../platform.js';
import { Channel } from './channel.js';
import { EarlyMessages } from './early-messages.js';

export class ChannelRegistry {
  readonly #clock: Clock;
  readonly #send: (topic: string, data: unknown, to?: number) => number;
  readonly #channels = new Map<string, Channel<unknown>>();
  readonly #early = new EarlyMessages();

  /** @param send sends to all or one; returns how many links accepted it */
  constructor(clock: Clock, send: (topic: string, data: unknown, to?: number) => number) {
    this.#clock = clock;
    this.#send = send;
  }

  /** Topics that begin with `~` belong to the call itself: a RangeError. Those with `:` belong to its features. */
  open<T>(topic: string, guard: (data: unknown) => data is T): Channel<T> {
    if (!topic || topic.startsWith('~') || topic.length > LIMITS.topic) {
      throw new RangeError(
        `A topic must have 1 to ${LIMITS.topic} characters and not start with ~.`,
      );
    }
    const known = this.#channels.get(topic);
    if (known) return known as Channel<T>;
    const channel = new Channel(topic, guard, (data, to) => this.#send(topic, data, to));
    this.#channels.set(topic, channel as Channel<unknown>);
    // The caller adds its listeners after this returns.
    this.#clock.after(0, () => this.#deliverEarly(topic));
    return channel;
  }

  /** Handles a message from a participant. */
  receive(from: number, topic: string, data: unknown): void {
    const channel = this.#channels.get(topic);
    if (!channel) return this.#early.keep(from, topic, data);
    this.#deliverEarly(topic);
    channel.receive(from, data);
  }

  /** Drops early messages from everyone who is not present. */
  retain(present: ReadonlySet<number>): void {
    this.#early.retain(present);
  }

  /** Always before a later message, which would otherwise be replaced by an older one. */
  #deliverEarly(topic: string): void {
    const channel = this.#channels.get(topic);
    for (const { from, data } of this.#early.take(topic)) channel?.receive(from, data);
  }
}
