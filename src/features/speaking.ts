/** Who is speaking, from the levels of a call, smoothed; and whether the local participant talks while unheard. */
import { browserClock } from '../call/browser/browser-clock.js';
import type { CallApi } from '../call/call-api.js';
import type { Clock } from '../call/platform.js';
import { TypedEventTarget } from '../call/base/typed-event-target.js';

export interface SpeakingEvents {
  /** `speakers`, `active` or `unheard` changed. */
  change: void;
  /** The levels were updated: ten times a second. */
  level: void;
}

/** Milliseconds between two samples of the levels. */
const TICK = 100;
/** Speech is louder than this; breath and fans, after noise suppression, are not (about -34 dB). */
const LOUD = 0.02;
/** Loud in two consecutive samples, about 150 ms of sound: a click is not speech. */
const ON_AFTER = TICK;
/** A shorter pause between words doesn't end speech. */
const OFF_AFTER = 700;
/** A brief interjection doesn't make a participant the active speaker. */
const ACTIVE_AFTER = 1_000;
/** How long the user talks while muted before being notified, and how long the notice stays. */
const UNHEARD_AFTER = 1_000;
const UNHEARD_FOR = 4_000;
/** A working microphone is never this quiet (less than the last bit of one sample). */
const NOTHING = 1e-6;
const SILENT_AFTER = 10_000;

/** The sound of one person: since when without a long pause, and when last. */
class Voice {
  #since: number | undefined;
  #last = 0;
  #level = 0;

  /** The last level, from 0 to 1. */
  get level(): number {
    return this.#level;
  }

  hear(level: number, now: number): void {
    this.#level = level;
    if (level >= LOUD) {
      this.#since ??= now;
      this.#last = now;
    } else if (!this.isSpeaking(now)) this.#since = undefined;
  }

  isSpeaking(now: number): boolean {
    return (
      this.#since !== undefined &&
      this.#last - this.#since >= ON_AFTER &&
      now - this.#last < OFF_AFTER
    );
  }

  /** When there was sound last. */
  get last(): number {
    return this.#last;
  }

  /** Milliseconds of speech after a given moment. */
  spokenAfter(moment: number): number {
    return this.#since === undefined ? 0 : this.#last - Math.max(this.#since, moment);
  }
}

/** Who is speaking, from the levels of a call. */
export class Speaking extends TypedEventTarget<SpeakingEvents> {
  readonly #call: CallApi;
  readonly #clock: Clock;
  readonly #voices = new Map<number, Voice>();
  #speakers: ReadonlySet<number> = new Set();
  #active: number | undefined;
  #unheard: 'off' | 'silent' | undefined;
  /** The user's voice while the microphone is off. */
  #muffled = new Voice();
  /** When the microphone last had a signal, or was not on. */
  #heardAt = -Infinity;
  #cancelTick: (() => void) | undefined;

  constructor(call: CallApi, clock: Clock = browserClock) {
    super();
    this.#call = call;
    this.#clock = clock;
  }

  /** Ids of those who are speaking now, including the local participant. */
  get speakers(): ReadonlySet<number> {
    return this.#speakers;
  }

  /** The remote participant who is speaking, or spoke last; changes slowly. */
  get active(): number | undefined {
    return this.#active;
  }

  /** A notice for the user: talking while the microphone is off, or it is on without any signal. */
  get unheard(): 'off' | 'silent' | undefined {
    return this.#unheard;
  }

  /** How loud a participant was in the last sample, from 0 to 1; 0 while their microphone is off. */
  level(participant: number): number {
    return this.#voices.get(participant)?.level ?? 0;
  }

  /** Starts sampling. */
  start(): void {
    if (this.#cancelTick) return;
    this.#heardAt = this.#clock.now();
    const tick = () => {
      this.#cancelTick = this.#clock.after(TICK, tick);
      this.#look(this.#clock.now());
    };
    this.#cancelTick = this.#clock.after(TICK, tick);
  }

  /** Stops sampling; no one is speaking then. */
  close(): void {
    this.#cancelTick?.();
    this.#cancelTick = undefined;
    this.#voices.clear();
    this.#muffled = new Voice();
    this.#tell(new Set(), undefined, undefined);
  }

  #look(now: number): void {
    const own = this.#call.level('self');
    this.#hear(now, own);
    const speakers = new Set<number>();
    for (const [id, voice] of this.#voices) if (voice.isSpeaking(now)) speakers.add(id);
    this.#tell(speakers, this.#nextActive(now), this.#whyUnheard(now, own));
    this.emit('level');
  }

  #hear(now: number, own: number): void {
    const { participants, self } = this.#call;
    // A microphone that is off can't be heard.
    const heard = participants.filter(({ sources }) => sources.includes('microphone'));
    for (const id of this.#voices.keys()) {
      if (!heard.some((person) => person.id === id)) this.#voices.delete(id);
    }
    for (const { id } of heard) {
      const voice = this.#voices.get(id) ?? new Voice();
      this.#voices.set(id, voice);
      voice.hear(id === self?.id ? own : this.#call.level(id), now);
    }
  }

  #nextActive(now: number): number | undefined {
    const { participants, self } = this.#call;
    const active = participants.some(({ id }) => id === this.#active) ? this.#active : undefined;
    const voice = active === undefined ? undefined : this.#voices.get(active);
    if (voice?.isSpeaking(now)) return active;
    const silentSince = voice?.last ?? 0;
    let next = active;
    let longest = active === undefined ? 0 : ACTIVE_AFTER;
    for (const [id, other] of this.#voices) {
      const spoken = other.spokenAfter(silentSince);
      if (id === active || id === self?.id || !other.isSpeaking(now) || spoken < longest) continue;
      next = id;
      longest = spoken;
    }
    return next;
  }

  #whyUnheard(now: number, own: number): 'off' | 'silent' | undefined {
    const { status, problem } = this.#call.sourceState('microphone');
    if (status !== 'on' || problem || own > NOTHING) this.#heardAt = now;
    if (status === 'off') {
      this.#muffled.hear(own, now);
      if (this.#muffled.isSpeaking(now) && this.#muffled.spokenAfter(0) >= UNHEARD_AFTER) {
        return 'off';
      }
      const isRecent = now - this.#muffled.last < UNHEARD_FOR;
      return this.#unheard === 'off' && isRecent ? 'off' : undefined;
    }
    this.#muffled = new Voice();
    return now - this.#heardAt >= SILENT_AFTER ? 'silent' : undefined;
  }

  #tell(
    speakers: ReadonlySet<number>,
    active: number | undefined,
    unheard: 'off' | 'silent' | undefined,
  ): void {
    const areSame =
      speakers.size === this.#speakers.size && [...speakers].every((id) => this.#speakers.has(id));
    if (areSame && active === this.#active && unheard === this.#unheard) return;
    if (!areSame) this.#speakers = speakers;
    this.#active = active;
    this.#unheard = unheard;
    this.emit('change');
  }
}
