/** Throttles an action: it runs at once, then at most once per interval; requests in between are combined. */
export interface Timer {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back after `delay` milliseconds; returns a function that cancels it. */
  after(delay: number, callback: () => void): () => void;
}

export class Throttle {
  readonly #timer: Timer;
  readonly #interval: number;
  readonly #act: () => void;
  #doneAt = -Infinity;
  #isPending = false;

  constructor(timer: Timer, interval: number, act: () => void) {
    this.#timer = timer;
    this.#interval = interval;
    this.#act = act;
  }

  request(): void {
    if (this.#isPending) return;
    const left = this.#doneAt + this.#interval - this.#timer.now();
    // A clock that was set back must not delay it.
    if (left <= 0 || left > this.#interval) return this.#do();
    this.#isPending = true;
    this.#timer.after(left, () => this.#do());
  }

  #do(): void {
    this.#isPending = false;
    this.#doneAt = this.#timer.now();
    this.#act();
  }
}
