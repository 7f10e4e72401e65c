/** Loads the texts of one part, which are loaded with the code that uses them. */
import { loadChunk } from '../../call/base/load-chunk.js';
import { vocabularyOf } from './vocabulary.js';

/** The texts in the language of a view; English if there are none, or if they can't be loaded. */
export async function loadWords<Texts>(
  view: Element,
  english: Texts,
  loaders: Readonly<Record<string, () => Promise<{ words: Texts }>>>,
): Promise<Texts> {
  const load = loaders[vocabularyOf(view).language?.lang ?? ''];
  const loaded = load && (await loadChunk(load).catch(() => undefined));
  return loaded?.words ?? english;
}
