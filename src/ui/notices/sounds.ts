/** Short, soft sounds when someone joins, leaves or asks to join. */
import type { ReactiveController } from 'lit';
import type { CallApi } from '../../call/call-api.js';
import { hostOf } from '../base/host.js';
import { playTones, type Melody } from './play-tones.js';
import type { View } from '../base/view.js';

/** About -20 dB: noticeable during a conversation without disturbing it. */
const SOFT = { step: 0.12, loudness: 0.1 };
const CAME: Melody = { pitches: [587.33, 880], ...SOFT };
const WENT: Melody = { pitches: [587.33, 440], ...SOFT };
/** The same tone twice, like knocking on a door. */
const KNOCKS: Melody = { pitches: [392, 392], step: 0.2, loudness: 0.14 };

/** In a larger call, someone joins or leaves all the time. */
const MOST_PEOPLE = 6;

export class Sounds implements ReactiveController {
  readonly #view: View;
  #call: CallApi | undefined;
  #selfId: number | undefined;
  /** The others at the last update; undefined before joining. */
  #others: ReadonlySet<number> | undefined;
  #knocking: ReadonlySet<number> = new Set();
  #playing: AbortController | undefined;

  constructor(view: View) {
    this.#view = view;
  }

  hostUpdated(): void {
    const { call } = this.#view;
    const { participants, self } = call;
    // Those already here when the local participant joins did not join later.
    const isSameStay = call === this.#call && self?.id === this.#selfId;
    const before = isSameStay ? this.#others : undefined;
    this.#call = call;
    this.#selfId = self?.id;
    this.#others = self && new Set(participants.map(({ id }) => id).filter((id) => id !== self.id));
    const after = this.#others;
    const knocked = this.#knocking;
    this.#knocking = new Set(call.knocking.map(({ id }) => id));
    if (!before || !after) return;
    // Only a host can let people in, so a knock is heard in large calls and in hidden tabs too.
    const { sounds } = hostOf(this.#view);
    if (sounds && [...this.#knocking].some((id) => !knocked.has(id))) return this.#play(KNOCKS);
    const hasCome = [...after].some((id) => !before.has(id));
    const hasGone = [...before].some((id) => !after.has(id));
    if ((hasCome || hasGone) && this.#isWelcome) this.#play(hasCome ? CAME : WENT);
  }

  hostDisconnected(): void {
    this.#playing?.abort();
  }

  get #isWelcome(): boolean {
    const { sounds } = hostOf(this.#view);
    return sounds && this.#view.call.participants.length <= MOST_PEOPLE && !document.hidden;
  }

  #play(melody: Melody): void {
    this.#playing?.abort();
    this.#playing = new AbortController();
    const speaker = this.#view.call.chosenDevice('speaker');
    // If sound needs a gesture first, or that speaker is gone, stay silent.
    playTones(melody, { speaker, signal: this.#playing.signal }).catch(() => {});
  }
}
