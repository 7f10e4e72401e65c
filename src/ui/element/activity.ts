/** Hides the toolbar when the user is inactive, and shows it again on activity. */
import type { ReactiveController } from 'lit';
import { isInRoom } from '../../call/call-api.js';
import type { HostElement } from '../base/host.js';

export class Activity implements ReactiveController {
  readonly #host: HostElement;
  readonly #calmAfter: () => number;
  #listening = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isMouse = false;
  #isCalm = false;
  /** Whether the current press began while the buttons were hidden. */
  #isWaking = false;
  #wasInRoom = false;

  /** @param calmAfter how long the user must be inactive, in milliseconds */
  constructor(host: HostElement, calmAfter: () => number) {
    this.#host = host;
    this.#calmAfter = calmAfter;
  }

  hostConnected(): void {
    this.#listening = new AbortController();
    for (const type of ['pointermove', 'pointerdown', 'keydown', 'focusin']) {
      this.#base.addEventListener(type, (event) => this.#handle(event), this.#listening);
    }
    this.#base.addEventListener('click', (event) => this.#handleClick(event), {
      capture: true,
      signal: this.#listening.signal,
    });
    this.#wake();
  }

  hostDisconnected(): void {
    this.#listening.abort();
    clearTimeout(this.#timer);
  }

  hostUpdated(): void {
    const isIn = isInRoom(this.#host.status);
    if (isIn !== this.#wasInRoom) this.#wake();
    this.#wasInRoom = isIn;
    this.#show();
  }

  get #base(): HTMLElement {
    return this.#host.renderRoot.querySelector<HTMLElement>('.base')!;
  }

  #handle(event: Event): void {
    if (event instanceof PointerEvent) this.#isMouse = event.pointerType === 'mouse';
    if (event.type === 'pointerdown') this.#isWaking = this.#isCalm;
    this.#wake();
  }

  /** A tap that brought the buttons back presses none of them, since the user couldn't see which. */
  #handleClick(event: UIEvent): void {
    // A press may end without a click: a scroll, a drag, the right button. A key, a screen reader or a script
    // clicks without a press, with a `detail` of 0.
    if (!this.#isWaking || event.detail === 0) return;
    this.#isWaking = false;
    event.preventDefault();
    event.stopPropagation();
  }

  #wake(): void {
    this.#isCalm = false;
    this.#show();
    clearTimeout(this.#timer);
    if (isInRoom(this.#host.status))
      this.#timer = setTimeout(() => this.#rest(), this.#calmAfter());
  }

  /** The toolbar stays while the user is alone in the call, points at it, focused it by key or opened its menu. */
  #rest(): void {
    const root = this.#host.renderRoot;
    const toolbar = root.querySelector('.toolbar');
    const isBusy =
      this.#host.participants.length < 2 ||
      toolbar?.querySelector(':focus-visible') ||
      root.querySelector('video-call-overlay')?.isOpen ||
      (this.#isMouse && toolbar?.matches(':hover'));
    this.#isCalm = !isBusy;
    if (isBusy) this.#wake();
    else this.#show();
  }

  #show(): void {
    const isCalm = this.#isCalm && this.#host.participants.length > 1;
    this.#base.classList.toggle('calm', isCalm);
  }
}
