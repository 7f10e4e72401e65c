/** Shows one menu or dialog at a time over the call, and the people beside it if the element is wide. */
import { html, nothing, type PropertyValues } from 'lit';
import { isInRoom } from '../../call/call-api.js';
import { controlsMenu } from './controls-menu.js';
import { hostOf } from '../base/host.js';
import type { ControlsMenu, DialogRequest, Menu } from '../base/menu-items.js';
import { View } from '../base/view.js';
import { WideElement } from './wide-element.js';

export class OverlayView extends View {
  static override readonly properties = { open: { state: true }, people: { state: true } };

  private open: Menu | DialogRequest | undefined;
  /** The request for the people, which stay open beside the call while `open` changes. */
  private people: DialogRequest | undefined;

  readonly #wide = new WideElement(this);
  #isInRoom = false;
  /** The elements behind a dialog, which are inert while it is open. */
  #covered: readonly Element[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const isIn = isInRoom(this.call.status);
    // The button that opened it disappears on joining and leaving.
    if (this.hasUpdated && isIn !== this.#isInRoom) {
      this.close();
      this.#closePeople();
    }
    this.#isInRoom = isIn;
    // Over a narrow call, only one of them can be open.
    if (this.open && this.people && !this.#wide.isWide) this.people = undefined;
    this.#cover();
  }

  protected override updated(): void {
    const isBeside = this.#isBeside;
    this.closest('.base')?.classList.toggle('beside', isBeside);
    const button = this.parentElement?.querySelector('.people-button');
    if (button) button.ariaExpanded = isBeside ? 'true' : null;
  }

  override disconnectedCallback(): void {
    this.closest('.base')?.classList.remove('beside');
    super.disconnectedCallback();
    this.open = this.people = undefined;
    this.#cover();
  }

  /** Whether a menu or a dialog is open. */
  get isOpen(): boolean {
    return this.open !== undefined || this.people !== undefined;
  }

  /** Shows what was requested; a second request from the same button closes it. */
  show(request: Menu | ControlsMenu | DialogRequest): void {
    if ('dialog' in request && request.dialog === 'people') return this.#showPeople(request);
    if (this.open?.anchor === request.anchor) return this.close();
    this.open = 'name' in request ? controlsMenu(request, hostOf(this), this) : request;
  }

  /** Closes the menu or dialog; if the focus was inside, it returns to where it was. */
  close(): void {
    const anchor = this.open?.anchor;
    const hadFocus = this.querySelector('.open :focus');
    this.open = undefined;
    if (anchor && hadFocus) this.#returnFocus(anchor);
  }

  #showPeople(request: DialogRequest): void {
    this.open = undefined;
    const panel = this.querySelector<HTMLElement>('.beside-call .dialog');
    if (!this.people || !panel) this.people = request;
    else if (this.people.anchor === request.anchor || panel.contains(request.anchor)) {
      this.#closePeople();
    } else panel.focus();
  }

  #closePeople(): void {
    const anchor = this.people?.anchor;
    const hadFocus = this.querySelector('.beside-call :focus');
    this.people = undefined;
    if (anchor && hadFocus) this.#returnFocus(anchor);
  }

  #returnFocus(anchor: HTMLElement): void {
    // An inert element can't be focused.
    this.#cover();
    anchor.focus();
    if (this.querySelector(':focus')) this.giveFocusBack();
  }

  /** Whether the people are beside the call, which stays usable. */
  get #isBeside(): boolean {
    return this.people !== undefined && this.#wide.isWide;
  }

  /** Makes inert what is behind a dialog. */
  #cover(): void {
    const isModal =
      (this.open !== undefined && 'dialog' in this.open) ||
      (this.people !== undefined && !this.#wide.isWide);
    if (isModal === this.#covered.length > 0) return;
    for (const one of this.#covered) one.toggleAttribute('inert', false);
    this.#covered = [];
    if (!isModal) return;
    this.#covered = [...(this.parentElement?.children ?? [])].filter(
      (one) => one !== this && !one.matches('[inert], video-call-announcer'),
    );
    for (const one of this.#covered) one.toggleAttribute('inert', true);
  }

  protected override render() {
    const isCovered = this.open !== undefined && 'dialog' in this.open;
    return html`
      <div class="beside-call" ?inert=${isCovered} @ask-close=${this.#closePeople}>
        ${this.people ? this.#renderDialog(this.people, !this.#isBeside) : nothing}
      </div>
      <div class="open" @ask-close=${this.close}>${this.#renderOpen()}</div>
    `;
  }

  #renderOpen() {
    const { call, open } = this;
    if (!open) return nothing;
    return 'dialog' in open
      ? this.#renderDialog(open, true)
      : html`<video-call-menu .call=${call} .menu=${open}></video-call-menu>`;
  }

  #renderDialog({ dialog, id }: DialogRequest, isModal: boolean) {
    return html`
      <video-call-dialog
        .call=${this.call}
        .name=${dialog}
        .host=${hostOf(this)}
        .subject=${id}
        .isModal=${isModal}
      ></video-call-dialog>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'video-call-overlay': OverlayView;
  }
}
