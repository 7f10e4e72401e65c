/** The local participant's profile: the name, remembered between visits, and the sources that are on. */
import { cleanName, SOURCES, type Profile, type Source } from '../protocol.js';
import type { SourceState } from './call-api.js';
import type { Memory } from './platform.js';

/** The key under which the user's name is stored. */
const NAME_KEY = 'name';

export class OwnProfile {
  /** The name shown to others if the local participant has none. */
  guest = '';
  readonly #memory: Memory;
  readonly #media: { state(source: Source): SourceState };
  #name: string | undefined;
  /** Whether the name was set here, so that it has to be stored. */
  #hasNewName = false;
  #current: Profile = { name: '', sources: [], counter: 0 };

  constructor(memory: Memory, media: { state(source: Source): SourceState }, name = '') {
    this.#memory = memory;
    this.#media = media;
    this.#name = name ? cleanName(name) : undefined;
  }

  get name(): string {
    // Read lazily: the first access to storage takes milliseconds.
    this.#name ??= cleanName(this.#memory.get(NAME_KEY) ?? '');
    return this.#name;
  }

  set name(name: string) {
    this.#name = cleanName(name);
    this.#hasNewName = true;
  }

  /** As of the last update. */
  get current(): Profile {
    return this.#current;
  }

  /** Updates the profile; returns a new object if it changed. */
  update(): Profile {
    const name = this.name || cleanName(this.guest);
    const sources = SOURCES.filter((source) => {
      const { status } = this.#media.state(source);
      // While the user is still choosing a screen, nothing is shared.
      return status !== 'off' && (status === 'on' || !source.startsWith('screen'));
    });
    const { counter, ...known } = this.#current;
    if (known.name !== name || known.sources.join() !== sources.join()) {
      this.#current = { name, sources, counter: counter + 1 };
    }
    return this.#current;
  }

  /** Stores the name for the next visit. */
  rememberName(): void {
    if (this.#hasNewName) this.#memory.set(NAME_KEY, this.name);
    this.#hasNewName = false;
  }
}
