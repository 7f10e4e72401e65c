/** A clock that stands still until a test turns it. */
import type { Clock } from '../../src/call/platform.js';

interface Timer {
  at: number;
  callback: () => void;
}

export class FakeClock implements Clock {
  #now = 1_700_000_000_000;
  #timers: Timer[] = [];
  readonly #work = new Set<Promise<unknown>>();

  now(): number {
    return this.#now;
  }

  after(delay: number, callback: () => void): () => void {
    const timer: Timer = { at: this.#now + Math.max(0, Math.ceil(delay)), callback };
    // Sorted by time, and in order of being set within one instant.
    let index = this.#timers.length;
    while (index > 0 && this.#timers[index - 1]!.at > timer.at) index--;
    this.#timers.splice(index, 0, timer);
    return () => {
      const place = this.#timers.indexOf(timer);
      if (place >= 0) this.#timers.splice(place, 1);
    };
  }

  /** Stands still until real work is done, such as that of cryptography, which has threads of its own. */
  hold<T>(work: Promise<T>): Promise<T> {
    const held = work.finally(() => this.#work.delete(held));
    this.#work.add(held);
    return held;
  }

  /** Lets everything happen that waits for no time. */
  async flush(): Promise<void> {
    await new Promise(setImmediate);
    while (this.#work.size) {
      await Promise.allSettled(this.#work);
      await new Promise(setImmediate);
    }
  }

  /** Turns the clock on, timer by timer. */
  async advance(milliseconds: number): Promise<void> {
    await this.flush();
    await this.#turnTo(this.#now + milliseconds);
  }

  /** Turns the clock on from where nothing is left that waits for no time. */
  async #turnTo(end: number): Promise<void> {
    for (let timer = this.#next(end); timer; timer = this.#next(end)) {
      this.#now = timer.at;
      const due = timer.at;
      // Timers of one instant run together, as in one turn of a browser's loop.
      for (; timer; timer = this.#next(due)) timer.callback();
      await this.flush();
    }
    this.#now = end;
  }

  /** Turns the clock until something is true; throws if it is not within the given time. */
  async until(isTrue: () => boolean, within = 60_000): Promise<void> {
    const end = this.#now + within;
    await this.flush();
    while (!isTrue()) {
      const next = this.#timers[0]?.at ?? Infinity;
      if (next > end) throw new Error(`not true within ${within} ms: ${String(isTrue)}`);
      await this.#turnTo(Math.max(next, this.#now));
    }
  }

  #next(end: number): Timer | undefined {
    const next = this.#timers[0];
    return next && next.at <= end ? this.#timers.shift() : undefined;
  }
}
