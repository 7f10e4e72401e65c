/**
 * Who may answer whom at the asker's cost, so that participants do not use up their own allowance by answering others.
 */

/** What the answers to one question may cost: one long answer, and a handful of short ones. */
const REPLY = 12;
/** The maximum that questions add up to, and the time in which they must be answered, in milliseconds. */
const MOST = 24;
const WITHIN = 10_000;

interface Credit {
  units: number;
  until: number;
}

export class Replies {
  /** By asker, then by answerer. */
  readonly #credits = new Map<number, Map<number, Credit>>();

  /** A participant was asked something. */
  ask(asker: number, answerer: number, now: number): void {
    const ofAsker = this.#credits.get(asker) ?? new Map<number, Credit>();
    this.#credits.set(asker, ofAsker);
    const known = ofAsker.get(answerer);
    const left = known && known.until > now ? known.units : 0;
    ofAsker.set(answerer, { units: Math.min(MOST, left + REPLY), until: now + WITHIN });
  }

  /** Whether a message counts as such an answer; if so, its cost is deducted. */
  answer(answerer: number, asker: number, cost: number, now: number): boolean {
    const credit = this.#credits.get(asker)?.get(answerer);
    if (!credit || credit.until <= now || credit.units < cost) return false;
    credit.units -= cost;
    return true;
  }

  /** A participant has left. */
  forget(id: number): void {
    this.#credits.delete(id);
    for (const ofAsker of this.#credits.values()) ofAsker.delete(id);
  }
}
