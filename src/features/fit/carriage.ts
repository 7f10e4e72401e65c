/** What the way to one other carries of pictures, once its sound has what it needs. */

/** What one look found. */
export interface Way {
  /** The browser's own estimate of all that the way carries, in bits per second; only some make one. */
  readonly available: number | undefined;
  /** What the browser gives my pictures of it, in bits per second; only some tell. */
  readonly given: number | undefined;
  /** What I allow those pictures, in bits per second. */
  readonly allowed: number;
  /** Share of my packets of speech that the other missed, as was told last, 0 to 1. */
  readonly loss: number | undefined;
  /** Share of the other's packets of speech that were missed here since the last look, 0 to 1. */
  readonly lossIn: number | undefined;
  /** Whether the browser says that a picture is smaller than it could be because of the way. */
  readonly isNarrow: boolean;
}

/** Of speech with all that is wrapped around it, in bits per second. */
const SOUND = 64_000;
/** A picture that gets less than this is none. */
const LEAST = 36_000;
/** Less than this presses the sound at once: an encoder of large pictures cannot do with so little. */
const PRESSED = 90_000;
/** A way that carries this carries everything. */
const WIDE = 2_000_000;
/** Pictures that are given less than this share of what is allowed are pressed. */
const ENOUGH = 0.7;
/** How fast a way is trusted again, a look. */
const GROWTH = 1.5;
/** Sound that misses more than this while pictures press it has too little room. */
const TOO_LOSSY = 0.08;
/** Speech that misses more than this should be sent twice, and one that misses less than the other need not. */
const LOSSY = 0.03;
const CLEAN = 0.01;
/** In looks. */
const CLEAN_AFTER = 30;
/** So many looks running must agree that a way is narrow, or too narrow for any picture. */
const AGREED = 2;
/** In looks: when a picture is tried again, and how long that may take at most. */
const TRY_AFTER = { least: 10, most: 80 };

/** Whether pictures get less than they could use. */
export const isPressed = ({
  given,
  allowed,
  isNarrow,
}: Pick<Way, 'given' | 'allowed' | 'isNarrow'>) =>
  given === undefined ? isNarrow : given < allowed * ENOUGH;

export class Carriage {
  #carries = Infinity;
  #narrow = 0;
  #short = 0;
  #waits = 0;
  #tryAfter = TRY_AFTER.least;
  #calm = 0;
  #isHeld = false;
  #lossy = 0;
  #clean = 0;
  #isLossy = false;

  /** Whether no picture goes this way now. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Whether packets get lost on the way, there or back, for another reason than that it is full. */
  get isLossy(): boolean {
    return this.#isLossy && !this.#isHeld;
  }

  /** In bits per second. */
  get carries(): number {
    return this.#isHeld ? 0 : this.#carries;
  }

  look(way: Way): void {
    if (this.#isHeld) return this.#wait();
    const { available = Infinity, given, loss = 0, lossIn = 0 } = way;
    const room = available - SOUND;
    const left = isPressed(way) ? (given ?? room) : room < LEAST ? room : Infinity;
    this.#narrow = left < Infinity ? this.#narrow + 1 : 0;
    if (!this.#narrow) this.#widen();
    else if (this.#narrow >= AGREED || left < PRESSED) this.#carries = left;
    // What is given never sinks below some 30 kbit/s in Chromium, so that alone tells no more.
    // A way that loses much and carries much only needs its speech sent twice.
    const isFull = isPressed(way) && (left < PRESSED || left === Infinity);
    const isShort = room < LEAST || (isFull && loss > TOO_LOSSY);
    this.#judgeLoss(isFull ? 0 : Math.max(loss, lossIn));
    this.#short = isShort ? this.#short + 1 : 0;
    if (this.#short >= AGREED) this.#hold();
    else if (!isShort && ++this.#calm >= this.#tryAfter) this.#tryAfter = TRY_AFTER.least;
  }

  #judgeLoss(loss: number): void {
    this.#lossy = loss > LOSSY ? this.#lossy + 1 : 0;
    this.#clean = loss < CLEAN ? this.#clean + 1 : 0;
    if (this.#lossy >= AGREED) this.#isLossy = true;
    if (this.#clean >= CLEAN_AFTER) this.#isLossy = false;
  }

  #widen(): void {
    const carries = Math.max(LEAST, this.#carries) * GROWTH;
    this.#carries = carries < WIDE ? carries : Infinity;
  }

  #hold(): void {
    this.#isHeld = true;
    this.#narrow = this.#short = this.#waits = this.#calm = 0;
  }

  #wait(): void {
    if (++this.#waits < this.#tryAfter) return;
    this.#isHeld = false;
    this.#carries = LEAST;
    this.#tryAfter = Math.min(TRY_AFTER.most, this.#tryAfter * 2);
  }
}
