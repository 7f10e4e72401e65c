/** The origin that a `server` attribute means. */

/** The origin of this script, unless it was bundled into something that is not served over HTTP. */
const ownOrigin = /^https?:/.test(import.meta.url) ? new URL(import.meta.url).origin : '';

/** WebSocket addresses mean the same origin as HTTP ones. */
const schemes: Readonly<Record<string, string>> = {
  'http:': 'http:',
  'https:': 'https:',
  'ws:': 'http:',
  'wss:': 'https:',
};

const isLoopback = (address: string) => /^\/*(localhost|127\.|\[::1\])/i.test(address);

/** The origin of the room server; empty if the attribute is invalid. Without a scheme, the page's is used. */
export function serverOrigin(server: string, page = document.baseURI): string {
  const name = server.trim();
  if (!name) return ownOrigin;
  const address = /^([a-z][\w+.-]*:\/\/|\/)/i.test(name) ? name : `//${name}`;
  // A page from a file has no usable scheme.
  const usual = isLoopback(address) ? 'http://localhost' : 'https://localhost';
  const isOfPage = /^\/(?!\/)/.test(address);
  const base = /^https?:/.test(page) || isOfPage ? page : usual;
  if (!URL.canParse(address, base)) return '';
  const { protocol, host } = new URL(address, base);
  const scheme = schemes[protocol];
  return scheme && host ? `${scheme}//${host}` : '';
}
