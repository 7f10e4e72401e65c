/** What the way to one other carries of pictures, once its sound has what it needs. */

/** What one look found. */
export interface Way {
  /** The browser's own estimate, in bits per second; only some make one. */
  readonly available: number | undefined;
  /** Share of my packets of sound that the other missed, 0 to 1. */
  readonly loss: number | undefined;
  /** Whether a picture is smaller than it could be because of the way. */
  readonly isNarrow: boolean;
}

/** Of speech with all that is wrapped around it, in bits per second. */
const SOUND = 64_000;
/** A picture that gets less than this is none. */
const LEAST = 36_000;
/** Sound that misses more than this while pictures press it has too little room. */
const TOO_LOSSY = 0.08;
const HOLD_AFTER = 2;
/** In looks: when a picture is tried again, and how long that may take at most. */
const TRY_AFTER = { least: 5, most: 40 };

export class Carriage {
  #carries = Infinity;
  #short = 0;
  #waits = 0;
  #tryAfter = TRY_AFTER.least;
  #calm = 0;
  #isHeld = false;

  /** Whether no picture goes this way now. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** In bits per second. */
  get carries(): number {
    return this.#isHeld ? 0 : this.#carries;
  }

  look({ available, loss = 0, isNarrow }: Way): void {
    if (this.#isHeld) return this.#wait();
    const left = available === undefined ? Infinity : available - SOUND;
    this.#carries = isNarrow || left < LEAST ? left : Infinity;
    const isShort = left < LEAST || (isNarrow && loss > TOO_LOSSY);
    this.#short = isShort ? this.#short + 1 : 0;
    if (this.#short >= HOLD_AFTER) this.#hold();
    else if (!isShort && ++this.#calm >= this.#tryAfter) this.#tryAfter = TRY_AFTER.least;
  }

  #hold(): void {
    this.#isHeld = true;
    this.#short = this.#waits = this.#calm = 0;
  }

  #wait(): void {
    if (++this.#waits < this.#tryAfter) return;
    this.#isHeld = false;
    this.#carries = LEAST;
    this.#tryAfter = Math.min(TRY_AFTER.most, this.#tryAfter * 2);
  }
}
