/** A clock that only moves when a test advances it. */
import type { Clock } from '../../src/call/platform.js';

interface Timer {
  at: number;
  callback: () => void;
}

/** In milliseconds. Work that starts more work whenever it is done must not keep a test's process alive. */
const MOST_BY_ITSELF = 60_000;

export class FakeClock implements Clock {
  #now = 1_700_000_000_000;
  #timers: Timer[] = [];
  readonly #work = new Set<Promise<unknown>>();
  /** The timers of unfinished `work`, in no particular order. */
  readonly #due = new Set<Timer>();
  /** The clock advances by itself until this time, unless a test advances it first. */
  #byItselfUntil = this.#now + MOST_BY_ITSELF;
  /** How many calls are currently advancing or flushing the clock. */
  #turning = 0;

  now(): number {
    return this.#now;
  }

  date(): number {
    return this.#now;
  }

  after(delay: number, callback: () => void): () => void {
    const timer = this.#set(delay, callback);
    return () => {
      const place = this.#timers.indexOf(timer);
      if (place >= 0) this.#timers.splice(place, 1);
    };
  }

  /**
   * Resolves after this many milliseconds, like an operation of a browser. While no test advances the clock, it
   * advances by itself until all such work is done, so a test can simply await it.
   */
  work(milliseconds: number): Promise<void> {
    if (!this.#turning) this.#turnByItself();
    return new Promise((resolve) => {
      const end = this.#set(milliseconds, () => {
        this.#due.delete(end);
        resolve();
      });
      this.#due.add(end);
    });
  }

  /** Stops the clock until real work is done, such as cryptography, which has its own threads. */
  hold<T>(work: Promise<T>): Promise<T> {
    const held = work.finally(() => this.#work.delete(held));
    this.#work.add(held);
    return held;
  }

  /** Runs everything that doesn't wait for a timer. */
  flush(): Promise<void> {
    return this.#turnByTest(() => this.#settle());
  }

  /** Advances the clock, timer by timer. */
  advance(milliseconds: number): Promise<void> {
    return this.#turnByTest(async () => {
      await this.#settle();
      await this.#turnTo(this.#now + milliseconds);
    });
  }

  /** Advances the clock from a settled state. */
  async #turnTo(end: number): Promise<void> {
    for (let timer = this.#next(end); timer; timer = this.#next(end)) {
      this.#now = Math.max(this.#now, timer.at);
      const due = timer.at;
      // Timers due at the same time run together, as in one turn of a browser's event loop.
      for (; timer; timer = this.#next(due)) timer.callback();
      await this.#settle();
    }
    this.#now = Math.max(this.#now, end);
  }

  /** Advances the clock until a condition is true; throws if that takes longer than `within`. */
  until(isTrue: () => boolean, within = 60_000): Promise<void> {
    return this.#turnByTest(async () => {
      const end = this.#now + within;
      await this.#settle();
      while (!isTrue()) {
        const next = this.#timers[0]?.at ?? Infinity;
        if (next > end) throw new Error(`not true within ${within} ms: ${String(isTrue)}`);
        await this.#turnTo(Math.max(next, this.#now));
      }
    });
  }

  async #turnByTest(run: () => Promise<void>): Promise<void> {
    try {
      await this.#turn(run);
    } finally {
      this.#byItselfUntil = this.#now + MOST_BY_ITSELF;
    }
  }

  async #turn(run: () => Promise<void>): Promise<void> {
    this.#turning++;
    try {
      await run();
    } finally {
      if (!--this.#turning && this.#due.size) this.#turnByItself();
    }
  }

  /** If a test awaits neither the clock nor work, the clock stays where it is. */
  #turnByItself(): void {
    setImmediate(() => {
      if (this.#turning || !this.#due.size) return;
      const next = Math.min(...[...this.#due].map(({ at }) => at));
      if (next <= this.#byItselfUntil) void this.#turn(() => this.#turnTo(next));
    });
  }

  #set(delay: number, callback: () => void): Timer {
    const timer: Timer = { at: this.#now + Math.max(0, Math.ceil(delay)), callback };
    // Sorted by time; timers due at the same time keep the order in which they were set.
    let index = this.#timers.length;
    while (index > 0 && this.#timers[index - 1]!.at > timer.at) index--;
    this.#timers.splice(index, 0, timer);
    return timer;
  }

  async #settle(): Promise<void> {
    await new Promise(setImmediate);
    while (this.#work.size) {
      await Promise.allSettled(this.#work);
      await new Promise(setImmediate);
    }
  }

  #next(end: number): Timer | undefined {
    const next = this.#timers[0];
    return next && next.at <= end ? this.#timers.shift() : undefined;
  }
}
