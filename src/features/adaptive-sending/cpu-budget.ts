/** Whether this machine keeps up with its encoders; judged slowly, because each change costs a key frame. */

/** The encoder load in one sample. */
export interface EncoderLoad {
  /** Frames to be sent since the last sample, and frames sent. */
  readonly wanted: number;
  readonly sent: number;
  /** The share of the time spent encoding; more than 1 if several encoders ran in parallel. */
  readonly busy: number;
  /** Whether the browser itself reports that the machine is too slow. */
  readonly isTooSlow: boolean;
}

/** The shares of the machine's budget to use, step by step. */
const SHARES = [1, 0.7, 0.5, 0.35, 0.25, 0.17, 0.12, 0.08];
/** Sending a smaller share of the wanted frames is too few, and a higher encoder load is too busy. */
const TOO_FEW = 0.75;
const TOO_BUSY = 0.8;
/** Fewer wanted frames than this are inconclusive. */
const ENOUGH = 10;
/** This many consecutive samples must agree; more to go up, and increasingly so if that failed before. */
const DOWN_AFTER = 3;
const UP_AFTER = { least: 10, most: 120 };

export class CpuBudget {
  #step = 0;
  #overloadedSamples = 0;
  #stableSamples = 0;
  #upAfter = UP_AFTER.least;
  #hasRisen = false;

  /** The share of the budget in use now. */
  get share(): number {
    return SHARES[this.#step]!;
  }

  update({ wanted, sent, busy, isTooSlow }: EncoderLoad): void {
    const isLate = wanted >= ENOUGH && sent < wanted * TOO_FEW;
    if (isLate || isTooSlow || busy > TOO_BUSY) return this.#degrade();
    this.#overloadedSamples = 0;
    if (++this.#stableSamples < this.#upAfter) return;
    this.#stableSamples = 0;
    if (!this.#step) {
      // The machine has coped with the full load for that long, so the cause is gone.
      this.#upAfter = UP_AFTER.least;
      return;
    }
    this.#step--;
    this.#hasRisen = true;
  }

  #degrade(): void {
    this.#stableSamples = 0;
    if (++this.#overloadedSamples < DOWN_AFTER) return;
    this.#overloadedSamples = 0;
    if (this.#hasRisen) this.#upAfter = Math.min(UP_AFTER.most, this.#upAfter * 2);
    this.#hasRisen = false;
    this.#step = Math.min(SHARES.length - 1, this.#step + 1);
  }
}
