/** Shows one menu or dialog at a time over the call. */
import { html, nothing, type PropertyValues } from 'lit';
import { isInRoom } from '../../call/call-api.js';
import { controlsMenu } from './controls-menu.js';
import { hostOf } from '../base/host.js';
import type { ControlsMenu, DialogRequest, Menu } from '../base/menu-items.js';
import { View } from '../base/view.js';

export class OverlayView extends View {
  static override readonly properties = { open: { state: true } };

  private open: Menu | DialogRequest | undefined;

  #isInRoom = false;
  /** The elements behind a dialog, which are inert while it is open. */
  #covered: readonly Element[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const isIn = isInRoom(this.call.status);
    // The button that opened it disappears on joining and leaving.
    if (this.hasUpdated && isIn !== this.#isInRoom) this.close();
    this.#isInRoom = isIn;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#uncover();
    this.open = undefined;
  }

  /** Whether a menu or a dialog is open. */
  get isOpen(): boolean {
    return this.open !== undefined;
  }

  /** Shows what was requested; a second request from the same button closes it. */
  show(request: Menu | ControlsMenu | DialogRequest): void {
    if (this.open?.anchor === request.anchor) return this.close();
    this.#uncover();
    if ('dialog' in request) this.#cover();
    this.open = 'name' in request ? controlsMenu(request, hostOf(this), this) : request;
  }

  /** Closes what is open; if the focus was inside, it returns to where it was. */
  close(): void {
    const anchor = this.open?.anchor;
    this.open = undefined;
    this.#uncover();
    if (!anchor || !this.querySelector(':focus')) return;
    anchor.focus();
    if (this.querySelector(':focus')) this.giveFocusBack();
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
    return html`<div @ask-close=${this.close}>${this.#renderOpen()}</div>`;
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
