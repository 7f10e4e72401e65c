/** Whether a link is heard, as pure state over time: when it is silent, interrupted, or needs a restart. */

/** Milliseconds without a beat until nothing more is sent into the dark: seen and hidden others. */
const SILENT_AFTER = { seen: 500, hidden: 3_000 };
/** Until people are told, so that a hiccup is not a message. */
const INTERRUPTED_AFTER = { seen: 1_500, hidden: 5_000 };
/** Until ICE is restarted, the first, second and every further time, where the Room answers meanwhile:
 * then the network is there, and it is the path that is lost. */
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

  /** Nothing is heard: pause what is sent. */
  get isSilent(): boolean {
    return this.#silence > this.#limit(SILENT_AFTER);
  }

  /** Nothing has been heard for so long that people should know. */
  get isInterrupted(): boolean {
    return this.#silence > this.#limit(INTERRUPTED_AFTER);
  }

  /** A message came, or the connection is up; a beat tells whether the other's page is hidden. */
  heard(now: number, isHidden = this.#isHidden): void {
    this.#isHidden = isHidden;
    this.#heardAt = now;
    this.#silence = this.#restarts = 0;
    this.#restartedAt = undefined;
  }

  /** Nothing can have been heard yet: silence counts from here. */
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

  /** Looks at the silence. `late`: how much this look came too late by my own fault, which nobody's silence. */
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
