/** What lies over a call for a moment, one at a time. */
import { html, nothing } from 'lit';
import type { Menu } from './menu-items.js';
import { View } from './view.js';

export class OverlayView extends View {
  static override readonly properties = { menu: { state: true } };

  private menu: Menu | undefined;

  /** Whether something is open. */
  get isOpen(): boolean {
    return this.menu !== undefined;
  }

  /** Shows what is asked for; asked by the same button again, closes it. */
  show(menu: Menu): void {
    if (this.menu?.anchor === menu.anchor) this.close();
    else this.menu = menu;
  }

  /** Closes what is open; the focus, where it was inside, goes back to the button that opened it. */
  close(): void {
    const anchor = this.menu?.anchor;
    this.menu = undefined;
    if (!anchor || !this.querySelector(':focus')) return;
    anchor.focus();
    if (this.querySelector(':focus')) this.giveFocusBack();
  }

  protected override render() {
    const { call, menu } = this;
    return html`
      <div @ask-close=${this.close}>
        ${menu ? html`<video-call-menu .call=${call} .menu=${menu}></video-call-menu>` : nothing}
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'video-call-overlay': OverlayView;
  }
}
