/** The operator's settings from the environment, read once and validated. */
import type { JSONWebKeySet } from 'jose';
import { ICE_LIMITS, iceUrlProblem } from '../../src/ice-servers.js';
import { LIMITS, ROLES, type Policy, type Role } from '../../src/protocol.js';
import type { AccessSettings } from '../room/access.js';
import type { Coturn } from '../ice/coturn-credentials.js';
import type { HostedTurn } from '../ice/hosted-credentials.js';
import type { IceSettings } from '../ice/ice-servers.js';
import { CAPACITY, ROOM_LIMITS, type Capacity } from '../base/limits.js';

/** Two providers, so that an outage of one does not break calls. */
const PUBLIC_STUN = 'stun:stun.cloudflare.com:3478,stun:stun.l.google.com:19302';
const CLOUDFLARE = 'https://rtc.live.cloudflare.com/v1/turn/keys';
/** Lifetime of relay credentials, in seconds. A leaked one can be used until it expires. */
const LIFETIME = { least: 20, default: 7_200, most: 86_400 };

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
  'SOCKETS_PER_ADDRESS',
  'LOG',
];

/** Minimum length of a secret, in bytes: that of the hash it keys (RFC 7518 section 3.2). */
const SECRET = 32;

export interface Settings {
  policy: Policy;
  capacity: Capacity;
  access: AccessSettings;
  /** Required to list and end rooms; undefined: not possible. */
  operatorToken: string | undefined;
  /** The header in which a proxy in front of the server sends the client's address. */
  addressHeader: string | undefined;
  /** How many sockets one address may hold in one room. */
  socketsPerAddress: number;
  /** Whether events are logged. */
  logs: boolean;
  ice: IceSettings;
  /** Origins whose pages may open a socket, besides the server's own; undefined: all. */
  origins: string[] | undefined;
  /** Warnings for the operator, in sentences. */
  warnings: string[];
}

type Environment = { readonly [name: string]: unknown };

/**
 * Reads the environment; docs/operate.md lists the names. Throws errors with a message for the operator.
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
    throw new Error(`PREVIEW is "${preview}", but must be names, count, or none`);
  }
  const waiting = yesOrNo(text, 'WAITING_ROOM');
  const stun = text('STUN_URLS') === 'none' ? [] : list('STUN_URLS', PUBLIC_STUN);
  checkIceUrls('STUN_URLS', 'stun:', stun);
  const origins = env['ALLOWED_ORIGINS'] === undefined ? undefined : list('ALLOWED_ORIGINS');
  for (const origin of origins ?? []) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw new Error(`ALLOWED_ORIGINS: "${origin}" is not an origin, such as https://example.com`);
    }
  }
  const seconds = Number(text('TURN_TTL') || LIFETIME.default);
  if (!(seconds >= LIFETIME.least && seconds <= LIFETIME.most)) {
    throw new Error(
      `TURN_TTL is "${text('TURN_TTL')}", but must be at least ${LIFETIME.least} seconds and at most ${LIFETIME.most}`,
    );
  }

  const relays = { coturn: readCoturn(text, list), hosted: readHosted(text) };
  const hasRelay = relays.coturn !== undefined || relays.hosted !== undefined;
  const isOpen = yesOrNo(text, 'OPEN_RELAY');
  const warnings: string[] = [];
  if (hasRelay && !origins) {
    warnings.push(
      isOpen
        ? 'This is an open relay: anyone who knows its address can send traffic through your TURN server. ' +
            'Set ALLOWED_ORIGINS to the pages that may use it.'
        : 'The TURN server is not used, because anyone could send traffic through it. Set ALLOWED_ORIGINS ' +
            'to the pages that may use it, or OPEN_RELAY=yes to run an open relay.',
    );
  }
  const isRelayGiven = origins !== undefined || isOpen;
  const ice = { stun, lifetime: seconds * 1_000, ...(isRelayGiven && relays) };
  const operatorToken = text('OPERATOR_TOKEN') || undefined;
  if (operatorToken && operatorToken.length < SECRET) {
    throw new Error(
      `OPERATOR_TOKEN must have at least ${SECRET} characters. To create one: openssl rand -hex 32`,
    );
  }
  return {
    policy: { preview, locked: false, waiting },
    capacity: readCapacity(list('CAPACITY')),
    access: readAccess(text, (name) => env[name] !== undefined),
    operatorToken,
    addressHeader: text('CLIENT_ADDRESS_HEADER') || undefined,
    socketsPerAddress: readSocketsPerAddress(text('SOCKETS_PER_ADDRESS')),
    logs: text('LOG') !== 'none',
    ice,
    origins,
    warnings,
  };
}

/** Firefox rejects all servers if one URL is invalid, and a client reads no more than the limit. */
function checkIceUrls(name: string, scheme: 'stun:' | 'turn:', urls: readonly string[]): void {
  if (urls.length > ICE_LIMITS.urls) {
    throw new Error(
      `${name} has ${urls.length} addresses, but must have at most ${ICE_LIMITS.urls}`,
    );
  }
  const pattern = scheme === 'stun:' ? /^stun:/i : /^turns?:/i;
  for (const url of urls) {
    const problem = pattern.test(url) ? iceUrlProblem(url) : `is not a ${scheme} address`;
    if (problem) throw new Error(`${name}: "${url}" ${problem}`);
  }
}

function readSocketsPerAddress(value: string): number {
  if (value === 'none') return Infinity;
  const count = Number(value || ROOM_LIMITS.perAddress);
  if (Number.isInteger(count) && count > 0) return count;
  throw new Error(`SOCKETS_PER_ADDRESS is "${value}", but must be a number of at least 1, or none`);
}

function yesOrNo(text: (name: string) => string, name: string): boolean {
  const value = text(name) || 'no';
  if (value !== 'yes' && value !== 'no')
    throw new Error(`${name} is "${value}", but must be yes or no`);
  return value === 'yes';
}

/** Reads values such as `participant=4, viewer=30`. */
function readCapacity(pairs: readonly string[]): Capacity {
  const capacity: { [role in Role]: number } = { ...CAPACITY };
  for (const pair of pairs) {
    const [name = '', value = ''] = pair.split('=').map((part) => part.trim());
    if (!isCapacity(name, Number(value)) || !value) {
      throw new Error(
        `CAPACITY: "${pair}" must look like participant=4. The roles are ${Object.keys(ROLES).join(', ')}. ` +
          `A number is 0 to ${LIMITS.publishers}, or to ${LIMITS.participants - LIMITS.publishers} for viewers`,
      );
    }
    capacity[name] = Number(value);
  }
  return capacity;
}

/** Whether a room can hold `count` of a role; a mesh supports no more. */
export function isCapacity(role: string, count: unknown): role is Role {
  if (!Object.hasOwn(ROLES, role) || !Number.isInteger(count)) return false;
  const { publishers, participants } = LIMITS;
  const most = ROLES[role as Role].publishes.length ? publishers : participants - publishers;
  return (count as number) >= 0 && (count as number) <= most;
}

/** Whether a secret or a key may be sent to a URL: encrypted, or within this machine. */
function isPrivate(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback);
}

function readAccess(
  text: (name: string) => string,
  isSet: (name: string) => boolean,
): AccessSettings {
  const [secret, jwks] = [text('TOKEN_SECRET'), text('TOKEN_JWKS')];
  for (const [name, value] of Object.entries({ TOKEN_SECRET: secret, TOKEN_JWKS: jwks })) {
    if (isSet(name) && !value) {
      throw new Error(
        `${name} is set but empty, so every room would be open. Set a value, or unset it for open rooms`,
      );
    }
  }
  if (secret && jwks)
    throw new Error('TOKEN_SECRET and TOKEN_JWKS are both set, but only one of them can be');
  if (secret && new TextEncoder().encode(secret).length < SECRET) {
    throw new Error(
      `TOKEN_SECRET must have at least ${SECRET} characters. To create one: openssl rand -hex 32`,
    );
  }
  if (!jwks) return { secret: secret || undefined };
  if (/^https?:/i.test(jwks) && URL.canParse(jwks)) {
    if (isPrivate(jwks)) return { jwks: new URL(jwks) };
    throw new Error(
      `TOKEN_JWKS: "${jwks}" is not https, so an attacker on the network could replace the keys`,
    );
  }
  try {
    const set = JSON.parse(jwks) as JSONWebKeySet;
    if (Array.isArray(set.keys)) return { jwks: set };
  } catch {
    // Reported below.
  }
  throw new Error('TOKEN_JWKS is neither an https address nor a JSON Web Key Set {"keys": […]}');
}

function readCoturn(
  text: (name: string) => string,
  list: (name: string) => string[],
): Coturn | undefined {
  const urls = list('TURN_URLS');
  const secret = text('TURN_SECRET');
  checkIceUrls('TURN_URLS', 'turn:', urls);
  if (urls.length > 0 !== secret.length > 0) {
    throw new Error('TURN_URLS and TURN_SECRET must be set together');
  }
  return urls.length ? { urls, secret } : undefined;
}

function readHosted(text: (name: string) => string): HostedTurn | undefined {
  const key = text('CLOUDFLARE_TURN_KEY');
  const token = text('CLOUDFLARE_TURN_TOKEN');
  if (key.length > 0 !== token.length > 0) {
    throw new Error('CLOUDFLARE_TURN_KEY and CLOUDFLARE_TURN_TOKEN must be set together');
  }
  return key ? { api: text('CLOUDFLARE_TURN_API') || CLOUDFLARE, key, token } : undefined;
}
