/** What an operator sets in the environment, read once and checked. */
import type { Policy } from '../src/protocol.js';
import type { Coturn, HostedTurn, IceSettings } from './ice.js';

/** Two operators, so that one outage takes nobody's calls. */
const PUBLIC_STUN = 'stun:stun.cloudflare.com:3478,stun:stun.l.google.com:19302';
const CLOUDFLARE = 'https://rtc.live.cloudflare.com/v1/turn/keys';
/** In seconds: how long relay credentials live, at least and by default. */
const LIFETIME = { least: 20, default: 7_200 };

/** The names of all settings. */
export const SETTINGS = [
  'STUN_URLS',
  'TURN_URLS',
  'TURN_SECRET',
  'TURN_TTL',
  'CLOUDFLARE_TURN_KEY',
  'CLOUDFLARE_TURN_TOKEN',
  'CLOUDFLARE_TURN_API',
  'ALLOWED_ORIGINS',
  'OPEN_RELAY',
  'PREVIEW',
];

export interface Settings {
  policy: Policy;
  ice: IceSettings;
  /** Whose pages may open a socket, besides those of the server itself; undefined: everybody's. */
  origins: string[] | undefined;
  /** What the operator should know, each a sentence. */
  warnings: string[];
}

type Environment = { readonly [name: string]: unknown };

/**
 * Reads the environment; README.md lists the names. Throws a sentence for the operator.
 */
export function readSettings(env: Environment): Settings {
  const text = (name: string): string => String(env[name] ?? '').trim();
  const list = (name: string, otherwise = ''): string[] =>
    (text(name) || otherwise)
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean);

  const preview = text('PREVIEW') || 'count';
  if (preview !== 'names' && preview !== 'count' && preview !== 'none') {
    throw new Error(`PREVIEW is "${preview}"; it can be names, count or none`);
  }
  const stun = text('STUN_URLS') === 'none' ? [] : list('STUN_URLS', PUBLIC_STUN);
  for (const url of stun) {
    if (!/^stuns?:[^\s]+$/.test(url)) throw new Error(`STUN_URLS: "${url}" is no stun: address`);
  }
  const origins = env['ALLOWED_ORIGINS'] === undefined ? undefined : list('ALLOWED_ORIGINS');
  for (const origin of origins ?? []) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw new Error(`ALLOWED_ORIGINS: "${origin}" is no origin such as https://example.com`);
    }
  }
  const seconds = Number(text('TURN_TTL') || LIFETIME.default);
  if (!(seconds >= LIFETIME.least)) {
    throw new Error(`TURN_TTL is "${text('TURN_TTL')}"; it has at least ${LIFETIME.least} seconds`);
  }

  const relays = { coturn: readCoturn(text, list), hosted: readHosted(text) };
  const hasRelay = relays.coturn !== undefined || relays.hosted !== undefined;
  const isOpen = text('OPEN_RELAY') === 'yes';
  const warnings: string[] = [];
  if (hasRelay && !origins) {
    warnings.push(
      isOpen
        ? 'This is an open relay: whoever knows its address can send traffic through your TURN server. ' +
            'Set ALLOWED_ORIGINS to the pages that may use it.'
        : 'Nobody is given the TURN server, for anybody could use it. Set ALLOWED_ORIGINS to the pages ' +
            'that may, or OPEN_RELAY=yes to run an open relay.',
    );
  }
  const isRelayGiven = origins !== undefined || isOpen;
  const ice = { stun, lifetime: seconds * 1_000, ...(isRelayGiven && relays) };
  return { policy: { preview }, ice, origins, warnings };
}

function readCoturn(
  text: (name: string) => string,
  list: (name: string) => string[],
): Coturn | undefined {
  const urls = list('TURN_URLS');
  const secret = text('TURN_SECRET');
  for (const url of urls) {
    if (!/^turns?:[^\s]+$/.test(url)) throw new Error(`TURN_URLS: "${url}" is no turn: address`);
  }
  if (urls.length > 0 !== secret.length > 0) {
    throw new Error('TURN_URLS and TURN_SECRET are only of use together');
  }
  return urls.length ? { urls, secret } : undefined;
}

function readHosted(text: (name: string) => string): HostedTurn | undefined {
  const key = text('CLOUDFLARE_TURN_KEY');
  const token = text('CLOUDFLARE_TURN_TOKEN');
  if (key.length > 0 !== token.length > 0) {
    throw new Error('CLOUDFLARE_TURN_KEY and CLOUDFLARE_TURN_TOKEN are only of use together');
  }
  return key ? { api: text('CLOUDFLARE_TURN_API') || CLOUDFLARE, key, token } : undefined;
}
