/** The types of all texts together. */
import type { NoticeWords } from './notice-words.js';
import type { ConnectionWords } from './connection-words.js';
import type { Panels } from './panel-words.js';
import type { StatisticsWords } from './statistics-words.js';
import type { Words } from './words.js';

/** All texts of one language; only English is split into parts, each loaded with the code that uses it. */
export interface Language {
  /** The `lang` value of this language, such as `de`. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  readonly words: Words;
  readonly notices: NoticeWords;
  readonly panels: Panels;
  /** Never set here, since they are loaded with the code that uses them. */
  readonly connection?: ConnectionWords;
  readonly statistics?: StatisticsWords;
}

type AnyWords = Words & NoticeWords & Panels & ConnectionWords & StatisticsWords;

/** Texts with which a page replaces ours; entries of a group, such as `turnOn`, can be replaced separately. */
export type OwnWords = {
  readonly [Key in keyof AnyWords]?: AnyWords[Key] extends (...args: never[]) => string
    ? AnyWords[Key]
    : AnyWords[Key] extends object
      ? Partial<AnyWords[Key]>
      : string;
};
