/** The worker of `npm run serve`: the scripts and pages of `dist` as Cloudflare would serve them, else the room server. */
import { lookup } from 'mrmime';
import worker from './worker.js';

export * from './worker.js';

type Environment = Parameters<typeof worker.fetch>[1] & {
  /** A folder on disk. It knows no types, and a folder's own address lists what is in it. */
  readonly ASSETS: { fetch(request: Request): Promise<Response> };
};

/** What `demo/_headers` says, which is written for Cloudflare. */
const HEADERS = {
  'access-control-allow-origin': '*',
  'cache-control': 'public, max-age=0, must-revalidate',
  vary: 'accept-encoding',
  'x-content-type-options': 'nosniff',
};

/** Where a socket comes from, of `[::ffff:192.0.2.1]:40000`. */
const addressOf = (peer: string) => peer.replace(/^\[?(::ffff:)?/, '').replace(/\]?:\d+$/, '');

/** A file with what belongs to it; undefined where there is none. */
async function file(request: Request, env: Environment): Promise<Response | undefined> {
  if (request.headers.has('upgrade') || !URL.canParse(request.url)) return undefined;
  const url = new URL(request.url);
  if (url.pathname.endsWith('/')) url.pathname += 'index.html';
  const type = lookup(url.pathname);
  if (!type || !['GET', 'HEAD'].includes(request.method)) return undefined;
  const found = await env.ASSETS.fetch(new Request(url, { method: request.method }));
  if (!found.ok) return undefined;
  const modified = found.headers.get('last-modified') ?? '';
  const headers = new Headers({ ...HEADERS, 'last-modified': modified });
  if (request.headers.get('if-modified-since') === modified) {
    return new Response(null, { status: 304, headers });
  }
  headers.set('content-type', type.startsWith('text/') ? `${type};charset=utf-8` : type);
  // The runtime compresses what says so of itself.
  const isText = /^text|javascript|json|xml/.test(type);
  if (isText && /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')) {
    headers.set('content-encoding', 'gzip');
  }
  return new Response(found.body, { headers });
}

export default {
  async fetch(request: Request, env: Environment): Promise<Response> {
    const found = await file(request, env);
    if (found) return found;
    const { cf } = request as { cf?: { clientIp?: string } };
    const inner = new Request(request);
    inner.headers.set('x-socket-address', addressOf(cf?.clientIp ?? ''));
    return worker.fetch(inner, env);
  },
};
