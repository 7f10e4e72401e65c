/** Decides which chunk contains what several parts of a script share. */
import { relative, sep } from 'node:path';

/** Whether a module has the texts of a language, which are loaded by name. */
export const isLanguage = (id) => id?.includes('/i18n/languages/');

/** The chunk for modules that several later parts share, by path. */
const SHARED = [
  ['link-stats', /^src\/call\//],
  // Apart from the rest: a page in another language needs it before anything is drawn.
  ['link-words', /^src\/ui\/i18n\/link-words\.ts$/],
  ['ui-common', /./],
];

/** Assigns shared modules to few chunks; by default, there is one for each combination of parts, named at random. */
export function sharedChunks(name) {
  let partsOf;
  return (id, graph) => {
    partsOf ??= findParts(graph);
    const parts = partsOf(id);
    if (parts.some((part) => graph.getModuleInfo(part).isEntry)) return name;
    if (parts.length < 2) return null;
    const path = relative('.', id).split(sep).join('/');
    return SHARED.find(([, pattern]) => pattern.test(path))[0];
  };
}

/** Finds out which parts need a module: a part is the entry or what one `import()` loads. */
function findParts({ getModuleIds, getModuleInfo }) {
  const contents = new Map();
  for (const id of getModuleIds()) {
    const { isEntry, dynamicImporters } = getModuleInfo(id);
    // A language is loaded by a part that already has what both need.
    if (isLanguage(id) || (!isEntry && !dynamicImporters.length)) continue;
    const content = new Set([id]);
    for (const one of content) getModuleInfo(one).importedIds.forEach((next) => content.add(next));
    contents.set(id, content);
  }
  return (id) => {
    const parts = [...contents.keys()].filter((part) => contents.get(part).has(id));
    // A part that imports another part whole is not counted beside it.
    return parts.filter((part) => {
      return !parts.some((other) => other !== part && contents.get(part).has(other));
    });
  };
}
