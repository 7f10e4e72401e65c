/** Judges one link over time: by the last ten seconds, ignoring short changes. */
import { diffSamples, type SampleDelta } from './sample-delta.js';
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

/** How many intervals count, of about two seconds each. */
const WINDOW = 5;
/** How many consecutive judgements must agree that a link is worse, or better, than reported. */
const AGREED = { worse: 2, better: 3 };
/** In milliseconds. A longer interval means that the machine was asleep. */
const LONGEST = 10_000;

/** The rating without the worst interval: a single bad moment is ignored. */
function ratingOf(deltas: readonly SampleDelta[]): number {
  if (deltas.length === 1) return rate(factsOf(deltas));
  const without = (one: SampleDelta) => deltas.filter((other) => other !== one);
  return Math.max(...deltas.map((one) => rate(factsOf(without(one)))));
}

export class LinkRater {
  #quality: Exclude<Quality, 'lost'> | undefined;
  #facts: LinkFacts = noFacts;
  #deltas: SampleDelta[] = [];
  #first: number | undefined;
  #last: Sample | undefined;
  #saw = false;
  #isSettling: boolean;
  /** The quality that would replace the current one, and how many consecutive judgements agree. */
  #next: Quality | undefined;
  #agreed = 0;

  /** @param isBack whether the link was lost before, so that the next sample may still include losses from that */
  constructor(isBack = false) {
    this.#isSettling = isBack;
  }

  /** Undefined until enough time has passed. */
  get quality(): Exclude<Quality, 'lost'> | undefined {
    return this.#quality;
  }

  get facts(): LinkFacts {
    return this.#facts;
  }

  /**
   * Processes a sample of the link.
   * @param sees whether the remote camera has been on since the last sample, and this page visible
   */
  update(sample: Sample, sees: boolean): void {
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
      this.#deltas = [];
      this.#first = sample.at;
      return;
    }
    const activeStreams = this.#deltas.at(-1)?.activeStreams ?? new Set();
    const delta = diffSamples(last, sample, {
      from: this.#first,
      sees: saw && sees,
      activeStreams,
    });
    this.#deltas = [...this.#deltas, delta].slice(-WINDOW);
    this.#facts = factsOf(this.#deltas);
    this.#judge(qualityOf(ratingOf(this.#deltas), this.#quality));
  }

  #judge(judged: Exclude<Quality, 'lost'>): void {
    const known = this.#quality;
    this.#agreed = judged === this.#next ? this.#agreed + 1 : 1;
    this.#next = judged;
    // An initial judgement of `good` is accepted at once.
    const enough =
      known && isBetter(judged, known) ? AGREED.better : judged === 'good' ? 1 : AGREED.worse;
    if (judged !== known && this.#agreed >= enough) this.#quality = judged;
  }
}
