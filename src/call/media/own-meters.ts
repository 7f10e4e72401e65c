/** How loud local audio is. Loaded with the first device that is on. */
import type { Meter, Platform } from '../platform.js';

export type SoundSource = 'microphone' | 'screen-audio';

interface Measured {
  of: MediaStreamTrack;
  clone: MediaStreamTrack;
  meter: Meter;
}

export class OwnMeters {
  readonly #platform: Platform;
  readonly #measured = new Map<SoundSource, Measured>();

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** From 0 to 1, for a source with this current track. */
  level(source: SoundSource, track: MediaStreamTrack | undefined): number {
    if (track?.readyState !== 'live') return 0;
    let measured = this.#measured.get(source);
    if (!measured) {
      // A separate track, which stays enabled while the parked one is disabled.
      const clone = track.clone();
      clone.enabled = true;
      measured = { of: track, clone, meter: this.#platform.measure(clone) };
      this.#measured.set(source, measured);
    }
    return measured.meter.level();
  }

  /** Stops measuring a source, unless its track is this one. */
  release(source: SoundSource, track?: MediaStreamTrack): void {
    const measured = this.#measured.get(source);
    if (!measured || measured.of === track) return;
    measured.meter.close();
    measured.clone.stop();
    this.#measured.delete(source);
  }
}
