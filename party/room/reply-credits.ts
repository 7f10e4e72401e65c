/**
 * Who may answer whom at the expense of the participant who asked, so that answering others does not use up a
 * participant's own allowance.
 */

/** What the answers to one request may cost: one long answer, and a handful of short ones. */
const CREDIT = 12;
/** The most that requests add up to, and the time in which they must be answered, in milliseconds. */
const MOST = 24;
const VALIDITY = 10_000;

interface Credit {
  units: number;
  until: number;
}

export class ReplyCredits {
  /** By the participant who asked, then by the one who answers. */
  readonly #credits = new Map<number, Map<number, Credit>>();

  /** A participant sent another one something to answer. */
  add(asker: number, answerer: number, now: number): void {
    const ofAsker = this.#credits.get(asker) ?? new Map<number, Credit>();
    this.#credits.set(asker, ofAsker);
    const known = ofAsker.get(answerer);
    const left = known && known.until > now ? known.units : 0;
    ofAsker.set(answerer, { units: Math.min(MOST, left + CREDIT), until: now + VALIDITY });
  }

  /** Whether a message counts as such an answer; if so, its cost is deducted. */
  spend(answerer: number, asker: number, cost: number, now: number): boolean {
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
