/** Who may join, and in which role: a JWT (RFC 7519) decides if the operator requires one, otherwise the Room. */
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  jwtVerify,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyOptions,
} from 'jose';
import { cleanText } from '../../src/clean-text.js';
import { cleanName, ROLES, type Refusal, type Role } from '../../src/protocol.js';

/** At most one is set. If neither is, rooms are open. */
export interface AccessSettings {
  /** For HS256. */
  readonly secret?: string | undefined;
  /** For RS256 and ES256: the URL of a JSON Web Key Set, or the set itself. */
  readonly jwks?: URL | JSONWebKeySet | undefined;
}

/** What a token grants. */
export interface Grant {
  readonly role: Role;
  /** Overrides the name in the profile. */
  readonly name?: string;
  /** Identifies the user across calls. */
  readonly sub?: string;
  /** When it expires, in milliseconds since 1970. */
  readonly endsAt: number;
}

export type Denial = Extract<Refusal, `token-${string}`>;

/**
 * Allowed clock skew between servers, in seconds: a token may start up to `start` in the future, and may have
 * expired up to `end` ago.
 */
const CLOCK_TOLERANCE = { start: 60, end: 5 };
/** The latest time that a `Date` can hold, in milliseconds since 1970. */
const END_OF_TIME = 8.64e15;

/** In a token's `room`, `*` matches any characters. */
function isMeant(claim: unknown, room: string): boolean {
  if (typeof claim !== 'string') return false;
  // Normalized like the room's name.
  const pattern = cleanText(claim, Infinity);
  if (pattern === room) return true;
  const parts = pattern.split('*');
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  if (parts.length < 2 || room.length < first.length + last.length) return false;
  if (!room.startsWith(first) || !room.endsWith(last)) return false;
  // Match each middle part as early as possible, to leave the most text for the next.
  let rest = room.slice(first.length, room.length - last.length);
  return parts.slice(1, -1).every((part) => {
    const at = rest.indexOf(part);
    rest = rest.slice(at + part.length);
    return at >= 0;
  });
}

/** An optional claim: '' if missing or null, undefined if not a string. */
function optionalText(claim: unknown): string | undefined {
  if (claim === undefined || claim === null) return '';
  return typeof claim === 'string' ? claim : undefined;
}

const isRole = (role: unknown): role is Role =>
  typeof role === 'string' && Object.hasOwn(ROLES, role);

export class Access {
  /** Whether no token is needed. */
  readonly isOpen: boolean;
  readonly #now: () => number;
  readonly #verify: (token: string, options: JWTVerifyOptions) => Promise<JWTPayload>;

  /** @param now milliseconds since 1970 */
  constructor({ secret, jwks }: AccessSettings, now: () => number) {
    this.#now = now;
    this.isOpen = !secret && !jwks;
    // Each kind of key accepts only its own algorithms, or a public key could be used as a secret.
    if (jwks) {
      const keys = jwks instanceof URL ? createRemoteJWKSet(jwks) : createLocalJWKSet(jwks);
      const algorithms = ['RS256', 'ES256'];
      this.#verify = async (token, options) =>
        (await jwtVerify(token, keys, { ...options, algorithms })).payload;
    } else {
      const algorithm = { name: 'HMAC', hash: 'SHA-256' };
      const bytes = new TextEncoder().encode(secret);
      // Imported once: given bytes, jose would import a key for each token.
      let key: ReturnType<typeof crypto.subtle.importKey> | undefined;
      this.#verify = async (token, options) => {
        key ??= crypto.subtle.importKey('raw', bytes, algorithm, false, ['verify']);
        return (await jwtVerify(token, await key, { ...options, algorithms: ['HS256'] })).payload;
      };
    }
  }

  /** What a token grants in a room, or why it is denied. */
  async check(token: string | undefined, room: string): Promise<Grant | Denial> {
    if (!token) return 'token-missing';
    let payload: JWTPayload;
    const now = this.#now();
    try {
      payload = await this.#verify(token, {
        currentDate: new Date(now),
        clockTolerance: CLOCK_TOLERANCE.start,
        requiredClaims: ['exp'],
      });
    } catch (error) {
      return error instanceof errors.JWTExpired ? 'token-expired' : 'token-invalid';
    }
    const { room: pattern, role = 'participant', exp = 0 } = payload;
    if (exp <= Math.floor(now / 1_000) - CLOCK_TOLERANCE.end) return 'token-expired';
    if (!isMeant(pattern, room)) return 'token-room';
    // A signature proves who wrote the claims, not that they have the right types.
    const name = optionalText(payload['name']);
    const sub = optionalText(payload.sub);
    if (!isRole(role) || name === undefined || sub === undefined) return 'token-invalid';
    const cleaned = cleanName(name);
    return {
      role,
      endsAt: Math.min(exp * 1_000, END_OF_TIME),
      ...(cleaned && { name: cleaned }),
      ...(sub && { sub: sub.slice(0, 256) }),
    };
  }
}
