/** Dispatches `token-expiring` when the token expires soon, so that the page can set a new one. */
import type { ReactiveController } from 'lit';
import type { CallApi } from '../../call/call-api.js';
import type { HostElement } from '../base/host.js';

export class TokenExpiry implements ReactiveController {
  readonly #host: HostElement;
  #call: CallApi | undefined;
  #listening = new AbortController();

  constructor(host: HostElement) {
    this.#host = host;
  }

  hostConnected(): void {
    this.hostUpdated();
  }

  hostUpdated(): void {
    const { call } = this.#host;
    if (call === this.#call) return;
    this.#call = call;
    this.#listening.abort();
    this.#listening = new AbortController();
    call?.on('token-expiring', () => this.#tell(), this.#listening);
  }

  #tell(): void {
    this.#host.dispatchEvent(new CustomEvent('token-expiring', { composed: true }));
  }
}
