/** Which STUN and TURN servers browsers are given; credentials live for a while and are renewed in time. */
import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { IceServer } from '../src/protocol.js';

/** A coturn with `use-auth-secret`: https://datatracker.ietf.org/doc/html/draft-uberti-behave-turn-rest-00 */
export interface Coturn {
  readonly urls: string[];
  readonly secret: string;
}

/** Cloudflare's hosted TURN: https://developers.cloudflare.com/realtime/turn/generate-credentials/ */
export interface HostedTurn {
  /** Where credentials are to be had, without the key. */
  readonly api: string;
  readonly key: string;
  readonly token: string;
}

export interface IceSettings {
  readonly stun: string[];
  readonly coturn?: Coturn | undefined;
  readonly hosted?: HostedTurn | undefined;
  /** How long credentials live, in milliseconds; they are renewed after half of it. */
  readonly lifetime: number;
}

/** What it needs of its platform. */
export interface IceHost {
  /** Milliseconds since 1970. */
  now(): number;
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Something for the operator to know. */
  log(line: string): void;
}

/** After a failure the hosted service is asked again so much later, in milliseconds. */
const RETRY = 15_000;

const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

function isServer(value: unknown): value is { urls: string | string[] } & Omit<IceServer, 'urls'> {
  return typeof value === 'object' && value !== null && 'urls' in value;
}

/** Browsers open no connection to port 53, and wait for it: Cloudflare's own advice is to leave it out. */
const isOpenPort = (url: string) => !/:53(\?|$)/.test(url);

export class IceServers {
  readonly #settings: IceSettings;
  readonly #host: IceHost;
  /** What the hosted service gave, and when the next is to be asked for. */
  #hosted: IceServer[] = [];
  #renewAt = 0;

  constructor(settings: IceSettings, host: IceHost) {
    this.#settings = settings;
    this.#host = host;
  }

  /** The servers for somebody, with credentials that live for at least half a lifetime. */
  for(user: string): IceServer[] {
    const { stun, coturn } = this.#settings;
    const servers: IceServer[] = stun.length ? [{ urls: stun }] : [];
    if (coturn) {
      const username = `${Math.floor((this.#slot + 2) * this.#half) / 1_000}:${user}`;
      const credential = toBase64(hmac(sha1, utf8ToBytes(coturn.secret), utf8ToBytes(username)));
      servers.push({ urls: coturn.urls, username, credential });
    }
    return [...servers, ...this.#hosted];
  }

  /** When browsers need others, in milliseconds since 1970; undefined: never. */
  get renewAt(): number | undefined {
    const { coturn, hosted } = this.#settings;
    const times = [
      ...(coturn ? [(this.#slot + 1) * this.#half] : []),
      ...(hosted ? [this.#renewAt] : []),
    ];
    return times.length ? Math.min(...times) : undefined;
  }

  /** Asks the hosted service where that is due; true if there are others now. */
  async renew(): Promise<boolean> {
    const { hosted, lifetime } = this.#settings;
    const now = this.#host.now();
    if (!hosted || now < this.#renewAt) return false;
    // So that nobody asks for the same meanwhile.
    this.#renewAt = now + RETRY;
    try {
      this.#hosted = await this.#ask(hosted);
      this.#renewAt = now + lifetime / 2;
      return true;
    } catch (error) {
      this.#host.log(`The hosted TURN service gave no credentials: ${String(error)}`);
      return false;
    }
  }

  async #ask({ api, key, token }: HostedTurn): Promise<IceServer[]> {
    const response = await this.#host.fetch(
      `${api}/${encodeURIComponent(key)}/credentials/generate-ice-servers`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ ttl: Math.round(this.#settings.lifetime / 1_000) }),
      },
    );
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    const { iceServers } = (await response.json()) as { iceServers?: unknown };
    if (!Array.isArray(iceServers)) throw new Error('it answered without iceServers');
    return iceServers.filter(isServer).map(({ urls, username, credential }) => ({
      urls: [urls].flat().filter(isOpenPort),
      ...(username !== undefined && { username }),
      ...(credential !== undefined && { credential }),
    }));
  }

  /**
   * Credentials of coturn expire at ends of slots of half a lifetime. So a room that slept knows what it
   * gave without having stored it.
   */
  get #slot(): number {
    return Math.floor(this.#host.now() / this.#half);
  }

  get #half(): number {
    return this.#settings.lifetime / 2;
  }
}
