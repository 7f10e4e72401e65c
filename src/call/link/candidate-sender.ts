/** The candidates of the current local description: collected briefly, so that several are sent together. */
import type { LinkSignal } from '../../protocol.js';
import type { Clock } from '../platform.js';
import { CandidateQuota } from './candidate-quota.js';

type Candidates = (LinkSignal & { type: 'candidates' })['candidates'];

/** How long candidates are collected, in milliseconds; the first ones only briefly. */
const COLLECTED_FOR = { first: 5, later: 50 };

export class CandidateSender {
  readonly #clock: Clock;
  readonly #send: (candidates: Candidates) => void;
  #waiting: RTCIceCandidate[] = [];
  #quota = new CandidateQuota();
  #isStarted = false;
  #hasFlushed = false;
  #cancelFlush: (() => void) | undefined;

  constructor(clock: Clock, send: (candidates: Candidates) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  /** Signals reach the peer from now on: sends what was collected. */
  start(): void {
    this.#isStarted = true;
    this.#flush();
  }

  /** Adds a candidate; null, the end of the candidates, is not sent. */
  add(candidate: RTCIceCandidate | null): void {
    if (candidate?.candidate) this.#waiting.push(candidate);
    if (!this.#waiting.length || !this.#isStarted) return;
    const wait = this.#hasFlushed ? COLLECTED_FOR.later : COLLECTED_FOR.first;
    this.#cancelFlush ??= this.#clock.after(wait, () => this.#flush());
  }

  /** Begins another description. */
  reset(): void {
    this.drop();
    this.#quota = new CandidateQuota();
  }

  /** Drops those not sent yet: the description that is about to be sent contains them. */
  drop(): void {
    this.#waiting = [];
  }

  close(): void {
    this.#cancelFlush?.();
  }

  #flush(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    this.#hasFlushed = true;
    const candidates = this.#quota.take(this.#waiting.splice(0)).map((candidate) => {
      const { sdpMid, sdpMLineIndex, usernameFragment } = candidate;
      return { candidate: candidate.candidate, sdpMid, sdpMLineIndex, usernameFragment };
    });
    if (candidates.length) this.#send(candidates);
  }
}
