/** Which language an element speaks: that of its nearest `lang`, loaded when it is first needed. */
import type { Language } from './words.js';

/** Besides English, which is always there. */
const loaders: Readonly<Record<string, () => Promise<{ language: Language }>>> = {
  ar: () => import('./languages/ar.js'),
  de: () => import('./languages/de.js'),
};

/** An element's attribute, or that of the nearest element around it, through all shadow roots. */
export function inherited(element: Element, name: 'lang' | 'dir'): string {
  for (let one: Element | null = element; one;) {
    const holder: Element | null = one.closest(`[${name}]`);
    if (holder) return holder.getAttribute(name) ?? '';
    const root: Node = one.getRootNode();
    one = root instanceof ShadowRoot ? root.host : null;
  }
  return '';
}

/** The language of an element; undefined is English, also where we lack its own or it cannot be loaded. */
export async function languageOf(element: Element): Promise<Language | undefined> {
  const [name = ''] = inherited(element, 'lang').toLowerCase().split('-');
  return (await loaders[name]?.().catch(() => undefined))?.language;
}

/** Calls back whenever a `lang` or `dir` in the page changes. */
export function watchLanguages(callback: () => void, signal: AbortSignal): void {
  const observer = new MutationObserver(callback);
  observer.observe(document, { attributeFilter: ['lang', 'dir'], subtree: true });
  signal.addEventListener('abort', () => observer.disconnect());
}
