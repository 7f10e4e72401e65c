/** The name of a room's object: the room's canonical name, encoded as in a URL path. */

/** Decodes a part of a URL, in which most non-ASCII letters take up to nine characters; '' if malformed. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** @param room a canonical name */
export const objectName = (room: string): string => encodeURIComponent(room);
