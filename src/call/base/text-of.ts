/** Text as in attributes: numbers become text; null, undefined and everything else become empty. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
