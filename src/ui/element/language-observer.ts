/** Follows the inherited language and direction, and renders all views again when the texts change. */
import { LitElement, type ReactiveController } from 'lit';
import type { HostElement } from '../base/host.js';
import { vocabularyOf, type Vocabulary } from '../i18n/vocabulary.js';

export class LanguageObserver implements ReactiveController {
  readonly #host: HostElement;
  readonly #observer = new MutationObserver(() => {
    this.#host.requestUpdate();
    this.#drawAnew();
  });
  #vocabulary: Vocabulary | undefined;

  constructor(host: HostElement) {
    this.#host = host;
  }

  hostConnected(): void {
    const options = { attributeFilter: ['lang', 'dir'], subtree: true };
    for (let root = this.#host.getRootNode(); ; root = root.host.getRootNode()) {
      this.#observer.observe(root, options);
      if (!(root instanceof ShadowRoot)) break;
    }
    // Picks up changes that were made before.
    this.#host.requestUpdate();
    this.hostUpdated();
  }

  hostUpdated(): void {
    const vocabulary = vocabularyOf(this.#base);
    if (this.#vocabulary && vocabulary !== this.#vocabulary) this.#drawAnew();
    this.#vocabulary = vocabulary;
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }

  get #base(): Element {
    return this.#host.renderRoot.querySelector('.base')!;
  }

  #drawAnew(): void {
    for (const view of this.#base.querySelectorAll('*')) {
      if (view instanceof LitElement) view.requestUpdate();
    }
  }
}
