/** The base class of all views: renders a call into the element's single shadow root, and again on change. */
import { LitElement, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { CallApi } from '../../call/call-api.js';
import { giveWay } from './give-way.js';
import { vocabularyOf, wordsIn } from '../i18n/vocabulary.js';
import { english, type Words } from '../i18n/words.js';

export abstract class View extends LitElement {
  static override readonly properties: PropertyDeclarations = { call: {} };

  /** The call to show; undefined for a message if there can be no call. */
  call!: CallApi;

  #listening = new AbortController();

  /** Without their own shadow roots, parts and labels work across all views. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#listen();
    this.requestUpdate();
  }

  /** Without this callback, `moveBefore()` would disconnect and reconnect the element. */
  connectedMoveCallback(): void {}

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listening.abort();
  }

  protected override scheduleUpdate(): void | Promise<unknown> {
    const handshake = giveWay(this.call);
    return handshake ? handshake.then(() => super.scheduleUpdate()) : super.scheduleUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('call')) this.#listen();
  }

  protected get words(): Words {
    return wordsIn(vocabularyOf(this), 'words', english);
  }

  /** Sends the element a request, which only it can fulfil, as an event that stays inside its root. */
  protected ask<Detail>(type: string, detail?: Detail): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }

  /** Focuses the call as a whole, before the focused element is removed. */
  protected giveFocusBack(): void {
    this.closest<HTMLElement>('.base')?.focus({ preventScroll: true });
  }

  #listen(): void {
    this.#listening.abort();
    this.#listening = new AbortController();
    this.call?.on('change', () => this.requestUpdate(), this.#listening);
  }
}
