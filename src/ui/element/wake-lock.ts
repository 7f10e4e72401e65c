/** Keeps the screen on while the user is in the call and the page is visible. */
import type { ReactiveController } from 'lit';
import { isInRoom } from '../../call/call-api.js';
import type { HostElement } from '../base/host.js';

export class WakeLock implements ReactiveController {
  readonly #host: HostElement;
  #lock: WakeLockSentinel | undefined;
  #isReconciling = false;
  /** Whether something changed in the meantime, so that a refused lock may be granted now. */
  #isDue = false;
  #connection = new AbortController();

  constructor(host: HostElement) {
    this.#host = host;
  }

  hostConnected(): void {
    this.#connection = new AbortController();
    // The browser releases the lock of a hidden page.
    document.addEventListener('visibilitychange', () => void this.#reconcile(), this.#connection);
  }

  hostUpdated(): void {
    void this.#reconcile();
  }

  hostDisconnected(): void {
    this.#connection.abort();
    void this.#reconcile();
  }

  get #isWanted(): boolean {
    return this.#host.isConnected && isInRoom(this.#host.status) && !document.hidden;
  }

  get #isHeld(): boolean {
    return this.#lock?.released === false;
  }

  /** Requests or releases the lock until it matches what is wanted, which may change while the browser responds. */
  async #reconcile(): Promise<void> {
    this.#isDue = true;
    if (this.#isReconciling) return;
    this.#isReconciling = true;
    while (this.#isDue) {
      this.#isDue = false;
      await this.#settle().catch(() => {
        // A low battery, the embedding page or an old browser may refuse the lock.
      });
    }
    this.#isReconciling = false;
  }

  async #settle(): Promise<void> {
    while (this.#isWanted !== this.#isHeld) {
      if (this.#isWanted) this.#lock = await navigator.wakeLock.request('screen');
      else await this.#lock?.release();
    }
  }
}
