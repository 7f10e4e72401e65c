/** Moves the focus if the focused element is removed when a view renders again. */
import type { ReactiveController } from 'lit';
import type { View } from './view.js';

export class FocusKeeper implements ReactiveController {
  readonly #view: View;
  readonly #place: HTMLElement | undefined;
  #held: Element | null = null;

  /** By default, the focus moves to the surrounding dialog, or to the call as a whole. */
  constructor(view: View, place?: HTMLElement) {
    this.#view = view;
    this.#place = place;
  }

  hostUpdate(): void {
    this.#held = this.#view.querySelector(':focus');
  }

  hostUpdated(): void {
    if (!this.#held || this.#held.isConnected) return;
    const place = this.#place ?? this.#view.closest<HTMLElement>('.dialog, .base');
    place?.focus({ preventScroll: true });
  }
}
