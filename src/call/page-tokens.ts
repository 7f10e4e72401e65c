/** Tokens that the page provides: one for each attempt to join, and new ones before they expire. */
import { TokenBucket } from '../token-bucket.js';
import { withTimeout } from './base/with-timeout.js';
import { CallError } from './call-error.js';
import type { CallSettings } from './call-settings.js';
import type { Clock } from './platform.js';

/** Time for the page to provide a token, in milliseconds. */
const TOKEN_WITHIN = 10_000;
/** How often the server can make the page get a new token, which usually costs a request to the page's backend. */
const RENEWALS = { burst: 4, perSecond: 0.1 };

interface PageTokensOptions {
  readonly clock: Clock;
  /** The page's provider, if it has one. */
  provider(): CallSettings['tokenProvider'];
  handleError(error: CallError): void;
  /** The page provided a new token; undefined: it has no provider, or that failed. */
  handleRenewed(token: string | undefined): void;
}

export class PageTokens {
  readonly #options: PageTokensOptions;
  readonly #renewals: TokenBucket;
  #isRenewing = false;

  constructor(options: PageTokensOptions) {
    this.#options = options;
    this.#renewals = new TokenBucket(RENEWALS, options.clock.now());
  }

  /** A provider that fails is reported and yields no token; the server decides what that means. */
  async provide(): Promise<string | undefined> {
    const { clock, provider, handleError } = this.#options;
    const provide = provider();
    if (provide === undefined || provide === null) return undefined;
    try {
      const token: unknown = await withTimeout(clock, TOKEN_WITHIN, () => provide());
      if (token === undefined || token === null || token === '') return undefined;
      if (typeof token === 'string') return token;
      throw new TypeError(`tokenProvider returned a value of type ${typeof token}`);
    } catch (cause) {
      handleError(new CallError('token-unavailable', undefined, { cause }));
      return undefined;
    }
  }

  /** The server requests a new token. It may repeat that after a reconnect; excess requests are ignored. */
  async renew(): Promise<void> {
    const { clock, handleRenewed } = this.#options;
    if (this.#isRenewing || !this.#renewals.take(1, clock.now())) return;
    this.#isRenewing = true;
    try {
      handleRenewed(await this.provide());
    } finally {
      this.#isRenewing = false;
    }
  }
}
