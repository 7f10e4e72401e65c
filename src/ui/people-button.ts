/** The toolbar's way to the people, for hosts, with how many wait to be let in. */
import { css, html, nothing, type CSSResult } from 'lit';
import people from 'lucide/dist/esm/icons/users-round.mjs';
import { isHost } from './as-host.js';
import { asidesFor } from './aside-words.js';
import { offers } from './controls-list.js';
import { draw } from './icons.js';
import type { DialogRequest } from './menu-items.js';
import type { ToolbarView } from './toolbar.js';
import { View } from './view.js';

/**
 * @fires ask-dialog - Inside the element only: show the people.
 * @slot icon-people - In place of our icon.
 * @csspart button - The button; also `people-button`.
 * @csspart badge - How many wait to be let in.
 */
export class PeopleButtonView extends View {
  static override readonly styles: CSSResult = css`
    video-call-people-button {
      display: contents;
    }
    .badge {
      position: absolute;
      inset: -0.25em -0.25em auto auto;
      box-sizing: border-box;
      min-width: 1.5em;
      padding-inline: 0.375em;
      border-radius: 1em;
      background: #f2c14e;
      color: #2b2204;
      font-size: max(0.6em, 11px);
      font-weight: 700;
      line-height: 1.5;
      text-align: center;
    }
    .badge:dir(rtl) {
      inset-inline: auto -0.25em;
    }
  `;

  override connectedCallback(): void {
    super.connectedCallback();
    // Until it is known it must take no space.
    this.hidden = false;
  }

  #handleClick({ currentTarget }: Event): void {
    const anchor = currentTarget as HTMLElement;
    this.ask('ask-dialog', { anchor, dialog: 'people' } satisfies DialogRequest);
  }

  protected override render() {
    const { call } = this;
    const { controlsList } = this.closest<ToolbarView>('video-call-toolbar')!;
    if (!isHost(call) || !offers(controlsList, 'people')) return nothing;
    const { length } = call.knocking;
    const words = asidesFor(this).hosting;
    const label = words.people(length);
    return html`
      <button
        class="round people-button"
        data-goes="p"
        part="button people-button"
        title=${label}
        aria-label=${label}
        aria-haspopup="dialog"
        @click=${this.#handleClick}
      >
        <slot name="icon-people">${draw(people)}</slot>
        ${length ? html`<span class="badge" part="badge">${words.number(length)}</span>` : nothing}
      </button>
    `;
  }
}
