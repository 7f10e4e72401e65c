/** Serves the scripts and pages of `dist` under workerd and `partykit dev`, as Cloudflare does. */
import { lookup } from 'mrmime';

/** The headers that Cloudflare sends with every file, as set in `demo/_headers`. */
const HEADERS = {
  'access-control-allow-origin': '*',
  vary: 'accept-encoding',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "frame-ancestors 'self'",
  'permissions-policy':
    'camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()',
  // The URL of a page may contain a room name.
  'referrer-policy': 'no-referrer',
};

/** A chunk's name contains a hash of its content; all other files change without changing their names. */
const cachingOf = (path: string) =>
  path.startsWith('/chunks/') ? 'public, max-age=31536000, immutable' : 'no-cache';

/**
 * Answers a request for a file; undefined if there is none.
 * @param read looks up the file at a path, and may respond with any content type
 */
export async function serveFile(
  request: Request,
  read: (path: string) => Promise<Response>,
): Promise<Response | undefined> {
  if (request.headers.has('upgrade') || !URL.canParse(request.url)) return undefined;
  if (!['GET', 'HEAD'].includes(request.method)) return undefined;
  const { pathname } = new URL(request.url);
  const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
  // Dotfiles, and files that configure Cloudflare, are not served.
  const type = /\/[._]/.test(path) ? undefined : lookup(path);
  if (!type) return undefined;
  const found = await read(path);
  if (!found.ok) {
    await found.body?.cancel();
    return undefined;
  }
  const content = await found.arrayBuffer();
  const tag = `W/"${await hashOf(content)}"`;
  const headers = new Headers({ ...HEADERS, 'cache-control': cachingOf(path), etag: tag });
  if (request.headers.get('if-none-match')?.includes(tag)) {
    return new Response(null, { status: 304, headers });
  }
  headers.set('content-type', type.startsWith('text/') ? `${type};charset=utf-8` : type);
  // The runtime compresses responses that have this header.
  const isText = /^text|javascript|json|xml/.test(type);
  if (isText && /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')) {
    headers.set('content-encoding', 'gzip');
  }
  return new Response(request.method === 'HEAD' ? null : content, { headers });
}

async function hashOf(content: ArrayBuffer): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
  return [...bytes.slice(0, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
