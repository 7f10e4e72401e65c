/** Gives the focus another place where what held it goes as a view draws itself anew. */
import type { ReactiveController } from 'lit';
import type { View } from './view.js';

export class FocusKeeper implements ReactiveController {
  readonly #view: View;
  readonly #place: HTMLElement | undefined;
  #held: Element | null = null;

  /** Without a place of its own it is the dialog around it, or the call as a whole. */
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
