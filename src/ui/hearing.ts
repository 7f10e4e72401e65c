/** How loud I hear each of the others, and from which speaker. */
import type { StageView } from './stage.js';

/** How I hear one of the others' sounds. */
export interface Hearing {
  /** From 0 to 1. */
  readonly volume: number;
  readonly isMuted: boolean;
}

const plain: Hearing = { volume: 1, isMuted: false };

export class Hearings {
  readonly #stage: StageView;
  /** The speaker that was asked for last; one that refused is not asked again and again. */
  readonly #speakers = new WeakMap<HTMLAudioElement, string>();

  constructor(stage: StageView) {
    this.#stage = stage;
  }

  /** Whether a page may say how loud it is; on iOS that is for the buttons at the side. */
  get canSetVolume(): boolean {
    const audio = document.createElement('audio');
    audio.volume = 0.5;
    return audio.volume === 0.5;
  }

  /** How I hear a source of a participant. */
  of(key: string): Hearing {
    return this.#stage.hearings.get(key) ?? plain;
  }

  /** Makes me hear a source of a participant otherwise. */
  change(key: string, change: Partial<Hearing>): void {
    this.#stage.hearings.set(key, { ...this.of(key), ...change });
    this.#stage.requestUpdate();
  }

  /** Makes the element of a sound sound as it should. */
  tune(audio: HTMLAudioElement): void {
    const { volume, isMuted } = this.of(audio.dataset.key!);
    audio.volume = volume;
    audio.muted = isMuted;
    const { call } = this.#stage;
    const chosen = call.chosenDevice('speaker');
    // From a speaker that was unplugged nothing would come, and no browser says so.
    const speaker = call.devices('speaker').some(({ id }) => id === chosen) ? chosen : '';
    if (audio.sinkId === undefined || speaker === (this.#speakers.get(audio) ?? '')) return;
    this.#speakers.set(audio, speaker);
    // Where the browser refuses, the sound stays where it was.
    audio.setSinkId(speaker).catch(() => {});
  }
}
