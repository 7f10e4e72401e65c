/** How good each link is, from the browser's statistics, smoothed over time. */
import { browserClock } from '../call/browser/browser-clock.js';
import type { CallApi, Participant } from '../call/call-api.js';
import type { Clock } from '../call/platform.js';
import { TypedEventTarget } from '../call/base/typed-event-target.js';
import { LinkRater } from './link-quality/link-rater.js';
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
  /** The quality of a link changed, or is no longer known. */
  change: LinkFacts & {
    readonly participant: number;
    readonly quality: Quality | undefined;
    readonly cause: Cause | undefined;
  };
  /** The facts were updated: every two seconds. */
  look: void;
}

/** Milliseconds between two samples; the peer's reports arrive every one to five seconds. */
const TICK = 2_000;

/** The state of one link. */
interface Link {
  rater: LinkRater;
  isLost: boolean;
  /** Whether the remote camera was off at some moment since the last sample. */
  wasBlank: boolean;
  /** The last quality reported. */
  quality: Quality | undefined;
}

const newLink = (): Link => ({
  rater: new LinkRater(),
  isLost: false,
  wasBlank: false,
  quality: undefined,
});

/** How good each link is. */
export class LinkQuality extends TypedEventTarget<LinkQualityEvents> {
  readonly #call: CallApi;
  readonly #clock: Clock;
  readonly #isSeen: () => boolean;
  readonly #links = new Map<number, Link>();
  #cancelTick: (() => void) | undefined;
  #listening: AbortController | undefined;

  /** @param isSeen whether the page is visible; a browser may not render video of a hidden page */
  constructor(call: CallApi, clock: Clock = browserClock, isSeen: () => boolean = () => true) {
    super();
    this.#call = call;
    this.#clock = clock;
    this.#isSeen = isSeen;
  }

  /** The quality of the link to another participant; undefined if unknown (yet). */
  quality(participant: number): Quality | undefined {
    return this.#links.get(participant)?.quality;
  }

  /** The main cause of reduced quality; undefined if it is good or unknown. */
  cause(participant: number): Cause | undefined {
    return causeOf(this.quality(participant), this.facts(participant));
  }

  /** The measurements behind its quality. */
  facts(participant: number): LinkFacts {
    const link = this.#links.get(participant);
    return link && !link.isLost ? link.rater.facts : noFacts;
  }

  /** Starts sampling. */
  start(): void {
    if (this.#listening) return;
    this.#listening = new AbortController();
    this.#call.on('change', () => this.#reconcile(), this.#listening);
    this.#schedule();
    void this.look();
  }

  /** Stops sampling; nothing is known then. */
  close(): void {
    this.#listening?.abort();
    this.#listening = undefined;
    this.#cancelTick?.();
    this.#links.clear();
  }

  /** Takes a sample now, without waiting for the timer. */
  async look(): Promise<void> {
    this.#reconcile();
    await Promise.all(this.#others.map((person) => this.#lookAt(person)));
    if (this.#listening) this.emit('look');
  }

  /** One sample at a time: on a busy machine a report can take longer than the interval. */
  #schedule(listening = this.#listening): void {
    this.#cancelTick = this.#clock.after(TICK, () => {
      void this.look().finally(() => {
        if (this.#listening === listening) this.#schedule();
      });
    });
  }

  get #others(): readonly Participant[] {
    const { participants, self } = this.#call;
    return participants.filter(({ id }) => id !== self?.id);
  }

  /** Updates the links to the present participants, and marks interrupted ones as lost without delay. */
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
      // Packets lost meanwhile say nothing about the link after it is back.
      if (isLost !== link.isLost) link.rater = new LinkRater(!isLost);
      link.isLost = isLost;
      this.#tell(id, link);
    }
  }

  async #lookAt({ id }: Participant): Promise<void> {
    const link = this.#links.get(id);
    if (!link || this.#call.linkStatus(id) !== 'connected') return;
    const { rater } = link;
    // A link that is closed meanwhile has no stats.
    const report = await this.#call.report(id).catch(() => undefined);
    if (!report || link !== this.#links.get(id) || rater !== link.rater) return;
    rater.update(sampleOf(report), !link.wasBlank && this.#isSeen());
    link.wasBlank = false;
    this.#tell(id, link);
  }

  #tell(participant: number, link: Link): void {
    const quality = link.isLost ? 'lost' : link.rater.quality;
    if (quality === link.quality) return;
    link.quality = quality;
    const cause = this.cause(participant);
    this.emit('change', { participant, quality, cause, ...this.facts(participant) });
  }
}
