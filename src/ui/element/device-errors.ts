/** Dispatches `call-error` once for each device problem, no matter who turned the device on. */
import type { ReactiveController } from 'lit';
import { CallError, type MediaReason } from '../../call/call-error.js';
import type { CallApi } from '../../call/call-api.js';
import { SOURCES, type Source } from '../../protocol.js';
import type { HostElement } from '../base/host.js';

export class DeviceErrors implements ReactiveController {
  readonly #host: HostElement;
  readonly #told = new Map<Source, MediaReason | undefined>();
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
    this.#told.clear();
    this.#listening.abort();
    this.#listening = new AbortController();
    call?.on('change', () => this.#tell(call), this.#listening);
    if (call) this.#tell(call);
  }

  #tell(call: CallApi): void {
    for (const source of SOURCES) {
      const { problem } = call.sourceState(source);
      if (problem === this.#told.get(source)) continue;
      this.#told.set(source, problem);
      if (!problem) continue;
      const detail = new CallError(problem, source);
      this.#host.dispatchEvent(new CustomEvent('call-error', { detail, composed: true }));
    }
  }
}
