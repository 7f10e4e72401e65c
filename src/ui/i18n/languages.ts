/** The language of an element: that of its nearest `lang`, loaded on first use. */
import { loadChunk } from '../../call/base/load-chunk.js';
import type { Language } from './language.js';

/** All languages except English, which is always loaded. */
const loaders: Readonly<Record<string, () => Promise<{ language: Language }>>> = {
  ar: () => import('./languages/ar.js'),
  de: () => import('./languages/de.js'),
};

/** An element's attribute, or that of its nearest ancestor, across shadow roots. */
export function inherited(element: Element, name: 'lang' | 'dir'): string {
  for (let one: Element | null = element; one;) {
    const holder: Element | null = one.closest(`[${name}]`);
    if (holder) return holder.getAttribute(name) ?? '';
    const root: Node = one.getRootNode();
    one = root instanceof ShadowRoot ? root.host : null;
  }
  return '';
}

/** The language of a `lang`, such as `de-AT` or `de_AT`; undefined for English, or if it can't be loaded. */
export async function loadLanguage(lang: string): Promise<Language | undefined> {
  const [name = ''] = lang.trim().toLowerCase().split(/[-_.]/);
  return (await (loaders[name] && loadChunk(loaders[name]).catch(() => undefined)))?.language;
}
