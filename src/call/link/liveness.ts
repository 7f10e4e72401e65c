/** Whether a link is alive, as pure state over time: when it is silent, interrupted, or needs a restart. */

/** Milliseconds without a heartbeat until sending is paused; if the remote page is visible or hidden. */
const SILENT_AFTER = { seen: 500, hidden: 3_000 };
/** Until the interruption is reported, so that a hiccup is not. */
const INTERRUPTED_AFTER = { seen: 1_500, hidden: 5_000 };
/**
 * Until the first, second and each further ICE restart, provided the server answers meanwhile: then the network works,
 * and only the path is lost.
 */
const RESTART_AFTER = [1_200, 3_500, 5_000, 8_000];
/** Both ends restart within this time of each other, in milliseconds. */
const JUST = 500;

export class Liveness {
  #heardAt: number;
  #restartedAt: number | undefined;
  #restarts = 0;
  #isHidden = false;
  #silence = 0;

  constructor(now: number) {
    this.#heardAt = now;
  }

  /** How often ICE was restarted since the link was last heard. */
  get restarts(): number {
    return this.#restarts;
  }

  /** Nothing is received: pause sending. */
  get isSilent(): boolean {
    return this.#silence > this.#limit(SILENT_AFTER);
  }

  /** The silence has lasted long enough to be reported. */
  get isInterrupted(): boolean {
    return this.#silence > this.#limit(INTERRUPTED_AFTER);
  }

  /** A message arrived, or the connection is up; a heartbeat reports whether the remote page is hidden. */
  heard(now: number, isHidden = this.#isHidden): void {
    this.#isHidden = isHidden;
    this.#heardAt = now;
    this.#silence = this.#restarts = 0;
    this.#restartedAt = undefined;
  }

  /** Nothing can have been received yet: silence counts from here. */
  waiting(since: number): void {
    this.#heardAt = since;
  }

  restarted(now: number): void {
    this.#restartedAt = now;
    this.#restarts++;
  }

  hasJustRestarted(now: number): boolean {
    return this.#restartedAt !== undefined && now - this.#restartedAt < JUST;
  }

  /** Updates the silence. `late`: how far this check was delayed locally, which doesn't count as silence. */
  check(now: number, late: number): void {
    if (late > SILENT_AFTER.seen / 2) this.#heardAt = Math.min(now, this.#heardAt + late);
    this.#silence = now - this.#heardAt;
  }

  needsRestart(now: number): boolean {
    const wait = RESTART_AFTER[Math.min(this.#restarts, RESTART_AFTER.length - 1)] as number;
    const since =
      this.#restartedAt ?? this.#heardAt + this.#limit(SILENT_AFTER) - SILENT_AFTER.seen;
    return now - since > wait;
  }

  #limit(limits: { seen: number; hidden: number }): number {
    return this.#isHidden ? limits.hidden : limits.seen;
  }
}
