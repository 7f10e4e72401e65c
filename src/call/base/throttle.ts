/** Runs a step at once, and not again until allowed: requests in between are combined into one run. */
export class Throttle {
  readonly #wait: (callback: () => void) => () => void;
  readonly #step: () => void;
  #isDue = false;
  /** Undefined while the step may run at once. */
  #cancel: (() => void) | undefined;

  /** @param wait calls back when the step may run again; returns a function that cancels it */
  constructor(wait: (callback: () => void) => () => void, step: () => void) {
    this.#wait = wait;
    this.#step = step;
  }

  /** Runs the step now or as soon as allowed. */
  request(): void {
    this.#isDue = true;
    if (!this.#cancel) this.run();
  }

  /** Runs the step now. */
  run(): void {
    this.#isDue = false;
    this.#cancel?.();
    this.#cancel = this.#wait(() => {
      this.#cancel = undefined;
      if (this.#isDue) this.run();
    });
    this.#step();
  }

  /** Cancels a pending run; the step may run at once again. */
  reset(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#isDue = false;
  }
}
