/** The worker of `npm run serve`: serves the scripts and pages of `dist`, otherwise the room server. */
import { serveFile } from './site.js';
import worker from './worker.js';

export * from './worker.js';

type Folder = { fetch(request: Request): Promise<Response> };
type Environment = Parameters<typeof worker.fetch>[1] & {
  /** The newest build. */
  readonly ASSETS: Folder;
  /** Chunks of earlier builds on this storage, for pages that are still open. */
  readonly EARLIER: Folder;
};

/** The IP address in a peer such as `[::ffff:192.0.2.1]:40000`. */
const addressOf = (peer: string) => peer.replace(/^\[?(::ffff:)?/, '').replace(/\]?:\d+$/, '');

export default {
  async fetch(request: Request, env: Environment): Promise<Response> {
    const file = await serveFile(request, async (path) => {
      // Not resolved: a path such as `//name` would become another host.
      const address = new URL(request.url);
      address.pathname = path;
      address.search = '';
      const found = await env.ASSETS.fetch(new Request(address));
      if (found.ok || !path.startsWith('/chunks/')) return found;
      await found.body?.cancel();
      return env.EARLIER.fetch(new Request(address));
    });
    if (file) return file;
    const { cf } = request as { cf?: { clientIp?: string } };
    const inner = new Request(request);
    inner.headers.set('x-socket-address', addressOf(cf?.clientIp ?? ''));
    return worker.fetch(inner, env);
  },
};
