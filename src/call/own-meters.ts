/** How loud my own sounds are. Loaded with the first device that is on. */
import type { Meter, Platform } from './platform.js';

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

  /** From 0 to 1, of a source whose track is this now. */
  level(source: SoundSource, track: MediaStreamTrack | undefined): number {
    if (track?.readyState !== 'live') return 0;
    let measured = this.#measured.get(source);
    if (!measured) {
      // A track of its own, which hears while the parked one is disabled.
      const clone = track.clone();
      clone.enabled = true;
      measured = { of: track, clone, meter: this.#platform.measure(clone) };
      this.#measured.set(source, measured);
    }
    return measured.meter.level();
  }

  /** Lets go of what is measured of a source, unless that is this track. */
  release(source: SoundSource, track?: MediaStreamTrack): void {
    const measured = this.#measured.get(source);
    if (!measured || measured.of === track) return;
    measured.meter.close();
    measured.clone.stop();
    this.#measured.delete(source);
  }
}
