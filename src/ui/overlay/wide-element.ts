/** Whether the element is wide enough for a panel beside the call. */
import type { ReactiveController } from 'lit';
import type { View } from '../base/view.js';

/** The least size, in `em`: beside a panel of 24em, more than half of it is left. */
const LEAST = { width: 56, height: 18.75 };

export class WideElement implements ReactiveController {
  readonly #view: View;
  #isWide = false;
  #observer: ResizeObserver | undefined;

  constructor(view: View) {
    this.#view = view;
    view.addController(this);
  }

  get isWide(): boolean {
    return this.#isWide;
  }

  hostConnected(): void {
    const base = this.#view.closest('.base');
    // The frame: beside a panel, the base is smaller.
    const frame = base?.parentElement;
    if (!base || !frame) return;
    const look = () => {
      const em = parseFloat(getComputedStyle(base).fontSize);
      const { clientWidth, clientHeight } = frame;
      const isWide = clientWidth >= LEAST.width * em && clientHeight >= LEAST.height * em;
      if (isWide === this.#isWide) return;
      this.#isWide = isWide;
      this.#view.requestUpdate();
    };
    look();
    this.#observer = new ResizeObserver(look);
    this.#observer.observe(frame);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }
}
