/** Loads the texts of the connection test in the language of a view. */
import { loadChunk } from '../../call/load-chunk.js';
import { englishConnection, type ConnectionWords } from './connection-words.js';
import { vocabularyOf } from './vocabulary.js';

/** All languages except English. */
const loaders: Readonly<Record<string, () => Promise<{ words: ConnectionWords }>>> = {
  ar: () => import('./languages/connection-ar.js'),
  de: () => import('./languages/connection-de.js'),
};

/** The texts in the language of a view; English if they can't be loaded. */
export async function loadConnectionWords(view: Element): Promise<ConnectionWords> {
  const { language } = vocabularyOf(view);
  const load = loaders[language?.lang ?? ''];
  const loaded = load && (await loadChunk(load).catch(() => undefined));
  return loaded?.words ?? englishConnection;
}
