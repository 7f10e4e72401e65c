/** Loads the texts of the statistics in the language of a view. */
import { loadChunk } from '../../call/load-chunk.js';
import { englishStatistics, type StatisticsWords } from './statistics-words.js';
import { vocabularyOf } from './vocabulary.js';

/** All languages except English. */
const loaders: Readonly<Record<string, () => Promise<{ words: StatisticsWords }>>> = {
  ar: () => import('./languages/statistics-ar.js'),
  de: () => import('./languages/statistics-de.js'),
};

/** The texts in the language of a view; English if they can't be loaded. */
export async function loadStatisticsWords(view: Element): Promise<StatisticsWords> {
  const { language } = vocabularyOf(view);
  const load = loaders[language?.lang ?? ''];
  const loaded = load && (await loadChunk(load).catch(() => undefined));
  return loaded?.words ?? englishStatistics;
}
