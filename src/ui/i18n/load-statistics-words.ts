/** Loads the texts of the statistics in the language of a view. */
import { englishStatistics, type StatisticsWords } from './statistics-words.js';
import { loadWords } from './load-words.js';

export const loadStatisticsWords = (view: Element): Promise<StatisticsWords> =>
  loadWords(view, englishStatistics, {
    ar: () => import('./languages/statistics-ar.js'),
    de: () => import('./languages/statistics-de.js'),
  });
