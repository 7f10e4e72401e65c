/** How a view finds the texts of its language. */

/** A language that was loaded; `language.ts` has the types of its parts. */
interface LoadedLanguage {
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
}

/** Set on the base of every root, for all views inside. */
export interface Vocabulary {
  /** Undefined means English. */
  readonly language: LoadedLanguage | undefined;
  /** The page's own texts. */
  readonly own: object | undefined;
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
export function wordsIn<Texts extends object>(
  { language, own }: Vocabulary,
  part: string,
  english: Texts,
): Texts {
  // Every language has all parts, with the same types as in English.
  const known = (language as { readonly [part: string]: Texts } | undefined)?.[part] ?? english;
  return own ? replaced(known, own) : known;
}

/** The vocabulary of a view. */
export const vocabularyOf = (view: Element): Vocabulary =>
  view.closest<Element & { vocabulary?: Vocabulary }>('.base')?.vocabulary ?? inEnglish;
