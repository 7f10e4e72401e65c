/** The toolbar's people button for hosts, with the number of people waiting. */
import { css, html, nothing, type CSSResult } from 'lit';
import people from 'lucide/dist/esm/icons/users-round.mjs';
import { isHost } from '../base/moderation.js';
import { noticeWordsFor } from '../i18n/notice-words.js';
import { offers } from '../base/controls-list.js';
import { draw } from '../base/icons.js';
import type { DialogRequest } from '../base/menu-items.js';
import { View } from '../base/view.js';

/**
 * @fires ask-dialog - Inside the element only: open the list of people.
 * @slot icon-people - Replaces the icon of the people button.
 * @csspart people-button - With `button`: opens the list of people; for hosts only.
 * @csspart badge - The number of people who wait to be let in.
 */
export class PeopleButtonView extends View {
  static override readonly styles: CSSResult = css`
    video-call-people-button {
      display: contents;
    }
    .people-button[aria-expanded='true'] {
      background: var(--vc-accent);
      color: var(--vc-on-accent);
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

  static override readonly properties = { controlsList: {} };

  /** The controls that the page hides, such as `nopeople`. */
  controlsList = '';

  #handleClick({ currentTarget }: Event): void {
    const anchor = currentTarget as HTMLElement;
    this.ask('ask-dialog', { anchor, dialog: 'people' } satisfies DialogRequest);
  }

  protected override render() {
    const { call } = this;
    if (!isHost(call) || !offers(this.controlsList, 'people')) return nothing;
    const { length } = call.knocking;
    const words = noticeWordsFor(this).hosting;
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
