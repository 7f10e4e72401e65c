/** Which ICE candidates are used if there are many: each kind has reserved places, so that late ones are not lost. */
import { LIMITS } from '../../protocol.js';

/** Places reserved for one kind; the rest go to whichever candidates come first. */
const RESERVED = { host: 16, reflexive: 12, relay: 12 };
type Kind = keyof typeof RESERVED;
const KINDS = Object.keys(RESERVED) as Kind[];

function kindOf(candidate: string): Kind {
  const [, type] = / typ (\w+)/.exec(candidate) ?? [];
  if (type === 'relay') return 'relay';
  return type === 'srflx' || type === 'prflx' ? 'reflexive' : 'host';
}

/** Counts the candidates of one description. */
export class CandidateQuota {
  readonly #used: Record<Kind, number> = { host: 0, reflexive: 0, relay: 0 };

  /** The candidates that still have a place, which they take. */
  take<T extends { readonly candidate: string }>(candidates: readonly T[]): T[] {
    return candidates.filter(({ candidate }) => this.#takePlace(kindOf(candidate)));
  }

  #takePlace(kind: Kind): boolean {
    const placesFor = (one: Kind) =>
      one === kind ? this.#used[one] : Math.max(this.#used[one], RESERVED[one]);
    if (KINDS.reduce((sum, one) => sum + placesFor(one), 0) >= LIMITS.candidates) return false;
    this.#used[kind]++;
    return true;
  }
}
