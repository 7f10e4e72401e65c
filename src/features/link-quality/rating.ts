/** How good a link is, by its facts: the rating of the E-model, and its name. */
import type { SampleDelta } from './sample-delta.js';

/**
 * The quality as users perceive it. `good`: no noticeable problems. `fair`: noticeable now and then. `poor`: talking is
 * difficult. `lost`: nothing is received right now.
 */
export type Quality = 'good' | 'fair' | 'poor' | 'lost';

/** Measurements of the last seconds; undefined if there were too few packets. */
export interface LinkFacts {
  /** Round trip time, in milliseconds. */
  readonly roundTrip: number | undefined;
  /** The variation in arrival times of audio packets, in milliseconds. */
  readonly jitter: number | undefined;
  /** Packet loss of received media, from 0 to 1. */
  readonly packetLossIn: number | undefined;
  /** Packet loss of sent media, as reported by the peer. */
  readonly packetLossOut: number | undefined;
  /** The share of the time in which the remote video was frozen, from 0 to 1. */
  readonly freezeRatio: number | undefined;
}

/**
 * The fact that affects a link most: packet loss of received or sent media, round trip, audio jitter, or frozen
 * video. `silence`: nothing is received, so nothing can be measured.
 */
export type Cause = 'loss-in' | 'loss-out' | 'delay' | 'jitter' | 'frozen' | 'silence';

export const noFacts: LinkFacts = Object.freeze({
  roundTrip: undefined,
  jitter: undefined,
  packetLossIn: undefined,
  packetLossOut: undefined,
  freezeRatio: undefined,
});

/** The minimum for a loss rate: the packets of half a second of speech. */
const ENOUGH = 25;
/** In milliseconds. Video visible for less than this can't be called frozen. */
const LONG_ENOUGH = 1_500;

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

/** The median: a single delayed packet doesn't make a link slow. */
function median(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((one) => one !== undefined).toSorted((one, other) => one - other);
  return known[Math.floor((known.length - 1) / 2)];
}

const share = (part: number, whole: number, enough: number): number | undefined =>
  whole < enough ? undefined : Math.min(1, Math.max(0, part / whole));

/** The facts of consecutive intervals. */
export function factsOf(passages: readonly SampleDelta[]): LinkFacts {
  const all = (name: Exclude<keyof SampleDelta, 'roundTrip' | 'jitter' | 'activeStreams'>) =>
    sum(passages.map((one) => one[name]));
  return Object.freeze({
    roundTrip: median(passages.map(({ roundTrip }) => roundTrip)),
    jitter: median(passages.map(({ jitter }) => jitter)),
    packetLossIn: share(all('lostIn'), all('expectedIn'), ENOUGH),
    packetLossOut: share(all('lostOut'), all('expectedOut'), ENOUGH),
    freezeRatio: share(all('freezeDuration'), all('watched'), LONG_ENOUGH),
  });
}

/** The worse of both directions. */
const packetLossOf = ({ packetLossIn, packetLossOut }: LinkFacts): number =>
  Math.max(packetLossIn ?? 0, packetLossOut ?? 0);

/** The fixed delay of a call from mouth to ear, in milliseconds: an Opus frame, its look-ahead, playback. */
const OWN_DELAY = 60;
/** Rating points lost per percent of packet loss, or of the time frozen. */
const PER_LOST = 4;
const PER_FROZEN = 1;

/**
 * The transmission rating R of the E-model (ITU-T G.107) in its short form for packets: of 93.2 points, `0.024 d + 0.11
 * (d - 177.3)` are subtracted for the delay `d` from mouth to ear, the latter part if d is larger (Cole and Rosenbluth,
 * Voice over IP performance monitoring, ACM CCR 31/2, 2001). This matches G.114: up to 150 ms hardly anyone minds,
 * beyond 400 ms hardly anyone tolerates it. A jitter buffer adds about twice the jitter. One percent of loss costs
 * about 4 points with codecs that conceal it (On controlling voice quality in packet-based networks, Telektronikk
 * 2/3.2001, figure 5). No such model covers frozen video; here, a tenth of the time counts as much as 2.5 % loss.
 */
export function rate(facts: LinkFacts): number {
  const { roundTrip = 0, jitter = 0, freezeRatio = 0 } = facts;
  const delay = OWN_DELAY + roundTrip / 2 + 2 * jitter;
  const forDelay = 0.024 * delay + 0.11 * Math.max(0, delay - 177.3);
  return 93.2 - forDelay - 100 * (PER_LOST * packetLossOf(facts) + PER_FROZEN * freezeRatio);
}

/**
 * By ITU-T G.109: from 80 on users are satisfied, below 60 nearly all are not. In a call without other flaws these are
 * 2.9 and 7.9 % loss, or round trips of 370 and 670 ms. Jitsi removes its first bar beyond 2 % and shows one of five
 * beyond 8 %; LiveKit rates by the same model, excellent above 80 but poor only from 40 down.
 */
const LEAST = { good: 80, fair: 60 };
/** A link must exceed the threshold by this much to be called better again. */
const MARGIN = 4;

const ORDER: readonly (Quality | undefined)[] = ['poor', 'fair', 'good'];

/** Whether one quality is better than another; any is better than none. */
export const isBetter = (one: Quality, other: Quality | undefined): boolean =>
  ORDER.indexOf(one) > ORDER.indexOf(other);

/** The name of a rating, given the link's previous quality. */
export function qualityOf(rating: number, before: Quality | undefined): Exclude<Quality, 'lost'> {
  const from = (name: 'good' | 'fair') =>
    LEAST[name] + (before !== undefined && isBetter(name, before) ? MARGIN : 0);
  if (rating >= from('good')) return 'good';
  return rating >= from('fair') ? 'fair' : 'poor';
}

/**
 * The main cause of a link's quality: the fact without which its rating would be best; undefined if the link is good,
 * or has yet to prove that it is again.
 */
export function causeOf(quality: Quality | undefined, facts: LinkFacts): Cause | undefined {
  if (quality === 'lost') return 'silence';
  if (!quality || qualityOf(rate(facts), quality) === 'good') return undefined;
  const without = (...names: (keyof LinkFacts)[]) =>
    rate({ ...facts, ...Object.fromEntries(names.map((name) => [name, undefined])) });
  // The rating uses the worse direction, so removing only one might gain nothing.
  const loss = (facts.packetLossIn ?? 0) >= (facts.packetLossOut ?? 0) ? 'loss-in' : 'loss-out';
  const ratings: readonly (readonly [Cause, number])[] = [
    [loss, without('packetLossIn', 'packetLossOut')],
    ['delay', without('roundTrip')],
    ['jitter', without('jitter')],
    ['frozen', without('freezeRatio')],
  ];
  return ratings.reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}
