/** The frame of a dialog over the call, or of a panel beside it. The rest of the page stays usable. */
import { css, html, nothing, type CSSResult } from 'lit';
import close from 'lucide/dist/esm/icons/x.mjs';
import type { Participant } from '../../call/call-api.js';
import { noticeWordsFor } from '../i18n/notice-words.js';
import { draw } from '../base/icons.js';
import type { DialogRequest } from '../base/menu-items.js';
import { panelsFor } from '../i18n/panel-words.js';
import type { HostElement } from '../base/host.js';
import { View } from '../base/view.js';

/**
 * @fires ask-close - Inside the element only: close this dialog.
 * @csspart backdrop - The layer behind a dialog, which covers the call.
 * @csspart dialog - A dialog, with one of the next seven.
 * @csspart people - With `dialog`: the people panel.
 * @csspart remove - With `dialog`: the confirmation before someone is removed; with `person-action`: opens it.
 * @csspart settings - With `dialog`: the device settings.
 * @csspart shortcuts - With `dialog`: the list of keyboard shortcuts.
 * @csspart invite - With `dialog`: the invitation.
 * @csspart connection - With `dialog`: the connection test; also its content.
 * @csspart statistics - With `dialog`: the statistics; also their content.
 * @csspart dialog-heading - The heading of a dialog.
 * @csspart close-button - The button that closes a dialog.
 */
export class DialogView extends View {
  static override readonly styles: CSSResult = css`
    .backdrop {
      position: absolute;
      inset: 0;
      display: grid;
      place-items: center;
      padding: 16px;
      background: rgb(0 0 0 / 0.5);
    }
    .dialog {
      box-sizing: border-box;
      width: min(30em, 100%);
      max-height: 100%;
      overflow: hidden auto;
      overscroll-behavior: contain;
      border-radius: var(--vc-radius);
      background: var(--vc-surface);
      color: var(--vc-text);
      box-shadow: var(--vc-shadow);
    }
    .dialog:focus-visible {
      outline: none;
    }
    .dialog .head {
      position: sticky;
      inset-block-start: 0;
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 1em;
      padding-block: 0.75em 0.5em;
      padding-inline: 1.25em 0.75em;
      background: inherit;
    }
    .dialog h2 {
      margin: 0;
      min-width: 0;
      font-size: 1.125em;
      line-height: 1.25;
      hyphens: auto;
      overflow-wrap: anywhere;
    }
    .dialog .content {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 1em;
      padding: 0.25em 1.25em 1.25em;
    }
    /* The call makes room for the panel, which has the height of the element. */
    .base.beside {
      inset-inline-end: 24em;
      overflow: visible;
    }
    .base.beside .backdrop {
      inset-inline-end: -24em;
    }
    .base.beside .backdrop.none {
      inset-inline-start: 100%;
      display: block;
      padding: 0;
      background: none;
    }
    .backdrop.none > .dialog {
      width: 100%;
      height: 100%;
      border-inline-start: 1px solid color-mix(in srgb, var(--vc-text) 16%, var(--vc-surface));
      border-radius: 0;
      box-shadow: none;
    }
    .dialog :is(input, button):focus-visible {
      outline: 2px solid var(--vc-focus);
      outline-offset: 2px;
      box-shadow: none;
    }
    @container video-call (width < 25em) or (height < 18.75em) {
      .backdrop {
        place-items: end center;
        padding: 0;
      }
      .dialog {
        width: 100%;
        padding-block-end: env(safe-area-inset-bottom, 0px);
        border-end-start-radius: 0;
        border-end-end-radius: 0;
      }
      .dialog .head {
        padding-block: 0.375em 0.25em;
        padding-inline: 0.75em 0.5em;
      }
      .dialog .content {
        padding: 0.25em 0.75em 0.75em;
      }
    }
    @container video-call (height < 18.75em) {
      .dialog {
        height: 100%;
        border-radius: 0;
      }
    }
    @container video-call (width < 15em) {
      .dialog {
        font-size: 0.8125em;
      }
    }
    @media (forced-colors: active) {
      .dialog {
        border: 1px solid;
      }
    }
  `;

  static override readonly properties = { name: {}, host: {}, subject: {}, isModal: {} };

  /** Which dialog. */
  name!: DialogRequest['dialog'];
  /** The element whose settings are shown. */
  host!: HostElement;
  /** The id of the participant concerned. */
  subject: number | undefined;
  /** Whether it covers the call; otherwise it is beside it. */
  isModal = true;

  #isDownOutside = false;

  protected override firstUpdated(): void {
    this.querySelector<HTMLElement>('.dialog')?.focus({ preventScroll: true });
  }

  #handleKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.ask('ask-close');
    } else if (event.key === 'Tab' && this.isModal) this.#keepFocus(event);
  }

  /** Everything behind the dialog is covered, so the Tab key cycles inside it. */
  #keepFocus(event: KeyboardEvent): void {
    const dialog = this.querySelector('.dialog')!;
    const stops = [
      ...dialog.querySelectorAll<HTMLElement>(
        'button, input, select, textarea, a[href], [tabindex="0"]',
      ),
    ].filter((one) => one.getClientRects().length && one.tabIndex >= 0);
    const [first, last] = [stops[0], stops.at(-1)];
    const isAtFirst = event.target === first || event.target === dialog;
    if (event.shiftKey ? !isAtFirst : event.target !== last) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }

  #handleDown(event: PointerEvent): void {
    this.#isDownOutside = event.target === event.currentTarget;
  }

  /** On release: otherwise, the tap would also reach what is behind the backdrop. */
  #handleBackdrop(event: MouseEvent): void {
    if (this.#isDownOutside && event.target === event.currentTarget) this.ask('ask-close');
  }

  protected override render() {
    const { close: closeWord, ...words } = panelsFor(this).controls;
    const { company } = panelsFor(this);
    const title = {
      connection: noticeWordsFor(this).testConnection,
      invite: words.invite,
      people: company.title(this.call.participants.length),
      remove: company.sureToRemove(this.#person?.name ?? ''),
      settings: words.settings,
      shortcuts: words.shortcuts,
      statistics: words.statistics,
    };
    return html`
      <div
        class="backdrop ${this.isModal ? '' : 'none'}"
        part="backdrop"
        @pointerdown=${this.#handleDown}
        @click=${this.#handleBackdrop}
        @keydown=${this.#handleKey}
      >
        <div
          class="dialog"
          part="dialog ${this.name}"
          role="dialog"
          aria-modal=${this.isModal || nothing}
          aria-labelledby="dialog-heading"
          aria-describedby=${this.name === 'remove' ? 'removal-text' : nothing}
          tabindex="-1"
        >
          <div class="head">
            <h2 id="dialog-heading" part="dialog-heading">${title[this.name]}</h2>
            <button
              class="plain"
              part="close-button"
              title=${closeWord}
              aria-label=${closeWord}
              @click=${() => this.ask('ask-close')}
            >
              ${draw(close)}
            </button>
          </div>
          <div class="content">
            <video-call-dialog-content
              .call=${this.call}
              .name=${this.name}
              .host=${this.host}
              .person=${this.#person}
            ></video-call-dialog-content>
          </div>
        </div>
      </div>
    `;
  }

  get #person(): Participant | undefined {
    return this.call.participants.find(({ id }) => id === this.subject);
  }
}
