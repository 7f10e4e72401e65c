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

/** What a `lang` names; undefined is English, also where we lack it or it cannot be loaded. */
export async function loadLanguage(lang: string): Promise<Language | undefined> {
  const [name = ''] = lang.toLowerCase().split('-');
  return (await loaders[name]?.().catch(() => undefined))?.language;
}
