/** Judges one link over time, calmly: by the last ten seconds, and only what stays so. */
import { passageBetween, type Passage } from './passage.js';
import {
  factsOf,
  isBetter,
  noFacts,
  qualityOf,
  rate,
  type LinkFacts,
  type Quality,
} from './rating.js';
import type { Sample } from './sample.js';

/** How many passages count, of some two seconds each. */
const WINDOW = 5;
/** How many judgements running must agree that a link is worse, or better, than it was called. */
const AGREED = { worse: 2, better: 3 };
/** A passage that took longer than this, in milliseconds, was a sleep of the machine. */
const LONGEST = 10_000;

/** The rating without the one passage that spoils it most: a single bad moment is forgiven. */
function ratingOf(passages: readonly Passage[]): number {
  if (passages.length === 1) return rate(factsOf(passages));
  const without = (one: Passage) => passages.filter((other) => other !== one);
  return Math.max(...passages.map((one) => rate(factsOf(without(one)))));
}

export class Judge {
  #quality: Exclude<Quality, 'lost'> | undefined;
  #facts: LinkFacts = noFacts;
  #passages: Passage[] = [];
  #first: number | undefined;
  #last: Sample | undefined;
  #saw = false;
  #isSettling: boolean;
  /** What the link would be called instead, and how many judgements running said so. */
  #next: Quality | undefined;
  #agreed = 0;

  /** @param isBack whether the link was lost before, so that the next sample may still lack some of that */
  constructor(isBack = false) {
    this.#isSettling = isBack;
  }

  /** Undefined until enough has passed. */
  get quality(): Exclude<Quality, 'lost'> | undefined {
    return this.#quality;
  }

  get facts(): LinkFacts {
    return this.#facts;
  }

  /**
   * Takes how the link is now.
   * @param sees whether the other's camera has been on since the last time, and this page is in sight
   */
  look(sample: Sample, sees: boolean): void {
    if (this.#isSettling) {
      this.#isSettling = false;
      return;
    }
    this.#first ??= sample.at;
    const last = this.#last;
    const saw = this.#saw;
    this.#last = sample;
    this.#saw = sees;
    if (!last || sample.at <= last.at) return;
    if (sample.at - last.at > LONGEST) {
      this.#passages = [];
      this.#first = sample.at;
      return;
    }
    const flowing = this.#passages.at(-1)?.flowing ?? new Set();
    const passage = passageBetween(last, sample, { from: this.#first, sees: saw && sees, flowing });
    this.#passages = [...this.#passages, passage].slice(-WINDOW);
    this.#facts = factsOf(this.#passages);
    this.#judge(qualityOf(ratingOf(this.#passages), this.#quality));
  }

  #judge(judged: Exclude<Quality, 'lost'>): void {
    const known = this.#quality;
    this.#agreed = judged === this.#next ? this.#agreed + 1 : 1;
    this.#next = judged;
    // That all is well from the beginning can be believed at once.
    const enough =
      known && isBetter(judged, known) ? AGREED.better : judged === 'good' ? 1 : AGREED.worse;
    if (judged !== known && this.#agreed >= enough) this.#quality = judged;
  }
}
