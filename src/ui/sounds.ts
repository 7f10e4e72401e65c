/** Short, soft sounds: somebody came, somebody went, somebody knocks. */
import type { ReactiveController } from 'lit';
import type { CallFace } from '../call/call-face.js';
import { hostOf } from './host-of.js';
import { playTones, type Melody } from './play-tones.js';
import type { View } from './view.js';

/** About -20 dB: noticed in a talk, not disturbing it. */
const SOFT = { step: 0.12, loudness: 0.1 };
const CAME: Melody = { pitches: [587.33, 880], ...SOFT };
const WENT: Melody = { pitches: [587.33, 440], ...SOFT };
/** Twice the same, as on a door. */
const KNOCKS: Melody = { pitches: [392, 392], step: 0.2, loudness: 0.14 };

/** In a large company somebody comes or goes all the time. */
const MOST_PEOPLE = 6;

export class Sounds implements ReactiveController {
  readonly #view: View;
  #call: CallFace | undefined;
  #selfId: number | undefined;
  /** Who was there at the last look; nobody was looked for before joining. */
  #others: ReadonlySet<number> | undefined;
  #knocking: ReadonlySet<number> = new Set();
  #playing: AbortController | undefined;

  constructor(view: View) {
    this.#view = view;
  }

  hostUpdated(): void {
    const { call } = this.#view;
    const { participants, self } = call;
    // Whoever is here where I come anew, into this call or another, did not come after me.
    const isSameStay = call === this.#call && self?.id === this.#selfId;
    const before = isSameStay ? this.#others : undefined;
    this.#call = call;
    this.#selfId = self?.id;
    this.#others = self && new Set(participants.map(({ id }) => id).filter((id) => id !== self.id));
    const after = this.#others;
    const knocked = this.#knocking;
    this.#knocking = new Set(call.knocking.map(({ id }) => id));
    if (!before || !after) return;
    // Nobody else may open, so it is heard however many are here, and in another tab.
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
    // Where nothing may sound before a gesture, or that speaker is gone, silence is right.
    playTones(melody, { speaker, signal: this.#playing.signal }).catch(() => {});
  }
}
