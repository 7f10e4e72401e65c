/** The statistics of one connection, shared by everything that reads them: one request to the browser at a time. */
import type { Clock } from '../platform.js';

/**
 * A report is shared for this long after it was requested, in milliseconds. Adaptive sending, which reads most often,
 * reads once a second.
 */
const MAX_AGE = 500;

export class StatsReader {
  readonly #clock: Clock;
  readonly #request: () => Promise<RTCStatsReport>;
  #report: Promise<RTCStatsReport> | undefined;
  #requestedAt = -Infinity;
  #isPending = false;

  /** @param request requests a new report from the browser */
  constructor(clock: Clock, request: () => Promise<RTCStatsReport>) {
    this.#clock = clock;
    this.#request = request;
  }

  /** The current report, or the one requested at most `MAX_AGE` ago. */
  read(): Promise<RTCStatsReport> {
    const now = this.#clock.now();
    if (this.#report && (this.#isPending || now - this.#requestedAt < MAX_AGE)) return this.#report;
    this.#requestedAt = now;
    this.#isPending = true;
    this.#report = this.#readNew();
    return this.#report;
  }

  async #readNew(): Promise<RTCStatsReport> {
    try {
      return await this.#request();
    } catch (error) {
      this.#report = undefined;
      throw error;
    } finally {
      this.#isPending = false;
    }
  }
}
