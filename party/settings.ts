/** What an operator sets in the environment, read once and checked. */
import type { JSONWebKeySet } from 'jose';
import { LIMITS, ROLES, type Policy, type Role } from '../src/protocol.js';
import type { AccessSettings } from './access.js';
import type { Coturn, HostedTurn, IceSettings } from './ice.js';
import { CAPACITY, type Capacity } from './limits.js';

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
  'WAITING_ROOM',
  'CAPACITY',
  'TOKEN_SECRET',
  'TOKEN_JWKS',
  'OPERATOR_TOKEN',
  'CLIENT_ADDRESS_HEADER',
  'LOG',
];

/** The least length of a secret: that of the hash which it keys, RFC 7518 section 3.2, in bytes. */
const SECRET = 32;

export interface Settings {
  policy: Policy;
  capacity: Capacity;
  access: AccessSettings;
  /** Who may list and end rooms; undefined: nobody. */
  operatorToken: string | undefined;
  /** The header in which whoever stands before the server says whose request it is. */
  addressHeader: string | undefined;
  /** Whether events are logged. */
  logs: boolean;
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
  const waiting = yesOrNo(text, 'WAITING_ROOM');
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
  const isOpen = yesOrNo(text, 'OPEN_RELAY');
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
  const operatorToken = text('OPERATOR_TOKEN') || undefined;
  if (operatorToken && operatorToken.length < SECRET) {
    throw new Error(
      `OPERATOR_TOKEN has at least ${SECRET} characters, such as those of: openssl rand -hex 32`,
    );
  }
  return {
    policy: { preview, locked: false, waiting },
    capacity: readCapacity(list('CAPACITY')),
    access: readAccess(text),
    operatorToken,
    addressHeader: text('CLIENT_ADDRESS_HEADER') || undefined,
    logs: text('LOG') !== 'none',
    ice,
    origins,
    warnings,
  };
}

function yesOrNo(text: (name: string) => string, name: string): boolean {
  const value = text(name) || 'no';
  if (value !== 'yes' && value !== 'no')
    throw new Error(`${name} is "${value}"; it can be yes or no`);
  return value === 'yes';
}

/** Reads such as `participant=4, viewer=30`. */
function readCapacity(pairs: readonly string[]): Capacity {
  const capacity: { [role in Role]: number } = { ...CAPACITY };
  for (const pair of pairs) {
    const [name = '', value = ''] = pair.split('=').map((part) => part.trim());
    if (!isCapacity(name, Number(value)) || !value) {
      throw new Error(
        `CAPACITY: "${pair}" is none such as participant=4; roles are ${Object.keys(ROLES).join(', ')}, ` +
          `numbers 0 to ${LIMITS.publishers}, of viewers to ${LIMITS.participants - LIMITS.publishers}`,
      );
    }
    capacity[name] = Number(value);
  }
  return capacity;
}

/** Whether a room can hold so many of a role; a mesh carries no more. */
export function isCapacity(role: string, count: unknown): role is Role {
  if (!Object.hasOwn(ROLES, role) || !Number.isInteger(count)) return false;
  const { publishers, participants } = LIMITS;
  const most = ROLES[role as Role].publishes.length ? publishers : participants - publishers;
  return (count as number) >= 0 && (count as number) <= most;
}

function readAccess(text: (name: string) => string): AccessSettings {
  const [secret, jwks] = [text('TOKEN_SECRET'), text('TOKEN_JWKS')];
  if (secret && jwks) throw new Error('Of TOKEN_SECRET and TOKEN_JWKS only one can be set');
  if (secret && new TextEncoder().encode(secret).length < SECRET) {
    throw new Error(
      `TOKEN_SECRET has at least ${SECRET} characters, such as those of: openssl rand -hex 32`,
    );
  }
  if (!jwks) return { secret: secret || undefined };
  if (/^https?:/.test(jwks) && URL.canParse(jwks)) return { jwks: new URL(jwks) };
  try {
    const set = JSON.parse(jwks) as JSONWebKeySet;
    if (Array.isArray(set.keys)) return { jwks: set };
  } catch {
    // Said below.
  }
  throw new Error('TOKEN_JWKS is neither an https address nor a JSON Web Key Set {"keys": […]}');
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
