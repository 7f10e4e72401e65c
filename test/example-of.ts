/** The example that a guide opens with, for the tests that run it. */
import { readdirSync, readFileSync } from 'node:fs';

const DOCS = new URL('../docs/', import.meta.url);

/** The names of all guides. */
export const guides = readdirSync(DOCS)
  .filter((name) => name.endsWith('.md'))
  .map((name) => name.replace('.md', ''));

/** The text of a guide's first code block. */
export function exampleOf(guide: string): string {
  const text = readFileSync(new URL(`${guide}.md`, DOCS), 'utf8');
  const [, block] = /^```(?:html|sh)\n([^]*?)^```$/m.exec(text) ?? [];
  if (block === undefined) throw new Error(`${guide}.md has no example`);
  return block;
}
