/** Registers a part of the interface that was loaded later: its elements globally, its styles in one root. */
import type { CSSResult } from 'lit';

export interface Part {
  readonly styles: readonly CSSResult[];
  /** By element name; elements already in the page are upgraded. */
  readonly views: Readonly<Record<string, CustomElementConstructor>>;
}

export function adopt(root: ShadowRoot, { styles, views }: Part): void {
  for (const [name, view] of Object.entries(views)) {
    if (!customElements.get(name)) customElements.define(name, view);
  }
  const known = new Set(root.adoptedStyleSheets);
  for (const { styleSheet } of styles) if (styleSheet) known.add(styleSheet);
  root.adoptedStyleSheets = [...known];
}
