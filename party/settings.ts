/** What an operator sets in the environment, read once and checked. */
import type { IceServer, Policy } from '../src/protocol.js';

/** Two operators, so that one outage takes nobody's calls. */
const PUBLIC_STUN = 'stun:stun.cloudflare.com:3478,stun:stun.l.google.com:19302';

export interface Settings {
  policy: Policy;
  ice: IceServer[];
}

/**
 * Reads `STUN_URLS` (comma-separated, or `none`) and `PREVIEW` (`names`, `count` or `none`: what
 * somebody who has not joined may know of who is here). Throws a sentence for the operator.
 */
export function readSettings(env: { readonly [name: string]: unknown }): Settings {
  const stun = String(env['STUN_URLS'] ?? PUBLIC_STUN);
  const urls = stun === 'none' ? [] : stun.split(',').map((url) => url.trim());
  for (const url of urls) {
    if (!/^stuns?:[^\s]+$/.test(url)) throw new Error(`STUN_URLS: "${url}" is no stun: address`);
  }
  const preview = String(env['PREVIEW'] ?? 'count');
  if (preview !== 'names' && preview !== 'count' && preview !== 'none') {
    throw new Error(`PREVIEW is "${preview}"; it can be names, count or none`);
  }
  return { policy: { preview }, ice: urls.length ? [{ urls }] : [] };
}
