/** Local playback settings for each remote audio stream: volume, muting and speaker. */
import { panelsFor } from '../i18n/panel-words.js';
import { say } from '../base/say.js';
import type { AudioSettings, StageHost } from './stage-host.js';

const plain: AudioSettings = { volume: 1, isMuted: false };

export class PlaybackSettings {
  readonly #stage: StageHost;
  /** The requested speaker that is not in use yet or was refused, so that it isn't requested repeatedly. */
  readonly #asked = new WeakMap<HTMLAudioElement, string>();

  /** The last speaker that the browser refused. */
  #refused = '';

  constructor(stage: StageHost) {
    this.#stage = stage;
  }

  /** Whether a page can set the volume; on iOS, only the hardware buttons can. */
  readonly canSetVolume = isVolumeSettable();

  /** The playback settings of a participant's source. */
  of(key: string): AudioSettings {
    return this.#stage.hearings.get(key) ?? plain;
  }

  /** Changes the playback settings of a participant's source. */
  change(key: string, change: Partial<AudioSettings>): void {
    this.#stage.hearings.set(key, { ...this.of(key), ...change });
    this.#stage.requestUpdate();
  }

  /** Applies the playback settings to an audio element. */
  tune(audio: HTMLAudioElement): void {
    const { volume, isMuted } = this.of(audio.dataset.key!);
    audio.volume = volume;
    audio.muted = isMuted;
    const { call } = this.#stage;
    const chosen = call.chosenDevice('speaker');
    // An unplugged speaker would be silent, and no browser reports it.
    const speaker = call.devices('speaker').some(({ id }) => id === chosen) ? chosen : '';
    const current = this.#asked.get(audio) ?? audio.sinkId;
    if (current === undefined || speaker === current) return;
    if (speaker !== this.#refused) this.#refused = '';
    this.#asked.set(audio, speaker);
    const use = () => {
      // From now on, `sinkId` shows whether another script changes the speaker.
      if (this.#asked.get(audio) === speaker) this.#asked.delete(audio);
      // An earlier choice may take effect after this one.
      this.tune(audio);
    };
    audio.setSinkId(speaker).then(use, () => this.#handleRefusal(speaker));
  }

  /** Audio stays on the previous speaker. Each audio element is refused, but only one message is shown. */
  #handleRefusal(speaker: string): void {
    if (!speaker || speaker === this.#refused || !this.#stage.isConnected) return;
    this.#refused = speaker;
    say(this.#stage, panelsFor(this.#stage).devices.notHeard);
  }
}

function isVolumeSettable(): boolean {
  const audio = document.createElement('audio');
  audio.volume = 0.5;
  return audio.volume === 0.5;
}
