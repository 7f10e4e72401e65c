/** A rate limit: tokens refill a bucket until it is full; requests beyond the rate find it empty. */

export interface Rate {
  /** Tokens that a full bucket holds. */
  readonly burst: number;
  readonly perSecond: number;
}

export class TokenBucket {
  readonly #rate: Rate;
  #level: number;
  #at: number;

  /** @param now in milliseconds, from the same clock in all calls */
  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#level = rate.burst;
    this.#at = now;
  }

  /** Takes tokens; returns false and takes none if there are too few. */
  take(amount: number, now: number): boolean {
    if (this.level(now) < amount) return false;
    this.#level -= amount;
    return true;
  }

  /** Takes tokens even if there are too few; the debt is at most one burst. */
  charge(amount: number, now: number): void {
    this.#level = Math.max(-this.#rate.burst, this.level(now) - amount);
  }

  /** Returns tokens that were taken. */
  refund(amount: number): void {
    this.#level = Math.min(this.#rate.burst, this.#level + amount);
  }

  isFull(now: number): boolean {
    return this.level(now) >= this.#rate.burst;
  }

  /** How many tokens are left; negative in debt. */
  level(now: number): number {
    this.refund((Math.max(0, now - this.#at) / 1_000) * this.#rate.perSecond);
    this.#at = now;
    return this.#level;
  }
}
