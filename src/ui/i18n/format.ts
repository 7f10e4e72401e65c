/** How texts name people: isolated, and in lists. */

/** Isolates a name, so that its writing direction doesn't affect the sentence around it. */
export const isolate = (text: string) => `\u2068${text}\u2069`;

const list = new Intl.ListFormat('en');

/** A list of names; of more than three, the first two and the number of others. */
export function nameAll(
  names: readonly string[],
  list: Intl.ListFormat,
  others: (count: number) => string,
): string {
  const shown = names.length > 3 ? names.slice(0, 2) : names;
  const rest = names.length - shown.length;
  return list.format(shown.map(isolate).concat(rest ? [others(rest)] : []));
}

/** The same in English. */
export const enumerate = (names: readonly string[]) =>
  nameAll(names, list, (count) => `${count} others`);
