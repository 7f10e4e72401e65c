/** Loads the texts of the connection test in the language of a view. */
import { englishConnection, type ConnectionWords } from './connection-words.js';
import { loadWords } from './load-words.js';

export const loadConnectionWords = (view: Element): Promise<ConnectionWords> =>
  loadWords(view, englishConnection, {
    ar: () => import('./languages/connection-ar.js'),
    de: () => import('./languages/connection-de.js'),
  });
