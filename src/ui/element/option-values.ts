/** Converts the values that pages and frameworks assign to the element's properties. */

/** Frameworks pass null or undefined for an absent value, and NaN for a number that could not be parsed. */
const isAbsent = (value: unknown): boolean =>
  value === null || value === undefined || Number.isNaN(value);

/** Text: numbers are converted; a value with no text form, such as `{}` or `false`, is absent. */
export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (isAbsent(value)) return '';
  if (typeof value === 'number' || typeof value === 'bigint') return `${value}`;
  if (typeof value !== 'object') return '';
  // A URL or a list has its own text form. Without this check, all pages with the same mistake would share a room.
  const { toString } = value as object;
  if (typeof toString !== 'function' || toString === Object.prototype.toString) return '';
  try {
    return String(value);
  } catch {
    return '';
  }
}

/** A switch, with its default for an absent value. */
export const toSwitch =
  (usual: boolean) =>
  (value: unknown): boolean =>
    isAbsent(value) ? usual : Boolean(value);

/** One of a list of words, case-insensitive; anything else means the first. */
export const toOneOf =
  <Word extends string>(words: readonly [Word, ...Word[]]) =>
  (value: unknown): Word => {
    const text = toText(value).trim().toLowerCase();
    return words.find((word) => word === text) ?? words[0];
  };

/** The transport policy: any word but `all` means `relay`, so that a typing error exposes no address. */
export function toTransportPolicy(value: unknown): RTCIceTransportPolicy | undefined {
  const text = toText(value).trim().toLowerCase();
  if (!text) return undefined;
  return text === 'all' ? 'all' : 'relay';
}

/** Design mode: `true`, like the attribute without a value, means the default number of participants. */
export const toDemo = (value: unknown): string => (value === true ? '5' : toText(value));

/** An object or undefined. */
export const toObject = <Value extends object>(value: Value | null | undefined) =>
  typeof value === 'object' && value !== null ? value : undefined;

/** A function or undefined. */
export const toFunction = <Value extends () => unknown>(value: Value | null | undefined) =>
  typeof value === 'function' ? value : undefined;
