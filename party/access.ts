/** Who may come in as what: a JWT (RFC 7519) says it where the operator wants one, and else the Room alone. */
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  jwtVerify,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyOptions,
} from 'jose';
import { LIMITS, ROLES, type Refusal, type Role } from '../src/protocol.js';

/** One of both, or neither: then the rooms are open. */
export interface AccessSettings {
  /** For HS256. */
  readonly secret?: string | undefined;
  /** For RS256 and ES256: the address of a JSON Web Key Set, or the set itself. */
  readonly jwks?: URL | JSONWebKeySet | undefined;
}

/** What a token gives. */
export interface Grant {
  readonly role: Role;
  /** The name that they bear, whatever they say. */
  readonly name?: string;
  /** Who they are beyond this call. */
  readonly sub?: string;
  /** When it ends, in milliseconds since 1970. */
  readonly endsAt: number;
}

export type Denial = Extract<Refusal, `token-${string}`>;

/** In seconds; clocks of servers differ. */
const CLOCK_TOLERANCE = 5;

/** `*` in a token's room stands for any letters. */
function isMeant(pattern: unknown, room: string): boolean {
  if (typeof pattern !== 'string') return false;
  if (pattern === room) return true;
  const parts = pattern.split('*');
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  if (parts.length < 2 || room.length < first.length + last.length) return false;
  if (!room.startsWith(first) || !room.endsWith(last)) return false;
  // Each in between as early as can be, so that the most is left for the next.
  let rest = room.slice(first.length, room.length - last.length);
  return parts.slice(1, -1).every((part) => {
    const at = rest.indexOf(part);
    rest = rest.slice(at + part.length);
    return at >= 0;
  });
}

const isRole = (role: unknown): role is Role =>
  typeof role === 'string' && Object.hasOwn(ROLES, role);

export class Access {
  /** Whether nobody needs a token. */
  readonly isOpen: boolean;
  readonly #now: () => number;
  readonly #verify: (token: string, options: JWTVerifyOptions) => Promise<JWTPayload>;

  /** @param now milliseconds since 1970 */
  constructor({ secret, jwks }: AccessSettings, now: () => number) {
    this.#now = now;
    this.isOpen = !secret && !jwks;
    // A kind of key takes its own algorithms alone, or a public key could be taken for a secret.
    if (jwks) {
      const keys = jwks instanceof URL ? createRemoteJWKSet(jwks) : createLocalJWKSet(jwks);
      const algorithms = ['RS256', 'ES256'];
      this.#verify = async (token, options) =>
        (await jwtVerify(token, keys, { ...options, algorithms })).payload;
    } else {
      const algorithm = { name: 'HMAC', hash: 'SHA-256' };
      const bytes = new TextEncoder().encode(secret);
      // Made once: given bytes, jose makes a key of them for each token.
      let key: ReturnType<typeof crypto.subtle.importKey> | undefined;
      this.#verify = async (token, options) => {
        key ??= crypto.subtle.importKey('raw', bytes, algorithm, false, ['verify']);
        return (await jwtVerify(token, await key, { ...options, algorithms: ['HS256'] })).payload;
      };
    }
  }

  /** What a token gives in a room, or why it gives nothing. */
  async check(token: string | undefined, room: string): Promise<Grant | Denial> {
    if (!token) return 'token-missing';
    let payload: JWTPayload;
    try {
      payload = await this.#verify(token, {
        currentDate: new Date(this.#now()),
        clockTolerance: CLOCK_TOLERANCE,
        requiredClaims: ['exp'],
      });
    } catch (error) {
      return error instanceof errors.JWTExpired ? 'token-expired' : 'token-invalid';
    }
    const { room: pattern, role = 'participant', name, sub, exp = 0 } = payload;
    if (!isMeant(pattern, room)) return 'token-room';
    const isNamed = typeof name === 'string' && name.length > 0;
    if (!isRole(role)) return 'token-invalid';
    return {
      role,
      endsAt: exp * 1_000,
      ...(isNamed && { name: [...name].slice(0, LIMITS.name).join('') }),
      ...(sub && { sub: sub.slice(0, 256) }),
    };
  }
}
