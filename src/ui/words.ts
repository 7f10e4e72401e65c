/** Every word of the first load, in English, and how a view finds the words of its language. */
import type { Asides } from './aside-words.js';
import type { ConnectionWords } from './connection-words.js';
import type { Panels } from './panel-words.js';
import type { StatisticsWords } from './statistics-words.js';

/** Keeps a name's own writing direction from turning the sentence around it. */
export const isolate = (text: string) => `\u2068${text}\u2069`;

const list = new Intl.ListFormat('en');

/** The names of some people; of more than three the first two, and how many others. */
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
  selfNamed: (name: string) => `${name} (you)`,
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

/** All words of one language; English alone comes in parts, each with the code that says them. */
export interface Language {
  /** What `lang` says on an element that uses it, such as `de`. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  readonly words: Words;
  readonly asides: Asides;
  readonly panels: Panels;
  /** Never here, for they are loaded with what says them. */
  readonly connection?: ConnectionWords;
  readonly statistics?: StatisticsWords;
}

type Part = 'words' | 'asides' | 'panels' | 'connection' | 'statistics';
type AnyWords = Words & Asides & Panels & ConnectionWords & StatisticsWords;

/** Words that a page puts in place of ours; what is inside an entry, such as `turnOn`, can be replaced alone. */
export type OwnWords = {
  readonly [Key in keyof AnyWords]?: AnyWords[Key] extends (...args: never[]) => string
    ? AnyWords[Key]
    : AnyWords[Key] extends object
      ? Partial<AnyWords[Key]>
      : string;
};

/** What the base of every root carries, for all views inside. */
export interface Vocabulary {
  /** Undefined is English. */
  readonly language: Language | undefined;
  readonly own: OwnWords | undefined;
}

export const inEnglish: Vocabulary = { language: undefined, own: undefined };

const isEntry = (value: unknown): value is object => typeof value === 'object' && value !== null;

function replaced<Known extends object>(known: Known, own: object): Known {
  const result = { ...known } as Record<string, unknown>;
  for (const [key, value] of Object.entries(own)) {
    const before = result[key];
    if (before !== undefined) result[key] = isEntry(before) ? { ...before, ...value } : value;
  }
  return result as Known;
}

/** The words of one part: the page's own, else the language's, else English. */
export function wordsIn<Name extends Part>(
  { language, own }: Vocabulary,
  part: Name,
  english: NonNullable<Language[Name]>,
): NonNullable<Language[Name]> {
  const known = language?.[part] ?? english;
  return own ? replaced(known, own) : known;
}

/** What the words of a view are taken from. */
export const vocabularyOf = (view: Element): Vocabulary =>
  view.closest<Element & { vocabulary?: Vocabulary }>('.base')?.vocabulary ?? inEnglish;
