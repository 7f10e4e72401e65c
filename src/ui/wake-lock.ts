/** Keeps the screen from going dark while one is in the call and looks at it. */
import type { ReactiveController } from 'lit';
import type { View } from './view.js';

export class WakeLock implements ReactiveController {
  readonly #view: View;
  #lock: WakeLockSentinel | undefined;
  #isAsking = false;
  #connection = new AbortController();

  constructor(view: View) {
    this.#view = view;
  }

  hostConnected(): void {
    this.#connection = new AbortController();
    // The browser takes the lock away from whatever page is hidden.
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
    return this.#view.isConnected && Boolean(this.#view.call.self) && !document.hidden;
  }

  async #reconcile(): Promise<void> {
    if (!this.#isWanted) {
      await this.#lock?.release();
      this.#lock = undefined;
      return;
    }
    if (this.#isAsking || (this.#lock && !this.#lock.released)) return;
    this.#isAsking = true;
    try {
      this.#lock = await navigator.wakeLock?.request('screen');
    } catch {
      // A battery that is nearly empty, or the page around, has the last word.
    } finally {
      this.#isAsking = false;
    }
    // It may have been left while the browser thought about it.
    if (!this.#isWanted) await this.#reconcile();
  }
}
