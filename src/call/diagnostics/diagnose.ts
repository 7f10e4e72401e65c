/** Why two people can't be connected, by the facts of both ends: the same verdict at each, and always some reason. */
import type { LinkReason } from '../call-error.js';
import type { LinkProblem } from '../call-api.js';
import type { LinkFacts } from './link-facts.js';

/** Judges a link that is not up; `offers` refers to `mine`. More specific reasons come first. */
export function diagnose(mine: LinkFacts, theirs: LinkFacts, offers: boolean): LinkProblem {
  const [newcomer, elder] = offers ? [mine, theirs] : [theirs, mine];
  /** A problem of the ends that match; of both if neither does. */
  const problem = (reason: LinkReason, isTheirs: (facts: LinkFacts) => boolean): LinkProblem => {
    const [self, other] = [isTheirs(mine), isTheirs(theirs)];
    return Object.freeze({ reason, whose: self === other ? 'both' : self ? 'self' : 'other' });
  };
  const some = (isTrue: (facts: LinkFacts) => boolean) => isTrue(mine) || isTrue(theirs);
  const all = () => true;

  if (some(({ hasNoCodec }) => hasNoCodec)) return problem('link-no-codec', all);
  if (newcomer.stage === 'none') return problem('link-unanswered', (one) => one === newcomer);
  if (elder.stage === 'none') return problem('link-unanswered', (one) => one === elder);
  if (some(({ stage }) => stage !== 'answered')) return problem('link-incompatible', all);
  if (some(({ isReached }) => isReached)) return problem('link-not-encrypted', all);

  const lacksRelay = ({ hides, relay }: LinkFacts) => hides && relay === 'none';
  if (some(lacksRelay)) return problem('link-relay-missing', lacksRelay);
  const isCutOff = ({ found, hides }: LinkFacts) => found === 'nothing' && !hides;
  if (some(isCutOff)) return problem('link-no-address', isCutOff);
  for (const [relay, reason] of [
    ['refused', 'link-relay-refused'],
    ['unreachable', 'link-relay-unreachable'],
  ] as const) {
    const isSo = (facts: LinkFacts) => facts.relay === relay;
    if (some(isSo)) return problem(reason, isSo);
  }
  if (mine.relay === 'found' && theirs.relay === 'found') return problem('link-relay-silent', all);
  for (const [network, reason] of [
    ['no-udp', 'link-no-udp'],
    ['strict', 'link-blocked'],
  ] as const) {
    const isSo = (facts: LinkFacts) => facts.network === network && facts.relay === 'none';
    if (some(isSo)) return problem(reason, isSo);
  }
  // A relay at one end would be enough for both.
  if (some(({ relay }) => relay === 'found')) return problem('link-relay-silent', all);
  return problem('link-blocked', all);
}
