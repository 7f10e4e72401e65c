/** Which STUN and TURN servers clients get; credentials expire and are renewed in time. */
import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { IceServer } from '../../src/protocol.js';

/** coturn with `use-auth-secret`: https://datatracker.ietf.org/doc/html/draft-uberti-behave-turn-rest-00 */
export interface Coturn {
  readonly urls: string[];
  readonly secret: string;
}

/** Cloudflare's hosted TURN: https://developers.cloudflare.com/realtime/turn/generate-credentials/ */
export interface HostedTurn {
  /** The URL to request credentials from, without the key. */
  readonly api: string;
  readonly key: string;
  readonly token: string;
}

export interface IceSettings {
  readonly stun: string[];
  readonly coturn?: Coturn | undefined;
  readonly hosted?: HostedTurn | undefined;
  /** Lifetime of credentials, in milliseconds; they are renewed after half of it. */
  readonly lifetime: number;
}

/** What it needs from its platform. */
export interface IceHost {
  /** Milliseconds since 1970. */
  now(): number;
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Logs a line for the operator. */
  log(line: string): void;
}

/** Delay before asking the hosted service again after a failure, in milliseconds. */
const RETRY = 15_000;

const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

function isServer(value: unknown): value is { urls: string | string[] } & Omit<IceServer, 'urls'> {
  return typeof value === 'object' && value !== null && 'urls' in value;
}

/** Browsers block port 53, yet wait for it to time out: Cloudflare itself advises leaving it out. */
const isOpenPort = (url: string) => !/:53(\?|$)/.test(url);

/** Lifetime of credentials given before joining, in milliseconds, unless the general lifetime is shorter. */
const LOBBY_LIFETIME = 600_000;
/** How many credentials are cached, so that they are not computed for each roster. */
const MOST_REMEMBERED = 512;

/** Credentials for coturn. Time is divided into slots of half a lifetime; they expire at the end of a slot. */
class CoturnCredentials {
  readonly #coturn: Coturn;
  readonly #half: number;
  readonly #now: () => number;
  /** Credentials of the current slot, by user. */
  readonly #known = new Map<string, IceServer>();
  #knownSlot = 0;

  constructor(coturn: Coturn, lifetime: number, now: () => number) {
    this.#coturn = coturn;
    this.#half = lifetime / 2;
    this.#now = now;
  }

  for(user: string): IceServer {
    const slot = this.#slot;
    if (slot !== this.#knownSlot || this.#known.size > MOST_REMEMBERED) this.#known.clear();
    this.#knownSlot = slot;
    const known = this.#known.get(user);
    if (known) return known;
    const { secret, urls } = this.#coturn;
    const username = `${Math.floor((slot + 2) * this.#half) / 1_000}:${user}`;
    const credential = toBase64(hmac(sha1, utf8ToBytes(secret), utf8ToBytes(username)));
    const server = { urls, username, credential };
    this.#known.set(user, server);
    return server;
  }

  /** When new ones are due: after hibernation, a room can compute what it gave without storing it. */
  get renewAt(): number {
    return (this.#slot + 1) * this.#half;
  }

  get #slot(): number {
    return Math.floor(this.#now() / this.#half);
  }
}

/** Credentials from a hosted service, the same for all clients that get them here. */
class HostedCredentials {
  readonly #hosted: HostedTurn;
  readonly #lifetime: number;
  readonly #host: IceHost;
  servers: IceServer[] = [];
  /** When to request the next ones. */
  renewAt = 0;

  constructor(hosted: HostedTurn, lifetime: number, host: IceHost) {
    this.#hosted = hosted;
    this.#lifetime = lifetime;
    this.#host = host;
  }

  /** Asks the service for credentials, if due; true if there are new ones. */
  async renew(): Promise<boolean> {
    const now = this.#host.now();
    if (now < this.renewAt) return false;
    // Prevents further requests in the meantime.
    this.renewAt = now + RETRY;
    try {
      this.servers = await this.#ask(this.#hosted);
      this.renewAt = now + this.#lifetime / 2;
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
        body: JSON.stringify({ ttl: Math.round(this.#lifetime / 1_000) }),
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
}

/** The relays for one kind of client. */
interface Relays {
  readonly coturn: CoturnCredentials | undefined;
  readonly hosted: HostedCredentials | undefined;
}

const timesOf = ({ coturn, hosted }: Relays): number[] => [
  ...(coturn ? [coturn.renewAt] : []),
  ...(hosted ? [hosted.renewAt] : []),
];

export class IceServers {
  readonly #stun: IceServer[];
  /** For participants in the room. */
  readonly #relays: Relays;
  /** For sockets that have not joined: anyone can open one, so these credentials are short-lived. */
  readonly #lobbyRelays: Relays;

  constructor({ stun, coturn, hosted, lifetime }: IceSettings, host: IceHost) {
    const relays = (lives: number): Relays => ({
      coturn: coturn && new CoturnCredentials(coturn, lives, () => host.now()),
      hosted: hosted && new HostedCredentials(hosted, lives, host),
    });
    this.#stun = stun.length ? [{ urls: stun }] : [];
    this.#relays = relays(lifetime);
    this.#lobbyRelays = relays(Math.min(lifetime, LOBBY_LIFETIME));
  }

  /** The servers for a participant, with credentials valid for at least half a lifetime. */
  for(user: string): IceServer[] {
    return this.#with(this.#relays, user);
  }

  /** The servers for a socket that has not joined; without a user, no relays. */
  forLobby(user: string | undefined): IceServer[] {
    return user === undefined ? this.#stun : this.#with(this.#lobbyRelays, user);
  }

  /** When clients need new servers, in milliseconds since 1970; undefined: never. */
  get renewAt(): number | undefined {
    const times = timesOf(this.#relays);
    return times.length ? Math.min(...times) : undefined;
  }

  /** The same for sockets that have not joined. */
  get lobbyRenewAt(): number | undefined {
    const times = timesOf(this.#lobbyRelays);
    return times.length ? Math.min(...times) : undefined;
  }

  /** Asks the hosted service for credentials, if due; true if there are new ones. */
  async renew(): Promise<boolean> {
    return (await this.#relays.hosted?.renew()) ?? false;
  }

  async renewLobby(): Promise<boolean> {
    return (await this.#lobbyRelays.hosted?.renew()) ?? false;
  }

  #with({ coturn, hosted }: Relays, user: string): IceServer[] {
    return [...this.#stun, ...(coturn ? [coturn.for(user)] : []), ...(hosted?.servers ?? [])];
  }
}
