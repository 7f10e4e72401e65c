/** Resumes media that something outside the element paused. */
import type { StageHost } from './stage-host.js';

/** Minimum time between two attempts, in milliseconds. */
const REPLAY_AFTER = 1_000;

/**
 * The element itself never pauses media: it was a headset key, the system, or another script. If something keeps
 * pausing it, it is resumed once a second.
 */
export class Replay {
  readonly #stage: StageHost;
  readonly #listening = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #replayedAt = -REPLAY_AFTER;

  constructor(stage: StageHost) {
    this.#stage = stage;
    const { signal } = this.#listening;
    // Media events do not bubble.
    stage.addEventListener('pause', () => this.#schedule(), { capture: true, signal });
    // It may have been paused before this was loaded.
    this.#schedule();
  }

  close(): void {
    this.#listening.abort();
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const wait = Math.max(0, this.#replayedAt + REPLAY_AFTER - performance.now());
    this.#timer = setTimeout(() => {
      this.#replayedAt = performance.now();
      this.#stage.play();
    }, wait);
  }
}
