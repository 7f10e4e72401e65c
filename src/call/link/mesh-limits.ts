/** What participants may cause here, each of them and all together; `ParticipantLimits` has the rates of each. */
import { LIMITS } from '../../protocol.js';
import { TokenBucket } from '../../token-bucket.js';
import { ParticipantLimits } from '../channels/participant-limits.js';

export class MeshLimits {
  /** By participant id, for as long as anything is counted; links come and go with pages. */
  readonly #limits = new Map<number, ParticipantLimits>();
  readonly #connections: TokenBucket;

  constructor(now: number) {
    this.#connections = new TokenBucket(LIMITS.totalConnectionRate, now);
  }

  of(id: number, now: number): ParticipantLimits {
    const limits = this.#limits.get(id) ?? new ParticipantLimits(now);
    this.#limits.set(id, limits);
    return limits;
  }

  /** Counts one more connection to a participant; false if it has to wait. */
  takeConnection(id: number, isFirst: boolean, now: number): boolean {
    const limits = this.of(id, now);
    if (limits.isCutOff(now)) return false;
    return this.takeFromTotal(isFirst, now) && limits.takeConnection(now);
  }

  /** Counts a connection; half of them are left for the first to each participant. */
  takeFromTotal(isFirst: boolean, now: number): boolean {
    const left = isFirst ? 0 : LIMITS.totalConnectionRate.burst / 2;
    return this.#connections.level(now) > left && this.#connections.take(1, now);
  }

  /** Discards the limits of participants without a link for whom nothing is counted any more. */
  forget(isLinked: (id: number) => boolean, now: number): void {
    for (const [id, limits] of this.#limits) {
      if (!isLinked(id) && limits.isQuiet(now)) this.#limits.delete(id);
    }
  }
}
