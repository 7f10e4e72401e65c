/** A part of an address as text, where most letters of the world take up to nine characters; '' where it is none. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
