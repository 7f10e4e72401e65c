/** How good each link is, from what the browser counts of it, told calmly. */
import { browserClock } from '../call/browser-clock.js';
import type { CallFace, Participant } from '../call/call-face.js';
import type { Clock } from '../call/platform.js';
import { TypedEventTarget } from '../call/typed-event-target.js';
import { Judge } from './link-quality/judge.js';
import {
  causeOf,
  noFacts,
  type Cause,
  type LinkFacts,
  type Quality,
} from './link-quality/rating.js';
import { sampleOf } from './link-quality/sample.js';

export type { Cause, LinkFacts, Quality } from './link-quality/rating.js';

export interface LinkQualityEvents {
  /** The quality of a link is another, or not known any more. */
  change: LinkFacts & {
    readonly participant: number;
    readonly quality: Quality | undefined;
    readonly cause: Cause | undefined;
  };
  /** The facts are new: every two seconds. */
  look: void;
}

/** Milliseconds between two looks; the other's reports come every one to five seconds. */
const TICK = 2_000;

/** What is known of one link. */
interface Link {
  judge: Judge;
  isLost: boolean;
  /** Whether the other's camera was off at some moment since the last look. */
  wasBlank: boolean;
  /** What was told last. */
  quality: Quality | undefined;
}

const newLink = (): Link => ({
  judge: new Judge(),
  isLost: false,
  wasBlank: false,
  quality: undefined,
});

/** How good each link is. */
export class LinkQuality extends TypedEventTarget<LinkQualityEvents> {
  readonly #call: CallFace;
  readonly #clock: Clock;
  readonly #isSeen: () => boolean;
  readonly #links = new Map<number, Link>();
  #cancelTick: (() => void) | undefined;
  #listening: AbortController | undefined;

  /** @param isSeen whether the page is in sight; out of sight a browser may draw no pictures */
  constructor(call: CallFace, clock: Clock = browserClock, isSeen: () => boolean = () => true) {
    super();
    this.#call = call;
    this.#clock = clock;
    this.#isSeen = isSeen;
  }

  /** How good my link to another participant is; undefined where that is not known (yet). */
  quality(participant: number): Quality | undefined {
    return this.#links.get(participant)?.quality;
  }

  /** What spoils it most; undefined where it is good or not known. */
  cause(participant: number): Cause | undefined {
    return causeOf(this.quality(participant), this.facts(participant));
  }

  /** What its quality was judged by. */
  facts(participant: number): LinkFacts {
    const link = this.#links.get(participant);
    return link && !link.isLost ? link.judge.facts : noFacts;
  }

  /** Begins to look. */
  start(): void {
    if (this.#listening) return;
    this.#listening = new AbortController();
    this.#call.on('change', () => this.#reconcile(), this.#listening);
    this.#schedule();
    void this.look();
  }

  /** Ends looking; nothing is known then. */
  close(): void {
    this.#listening?.abort();
    this.#listening = undefined;
    this.#cancelTick?.();
    this.#links.clear();
  }

  /** Looks now, without waiting for the next time. */
  async look(): Promise<void> {
    this.#reconcile();
    await Promise.all(this.#others.map((person) => this.#lookAt(person)));
    if (this.#listening) this.emit('look');
  }

  #schedule(): void {
    this.#cancelTick = this.#clock.after(TICK, () => {
      this.#schedule();
      void this.look();
    });
  }

  get #others(): readonly Participant[] {
    const { participants, self } = this.#call;
    return participants.filter(({ id }) => id !== self?.id);
  }

  /** Makes the links be those to who is here, and lost where nothing is heard, which cannot wait. */
  #reconcile(): void {
    const others = this.#others;
    for (const id of this.#links.keys()) {
      if (!others.some((person) => person.id === id)) this.#links.delete(id);
    }
    for (const { id, sources } of others) {
      const link = this.#links.get(id) ?? newLink();
      this.#links.set(id, link);
      link.wasBlank ||= !sources.includes('camera');
      const isLost = this.#call.linkStatus(id) === 'interrupted';
      // What got lost meanwhile says nothing of how the link is now that it is back.
      if (isLost !== link.isLost) link.judge = new Judge(!isLost);
      link.isLost = isLost;
      this.#tell(id, link);
    }
  }

  async #lookAt({ id }: Participant): Promise<void> {
    const link = this.#links.get(id);
    if (!link || this.#call.linkStatus(id) !== 'connected') return;
    const { judge } = link;
    // A link that is closed meanwhile has no stats.
    const report = await this.#call.report(id).catch(() => undefined);
    if (!report || link !== this.#links.get(id) || judge !== link.judge) return;
    judge.look(sampleOf(report), !link.wasBlank && this.#isSeen());
    link.wasBlank = false;
    this.#tell(id, link);
  }

  #tell(participant: number, link: Link): void {
    const quality = link.isLost ? 'lost' : link.judge.quality;
    if (quality === link.quality) return;
    link.quality = quality;
    const cause = this.cause(participant);
    this.emit('change', { participant, quality, cause, ...this.facts(participant) });
  }
}
