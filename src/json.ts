/** JSON on pages that extend built-in prototypes, such as with an old library's `toJSON` or an enumerable method. */

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Whether objects inherit properties from the page that don't belong to their data. */
const isExtended = (): boolean => {
  for (const _key in {}) return true;
  return 'toJSON' in [];
};

/** A copy of plain data that inherits nothing. Arrays stay arrays, since JSON checks the type, not the prototype. */
function bareCopy(value: unknown): unknown {
  if (!isObject(value)) return value;
  const copy: object = Array.isArray(value)
    ? Array.from(value, bareCopy)
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, bareCopy(item)]));
  return Object.setPrototypeOf(copy, null) as object;
}

/** Serializes plain data as JSON. */
export const toJson = (value: unknown): string =>
  JSON.stringify(isExtended() ? bareCopy(value) : value);

/** Parses JSON; undefined if invalid. If the page extends objects, the parsed ones inherit nothing. */
export function fromJson(text: string): unknown {
  const reviver = (_key: string, value: unknown): unknown =>
    isObject(value) && !Array.isArray(value) ? Object.setPrototypeOf(value, null) : value;
  try {
    return isExtended() ? JSON.parse(text, reviver) : JSON.parse(text);
  } catch {
    return undefined;
  }
}
