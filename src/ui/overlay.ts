/** What lies over a call for a moment: one menu or one dialog at a time, and a word that something is done. */
import { css, html, nothing, type CSSResult, type PropertyValues } from 'lit';
import { isInRoom } from '../call/call-face.js';
import { controlsMenu } from './controls-menu.js';
import { hostOf } from './host-of.js';
import type { ControlsMenu, DialogRequest, Menu } from './menu-items.js';
import { View } from './view.js';

/** How long a word stays, in milliseconds. */
const WORD = 4_000;

/**
 * @csspart word - A word that something is done, such as copying the link.
 */
export class OverlayView extends View {
  static override readonly styles: CSSResult = css`
    .word {
      position: absolute;
      inset: calc(var(--inset) * 2) 0 auto;
      box-sizing: border-box;
      width: fit-content;
      max-width: calc(100% - 4 * var(--inset));
      margin-inline: auto;
      padding: 0.5em 1em;
      border-radius: var(--radius);
      background: rgb(16 17 20 / 0.86);
      color: #fff;
      font-size: 0.875em;
      pointer-events: none;
    }
    .word:empty {
      padding: 0;
    }
  `;

  static override readonly properties = { open: { state: true }, word: { state: true } };

  private open: Menu | DialogRequest | undefined;
  private word = '';

  #isInRoom = false;
  /** What lies behind a dialog, and can neither be pressed nor read meanwhile. */
  #covered: readonly Element[] = [];
  #wordTimer: ReturnType<typeof setTimeout> | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const isIn = isInRoom(this.call.status);
    // What it was opened from goes away with the call.
    if (this.hasUpdated && isIn !== this.#isInRoom) this.close();
    this.#isInRoom = isIn;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#uncover();
    this.open = undefined;
    clearTimeout(this.#wordTimer);
  }

  /** Whether a menu or a dialog is open. */
  get isOpen(): boolean {
    return this.open !== undefined;
  }

  /** Shows what is asked for; asked by the same button again, closes it. */
  show(request: Menu | ControlsMenu | DialogRequest): void {
    if (this.open?.anchor === request.anchor) return this.close();
    this.#uncover();
    if ('dialog' in request) this.#cover();
    this.open = 'name' in request ? controlsMenu(request, hostOf(this), this) : request;
  }

  /** Closes what is open; the focus, where it was inside, goes back to where it came from. */
  close(): void {
    const anchor = this.open?.anchor;
    this.open = undefined;
    this.#uncover();
    if (!anchor || !this.querySelector(':focus')) return;
    anchor.focus();
    if (this.querySelector(':focus')) this.giveFocusBack();
  }

  /** Says for a moment that something is done. */
  say(word: string): void {
    this.word = word;
    this.ask('ask-announce', { text: word });
    clearTimeout(this.#wordTimer);
    this.#wordTimer = setTimeout(() => (this.word = ''), WORD);
  }

  #cover(): void {
    this.#covered = [...(this.parentElement?.children ?? [])].filter(
      (one) => one !== this && !one.matches('[inert], video-call-announcer'),
    );
    for (const one of this.#covered) one.toggleAttribute('inert', true);
  }

  #uncover(): void {
    for (const one of this.#covered) one.toggleAttribute('inert', false);
    this.#covered = [];
  }

  protected override render() {
    return html`
      <div @ask-close=${this.close}>${this.#renderOpen()}</div>
      <div class="word" part="word">${this.word}</div>
    `;
  }

  #renderOpen() {
    const { call, open } = this;
    if (!open) return nothing;
    return 'dialog' in open
      ? html`
          <video-call-dialog
            .call=${call}
            .name=${open.dialog}
            .host=${hostOf(this)}
            .subject=${open.id}
          ></video-call-dialog>
        `
      : html`<video-call-menu .call=${call} .menu=${open}></video-call-menu>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'video-call-overlay': OverlayView;
  }
}
