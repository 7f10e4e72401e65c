/** Whether this machine keeps up with its encoders; judged calmly, for each change costs a key frame. */

/** How one look found the encoders. */
export interface Effort {
  /** Frames that were to be sent since the last look, and those that were. */
  readonly wanted: number;
  readonly sent: number;
  /** Share of the time in which encoders were at work; more than 1 where several were at once. */
  readonly busy: number;
  /** Whether the browser itself says that the machine is too slow. */
  readonly isTooSlow: boolean;
}

/** Of what this machine should carry, so much is used, step by step. */
const SHARES = [1, 0.7, 0.5, 0.35, 0.25, 0.17, 0.12, 0.08];
/** Fewer frames than this share of what was wanted are too few, and encoders busier than this are too busy. */
const TOO_FEW = 0.75;
const TOO_BUSY = 0.8;
/** Less than so many wanted frames say nothing. */
const ENOUGH = 10;
/** So many looks running must agree; upwards more, and ever more where that went wrong before. */
const DOWN_AFTER = 3;
const UP_AFTER = { least: 10, most: 120 };

export class Strain {
  #step = 0;
  #tired = 0;
  #rested = 0;
  #upAfter = UP_AFTER.least;
  #hasRisen = false;

  /** What of its budget this machine is given now. */
  get share(): number {
    return SHARES[this.#step]!;
  }

  look({ wanted, sent, busy, isTooSlow }: Effort): void {
    const isLate = wanted >= ENOUGH && sent < wanted * TOO_FEW;
    if (isLate || isTooSlow || busy > TOO_BUSY) return this.#tire();
    this.#tired = 0;
    if (++this.#rested < this.#upAfter) return;
    this.#rested = 0;
    if (!this.#step) {
      // It has borne all of it for as long: whatever kept it from that is over.
      this.#upAfter = UP_AFTER.least;
      return;
    }
    this.#step--;
    this.#hasRisen = true;
  }

  #tire(): void {
    this.#rested = 0;
    if (++this.#tired < DOWN_AFTER) return;
    this.#tired = 0;
    if (this.#hasRisen) this.#upAfter = Math.min(UP_AFTER.most, this.#upAfter * 2);
    this.#hasRisen = false;
    this.#step = Math.min(SHARES.length - 1, this.#step + 1);
  }
}
