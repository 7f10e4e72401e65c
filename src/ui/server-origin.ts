/** Which origin a `server` attribute means. */

/** Where this script came from, unless it was bundled into something that is no web server. */
const ownOrigin = /^https?:/.test(import.meta.url) ? new URL(import.meta.url).origin : '';

/** The origin of the room server; empty where the attribute names none. */
export function serverOrigin(server: string): string {
  if (!server) return ownOrigin;
  const address = /^\w+:\/\//.test(server) ? server : `${location.protocol}//${server}`;
  return URL.canParse(address) ? new URL(address).origin : '';
}
