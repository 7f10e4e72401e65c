/** What every view shares: it renders a call into the element's one shadow root, and again on change. */
import { LitElement, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { CallFace } from '../call/call-face.js';
import { english, vocabularyOf, wordsIn, type Words } from './words.js';

export abstract class View extends LitElement {
  static override readonly properties: PropertyDeclarations = { call: {} };

  /** The call to show; a message may stand for one that cannot be. */
  call!: CallFace;

  #listening = new AbortController();

  /** Without a root of its own, parts and labels reach across all views. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#listen();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listening.abort();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('call')) this.#listen();
  }

  protected get words(): Words {
    return wordsIn(vocabularyOf(this), 'words', english);
  }

  /** Asks the element, which alone may, for something by an event that stays inside its root. */
  protected ask<Detail>(type: string, detail?: Detail): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }

  /** Puts the focus on the call as a whole, before what holds it goes away. */
  protected giveFocusBack(): void {
    this.closest<HTMLElement>('.base')?.focus({ preventScroll: true });
  }

  #listen(): void {
    this.#listening.abort();
    this.#listening = new AbortController();
    this.call?.on('change', () => this.requestUpdate(), this.#listening);
  }
}
