/** Hides the toolbar while nobody moves, and shows it when somebody does. */
import type { ReactiveController } from 'lit';
import { isInRoom } from '../call/call-face.js';
import type { VideoCallElement } from './video-call.js';

export class Activity implements ReactiveController {
  readonly #host: VideoCallElement;
  readonly #calmAfter: () => number;
  #listening = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isMouse = false;
  #isCalm = false;
  /** Whether the press that goes on began while nothing was to be seen. */
  #isWaking = false;
  #wasInRoom = false;

  /** Is told after how many milliseconds nobody has moved. */
  constructor(host: VideoCallElement, calmAfter: () => number) {
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

  /** A tap that brought the buttons back presses none: nobody saw which. */
  #handleClick(event: Event): void {
    if (!this.#isWaking) return;
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

  /** The toolbar stays while one is alone with it, points at it, has come to it by key or opened its menu. */
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
