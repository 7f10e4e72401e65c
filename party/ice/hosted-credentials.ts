/** Credentials from a hosted TURN service, the same for all clients that get them here. */
import type { IceServer } from '../../src/protocol.js';

/** Cloudflare's hosted TURN: https://developers.cloudflare.com/realtime/turn/generate-credentials/ */
export interface HostedTurn {
  /** The URL to request credentials from, without the key. */
  readonly api: string;
  readonly key: string;
  readonly token: string;
}

/** What it needs from its platform. */
export interface IceHost {
  /** Milliseconds since 1970. */
  now(): number;
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Logs a line for the operator. */
  log(line: string): void;
}

/** Delay before another request to the service after a failure, in milliseconds. */
const RETRY = 15_000;

function isServer(value: unknown): value is { urls: string | string[] } & Omit<IceServer, 'urls'> {
  return typeof value === 'object' && value !== null && 'urls' in value;
}

/** Browsers block port 53, yet wait for it to time out: Cloudflare itself advises leaving it out. */
const isOpenPort = (url: string) => !/:53(\?|$)/.test(url);

export class HostedCredentials {
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

  /** Requests credentials, if due; true if there are new ones. */
  async renew(): Promise<boolean> {
    const now = this.#host.now();
    if (now < this.renewAt) return false;
    // Prevents further requests in the meantime.
    this.renewAt = now + RETRY;
    try {
      this.servers = await this.#request(this.#hosted);
      this.renewAt = now + this.#lifetime / 2;
      return true;
    } catch (error) {
      this.#host.log(`The hosted TURN service gave no credentials: ${String(error)}`);
      return false;
    }
  }

  async #request({ api, key, token }: HostedTurn): Promise<IceServer[]> {
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
    if (!Array.isArray(iceServers)) throw new Error('the response has no iceServers');
    return iceServers.filter(isServer).map(({ urls, username, credential }) => ({
      urls: [urls].flat().filter(isOpenPort),
      ...(username !== undefined && { username }),
      ...(credential !== undefined && { credential }),
    }));
  }
}
