/** How good a link is, by its facts: the rating of the E-model, and the words for it. */
import type { Passage } from './passage.js';

/**
 * How a link is, as people feel it. `good`: nothing to notice. `fair`: noticed now and then. `poor`: talking is
 * hard work. `lost`: nothing is heard right now.
 */
export type Quality = 'good' | 'fair' | 'poor' | 'lost';

/** What was measured in the last seconds; undefined where too little passed to tell. */
export interface LinkFacts {
  /** From here to the other and back, in milliseconds. */
  readonly roundTrip: number | undefined;
  /** By how much the packets of sound come sooner or later than they should, in milliseconds. */
  readonly jitter: number | undefined;
  /** The share of packets that did not arrive here, from 0 to 1. */
  readonly lossIn: number | undefined;
  /** The same of what I sent, as the other reports it. */
  readonly lossOut: number | undefined;
  /** The share of the time in which the other's picture stood still, from 0 to 1. */
  readonly frozen: number | undefined;
}

/**
 * Which of the facts costs a link most: packets that do not arrive here, or there; the way there and back; sound that
 * comes unevenly; a picture that stands still. `silence`: nothing is heard, so nothing can be measured.
 */
export type Cause = 'loss-in' | 'loss-out' | 'delay' | 'jitter' | 'frozen' | 'silence';

export const noFacts: LinkFacts = Object.freeze({
  roundTrip: undefined,
  jitter: undefined,
  lossIn: undefined,
  lossOut: undefined,
  frozen: undefined,
});

/** Of fewer packets than half a second of speech has, no share can be told. */
const ENOUGH = 25;
/** A picture that was seen more briefly than this cannot be said to stand still, in milliseconds. */
const LONG_ENOUGH = 1_500;

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

/** The one in the middle: a single packet that was held up is no slow link. */
function median(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((one) => one !== undefined).toSorted((one, other) => one - other);
  return known[Math.floor((known.length - 1) / 2)];
}

const share = (part: number, whole: number, enough: number): number | undefined =>
  whole < enough ? undefined : Math.min(1, Math.max(0, part / whole));

/** The facts of some passages that follow each other. */
export function factsOf(passages: readonly Passage[]): LinkFacts {
  const all = (name: Exclude<keyof Passage, 'roundTrip' | 'jitter' | 'flowing'>) =>
    sum(passages.map((one) => one[name]));
  return Object.freeze({
    roundTrip: median(passages.map(({ roundTrip }) => roundTrip)),
    jitter: median(passages.map(({ jitter }) => jitter)),
    lossIn: share(all('lostIn'), all('expectedIn'), ENOUGH),
    lossOut: share(all('lostOut'), all('expectedOut'), ENOUGH),
    frozen: share(all('frozen'), all('watched'), LONG_ENOUGH),
  });
}

/** The worse of both directions. */
export const lossOf = ({ lossIn, lossOut }: LinkFacts): number =>
  Math.max(lossIn ?? 0, lossOut ?? 0);

/** What a call has of its own from mouth to ear, in milliseconds: a frame of Opus, its look ahead, playing. */
const OWN_DELAY = 60;
/** By how many points the rating sinks with each hundredth that is lost, or of the time without motion. */
const PER_LOST = 4;
const PER_FROZEN = 1;

/**
 * The transmission rating R of the E-model (ITU-T G.107) in its short form for packets: of 93.2 points
 * `0.024 d + 0.11 (d - 177.3)` go to the delay `d` from mouth to ear, the latter part where d is larger
 * (Cole and Rosenbluth, Voice over IP performance monitoring, ACM CCR 31/2, 2001), which fits G.114: up to
 * 150 ms hardly anybody minds, beyond 400 ms hardly anybody bears it. A jitter buffer waits for some twice the
 * jitter. One per cent lost costs about 4 points with codecs that conceal it (on controlling voice quality in
 * packet-based networks, Telektronikk 2/3.2001, figure 5). Pictures that stand still are in no such model; a
 * tenth of the time weighs here as much as 2.5 % lost.
 */
export function rate(facts: LinkFacts): number {
  const { roundTrip = 0, jitter = 0, frozen = 0 } = facts;
  const delay = OWN_DELAY + roundTrip / 2 + 2 * jitter;
  const forDelay = 0.024 * delay + 0.11 * Math.max(0, delay - 177.3);
  return 93.2 - forDelay - 100 * (PER_LOST * lossOf(facts) + PER_FROZEN * frozen);
}

/**
 * By ITU-T G.109: from 80 on users are satisfied, below 60 nearly all are not. In a call that has no other flaw
 * these are 2.9 and 7.9 % lost, or 370 and 670 ms there and back. Jitsi takes off its first bar beyond 2 % and has
 * one of five left beyond 8 %; LiveKit rates by the same model, excellent above 80 but poor from 40 down only.
 */
const LEAST = { good: 80, fair: 60 };
/** A link must be better than that by so much to be called better again. */
const MARGIN = 4;

const ORDER: readonly (Quality | undefined)[] = ['poor', 'fair', 'good'];

/** Whether one quality is better than another; anything is better than none. */
export const isBetter = (one: Quality, other: Quality | undefined): boolean =>
  ORDER.indexOf(one) > ORDER.indexOf(other);

/** What a rating is called where the link was called something before. */
export function qualityOf(rating: number, before: Quality | undefined): Exclude<Quality, 'lost'> {
  const from = (name: 'good' | 'fair') =>
    LEAST[name] + (before !== undefined && isBetter(name, before) ? MARGIN : 0);
  if (rating >= from('good')) return 'good';
  return rating >= from('fair') ? 'fair' : 'poor';
}

/**
 * What costs a link most that is called so, which is that without which its rating would be best; undefined where it
 * is good, or has yet to prove that it is again.
 */
export function causeOf(quality: Quality | undefined, facts: LinkFacts): Cause | undefined {
  if (quality === 'lost') return 'silence';
  if (!quality || qualityOf(rate(facts), quality) === 'good') return undefined;
  const without = (...names: (keyof LinkFacts)[]) =>
    rate({ ...facts, ...Object.fromEntries(names.map((name) => [name, undefined])) });
  // The rating takes the worse of both ways, so neither would gain anything without the other.
  const loss = (facts.lossIn ?? 0) >= (facts.lossOut ?? 0) ? 'loss-in' : 'loss-out';
  const ratings: readonly (readonly [Cause, number])[] = [
    [loss, without('lossIn', 'lossOut')],
    ['delay', without('roundTrip')],
    ['jitter', without('jitter')],
    ['frozen', without('frozen')],
  ];
  return ratings.reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}
