/** Candidates that arrive before their description; only those of the newest description are kept. */
import type { LinkSignal } from '../../protocol.js';
import { CandidateQuota } from './candidate-quota.js';

type Candidates = LinkSignal & { type: 'candidates' };

export class EarlyCandidates {
  #of = -1;
  #quota = new CandidateQuota();
  #signals: Candidates[] = [];

  /** @param of the epoch or number of the description, which only increases */
  add(of: number, signal: Candidates): void {
    if (of < this.#of) return;
    if (of > this.#of) this.#begin(of);
    const candidates = this.#quota.take(signal.candidates);
    if (candidates.length) this.#signals.push({ ...signal, candidates });
  }

  /** The candidates of this description, in order; they and those of older descriptions are discarded. */
  take(of: number): readonly Candidates[] {
    if (of < this.#of) return [];
    const signals = of === this.#of ? this.#signals : [];
    this.#begin(of);
    return signals;
  }

  #begin(of: number): void {
    this.#of = of;
    this.#quota = new CandidateQuota();
    this.#signals = [];
  }
}
