/** Credentials for coturn with `use-auth-secret`: https://datatracker.ietf.org/doc/html/draft-uberti-behave-turn-rest-00 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { IceServer } from '../../src/protocol.js';

export interface Coturn {
  readonly urls: string[];
  readonly secret: string;
}

interface Grant {
  readonly user: string;
  /** In which slot it was issued. */
  readonly slot: number;
  readonly server: IceServer;
}

const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/** Time is divided into slots of half a lifetime; credentials expire at the end of the slot after theirs. */
export class CoturnCredentials {
  readonly #coturn: Coturn;
  readonly #half: number;
  readonly #now: () => number;
  /** What each session was granted; it is forgotten with the session. */
  readonly #grants = new WeakMap<object, Grant>();

  constructor(coturn: Coturn, lifetime: number, now: () => number) {
    this.#coturn = coturn;
    this.#half = lifetime / 2;
    this.#now = now;
  }

  /**
   * The credentials of a session: computed on the first call, and again in each slot.
   * @param session the object that stands for it, such as a participant's record
   */
  for(session: object, user: string): IceServer {
    const slot = this.#slot;
    const known = this.#grants.get(session);
    if (known?.slot === slot && known.user === user) return known.server;
    const server = this.issue(user, slot);
    this.#grants.set(session, { user, slot, server });
    return server;
  }

  /** Computes credentials, at the cost of one HMAC. */
  issue(user: string, slot: number): IceServer {
    const { secret, urls } = this.#coturn;
    const username = `${Math.floor((slot + 2) * this.#half) / 1_000}:${user}`;
    const credential = toBase64(hmac(sha1, utf8ToBytes(secret), utf8ToBytes(username)));
    return { urls, username, credential };
  }

  /** When new ones are due: after hibernation, a room can compute what it gave without storing it. */
  get renewAt(): number {
    return (this.#slot + 1) * this.#half;
  }

  get #slot(): number {
    return Math.floor(this.#now() / this.#half);
  }
}
