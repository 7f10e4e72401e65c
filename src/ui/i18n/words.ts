/** The texts of the first load, in English, and how a view finds the texts of its language. */
import type { Asides } from './aside-words.js';
import type { ConnectionWords } from './connection-words.js';
import type { Panels } from './panel-words.js';
import type { StatisticsWords } from './statistics-words.js';

/** Isolates a name, so that its writing direction doesn't affect the sentence around it. */
export const isolate = (text: string) => `\u2068${text}\u2069`;

const list = new Intl.ListFormat('en');

/** A list of names; of more than three, the first two and the number of others. */
export function nameAll(
  names: readonly string[],
  list: Intl.ListFormat,
  others: (count: number) => string,
): string {
  const shown = names.length > 3 ? names.slice(0, 2) : names;
  const rest = names.length - shown.length;
  return list.format(shown.map(isolate).concat(rest ? [others(rest)] : []));
}

/** The same in English. */
export const enumerate = (names: readonly string[]) =>
  nameAll(names, list, (count) => `${count} others`);

export const english = {
  call: 'Video call',
  guest: 'Guest',
  join: 'Join',
  joining: 'Joining…',
  knocking: 'Waiting to be let in…',
  cancel: 'Cancel',
  name: 'Your name',
  room: (room: string) => `Join “${isolate(room)}”`,
  microphone: 'Microphone',
  camera: 'Camera',
  showDevices: 'Devices',
  turnOn: {
    microphone: 'Turn on microphone',
    camera: 'Turn on camera',
    screen: 'Share your screen',
  },
  turnOff: {
    microphone: 'Turn off microphone',
    camera: 'Turn off camera',
    screen: 'Stop sharing your screen',
  },
  isOff: {
    microphone: 'Microphone off',
    camera: 'Camera off',
    screen: 'You stopped sharing your screen',
  },
  leave: 'Leave the call',
  more: 'More',
  choose: { microphone: 'Choose microphone and speaker', camera: 'Choose camera' },
  toolbar: 'Call controls',
  people: 'People in the call',
  /** Beside the user's own name. */
  you: '(you)',
  yourScreen: 'Your screen',
  screenOf: (name: string) => `${isolate(name)}’s screen`,
  reconnecting: 'Reconnecting…',
  here(count: number | undefined, names: readonly string[] | undefined): string {
    const people = names?.length ?? count;
    if (people === undefined) return '';
    if (people === 0) return 'Nobody is here yet';
    if (!names) return people === 1 ? '1 person is here' : `${people} people are here`;
    return `${enumerate(names)} ${people === 1 ? 'is' : 'are'} here`;
  },
};
export type Words = typeof english;

/** All texts of one language; only English is split into parts, each loaded with the code that uses it. */
export interface Language {
  /** The `lang` value of this language, such as `de`. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  readonly words: Words;
  readonly asides: Asides;
  readonly panels: Panels;
  /** Never set here, since they are loaded with the code that uses them. */
  readonly connection?: ConnectionWords;
  readonly statistics?: StatisticsWords;
}

type Part = 'words' | 'asides' | 'panels' | 'connection' | 'statistics';
type AnyWords = Words & Asides & Panels & ConnectionWords & StatisticsWords;

/** Texts with which a page replaces ours; entries of a group, such as `turnOn`, can be replaced separately. */
export type OwnWords = {
  readonly [Key in keyof AnyWords]?: AnyWords[Key] extends (...args: never[]) => string
    ? AnyWords[Key]
    : AnyWords[Key] extends object
      ? Partial<AnyWords[Key]>
      : string;
};

/** Set on the base of every root, for all views inside. */
export interface Vocabulary {
  /** Undefined means English. */
  readonly language: Language | undefined;
  readonly own: OwnWords | undefined;
}

export const inEnglish: Vocabulary = { language: undefined, own: undefined };

const isEntry = (value: unknown): value is object => typeof value === 'object' && value !== null;

function replaced<Known extends object>(known: Known, own: object): Known {
  const result = { ...known } as Record<string, unknown>;
  for (const [key, value] of Object.entries(own)) {
    const before = result[key];
    // A value of another type, such as undefined instead of a text, would break the view that shows it.
    if (isEntry(before) && isEntry(value)) result[key] = replaced(before, value);
    else if (!isEntry(before) && typeof value === typeof before) result[key] = value;
  }
  return result as Known;
}

/** The texts of one part: the page's own, or the language's, or English. */
export function wordsIn<Name extends Part>(
  { language, own }: Vocabulary,
  part: Name,
  english: NonNullable<Language[Name]>,
): NonNullable<Language[Name]> {
  const known = language?.[part] ?? english;
  return own ? replaced(known, own) : known;
}

/** The vocabulary of a view. */
export const vocabularyOf = (view: Element): Vocabulary =>
  view.closest<Element & { vocabulary?: Vocabulary }>('.base')?.vocabulary ?? inEnglish;
