/** What I say of myself: my name, remembered from visit to visit, and what I have switched on. */
import { LIMITS, SOURCES, type Profile, type Source } from '../protocol.js';
import type { SourceState } from './call-face.js';
import type { Memory } from './platform.js';

/** Under which the person's name is remembered. */
const NAME_KEY = 'name';

const cleanName = (name: string) => [...name.trim()].slice(0, LIMITS.name).join('');

export class OwnProfile {
  /** What the others read where I have no name. */
  guest = '';
  readonly #memory: Memory;
  readonly #media: { state(source: Source): SourceState };
  #name: string;
  /** Whether the name was set here, so that it is to be remembered. */
  #hasNewName = false;
  #current: Profile = { name: '', sources: [], counter: 0 };

  constructor(memory: Memory, media: { state(source: Source): SourceState }, name = '') {
    this.#memory = memory;
    this.#media = media;
    this.#name = cleanName(name || (memory.get(NAME_KEY) ?? ''));
  }

  get name(): string {
    return this.#name;
  }

  set name(name: string) {
    this.#name = cleanName(name);
    this.#hasNewName = true;
  }

  /** As it was brought up to date last. */
  get current(): Profile {
    return this.#current;
  }

  /** Brings it up to date: another object, if that changes it. */
  update(): Profile {
    const name = this.#name || cleanName(this.guest);
    const sources = SOURCES.filter((source) => {
      const { status } = this.#media.state(source);
      // While one still chooses a screen there is none.
      return status !== 'off' && (status === 'on' || !source.startsWith('screen'));
    });
    const { counter, ...known } = this.#current;
    if (known.name !== name || known.sources.join() !== sources.join()) {
      this.#current = { name, sources, counter: counter + 1 };
    }
    return this.#current;
  }

  /** Keeps the name for the next visit. */
  rememberName(): void {
    if (this.#hasNewName) this.#memory.set(NAME_KEY, this.#name);
    this.#hasNewName = false;
  }
}
