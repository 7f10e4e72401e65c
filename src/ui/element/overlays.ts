/** Shows menus and dialogs on request, and preloads them while the server is reachable. */
import type { ReactiveController } from 'lit';
import { isInRoom } from '../../call/call-api.js';
import { adopt } from '../dom/adopt.js';
import type { ControlsMenu, DialogRequest, Menu } from '../base/menu-items.js';
import type { HostElement } from '../base/host.js';
import { loadChunk } from '../../call/base/load-chunk.js';

/** Delay after joining before they are preloaded, in milliseconds. */
const AHEAD = 2_000;

export class Overlays implements ReactiveController {
  readonly #host: HostElement;
  #listening = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: HostElement) {
    this.#host = host;
  }

  hostConnected(): void {
    this.#listening = new AbortController();
    const base = this.#host.renderRoot.querySelector('.base')!;
    for (const type of ['ask-menu', 'ask-dialog']) {
      base.addEventListener(type, (event) => void this.#show(event), this.#listening);
    }
    this.hostUpdated();
  }

  hostUpdated(): void {
    if (!isInRoom(this.#host.status)) return;
    this.#timer ??= setTimeout(() => void this.#load().catch(() => {}), AHEAD);
  }

  hostDisconnected(): void {
    this.#listening.abort();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #load(): Promise<void> {
    adopt(
      this.#host.renderRoot as ShadowRoot,
      await loadChunk(() => import('../overlay/panels.js')),
    );
  }

  async #show(event: Event): Promise<void> {
    const { detail } = event as CustomEvent<Menu | ControlsMenu | DialogRequest>;
    try {
      await this.#load();
    } catch {
      // The next press retries.
      return this.#host.renderRoot.querySelector('video-call-notices')?.showLoadFailed?.();
    }
    this.#host.renderRoot.querySelector('video-call-overlay')?.show?.(detail);
  }
}
