/** Sends messages on a data channel no faster than the remote end accepts them. */
import { LIMITS } from '../../protocol.js';
import { TokenBucket, type Rate } from '../../token-bucket.js';
import { toParts } from './long-messages.js';
import type { Clock } from '../platform.js';

/** Below what the remote end allows, since messages can arrive in bursts. */
const below = ({ burst, perSecond }: Rate): Rate => ({
  burst: burst / 2,
  perSecond: perSecond * 0.8,
});
/** The maximum number of the call's own messages that wait; older ones are dropped first. */
const MOST_WAITING = 64;

interface Waiting {
  readonly topic: string;
  readonly part: string;
}

export class OutgoingMessages {
  readonly #clock: Clock;
  readonly #channel: Pick<RTCDataChannel, 'readyState' | 'send'>;
  readonly #messages: TokenBucket;
  readonly #own: TokenBucket;
  #waiting: Waiting[] = [];
  #cancelFlush: (() => void) | undefined;

  constructor(channel: Pick<RTCDataChannel, 'readyState' | 'send'>, clock: Clock) {
    this.#channel = channel;
    this.#clock = clock;
    const now = clock.now();
    this.#messages = new TokenBucket(below(LIMITS.messageRate), now);
    this.#own = new TokenBucket(below(LIMITS.ownRate), now);
  }

  /** Returns false if the channel is not open, or if a feature sends more than the remote end accepts. */
  send(topic: string, text: string): boolean {
    if (this.#channel.readyState !== 'open') return false;
    if (topic.startsWith('~')) {
      this.#waiting.push(...toParts(text).map((part) => ({ topic, part })));
      this.#waiting = this.#waiting.slice(-MOST_WAITING);
      this.#flush();
      return true;
    }
    if (!this.#messages.take(1, this.#clock.now())) return false;
    this.#channel.send(text);
    return true;
  }

  /** If a topic's messages replace each other, only the last one needs to be sent. */
  sendLatest(topic: string, text: string): boolean {
    this.#waiting = this.#waiting.filter((waiting) => waiting.topic !== topic);
    return this.send(topic, text);
  }

  close(): void {
    this.#cancelFlush?.();
    this.#waiting = [];
  }

  #flush(): void {
    const now = this.#clock.now();
    while (this.#waiting.length && this.#channel.readyState === 'open' && this.#own.take(1, now)) {
      this.#channel.send(this.#waiting.shift()!.part);
    }
    if (!this.#waiting.length || this.#cancelFlush) return;
    const wait = 1_000 / below(LIMITS.ownRate).perSecond;
    this.#cancelFlush = this.#clock.after(wait, () => {
      this.#cancelFlush = undefined;
      this.#flush();
    });
  }
}
