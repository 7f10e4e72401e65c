/** A dialog over the call: people, settings, shortcuts or invitation link. The rest of the page stays usable. */
import { css, html, nothing, type CSSResult } from 'lit';
import close from 'lucide/dist/esm/icons/x.mjs';
import type { Participant } from '../../call/call-api.js';
import { noticeWordsFor } from '../i18n/notice-words.js';
import { draw } from '../base/icons.js';
import { invitationLink } from './invitation.js';
import type { DialogRequest } from '../base/menu-items.js';
import { panelsFor } from '../i18n/panel-words.js';
import type { HostElement } from '../base/host.js';
import { View } from '../base/view.js';

/** Each key as printed, and the name of its action; the last two always work. */
const keys = [
  ['M', 'microphone'],
  ['C', 'camera'],
  ['S', 'screen'],
  ['V', 'talk'],
  ['F', 'fullScreen'],
  ['U', 'people'],
  ['P', 'pin'],
  ['+ − 0', 'zoom'],
  ['H', 'help'],
  ['F2', 'toolbar'],
  ['Esc', 'close'],
] as const;

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
 * @csspart key - The name of a key in the list of shortcuts.
 * @csspart link - The invitation link.
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
    .dialog :is(p, dl, dd) {
      margin: 0;
    }
    .dialog dl {
      display: grid;
      grid-template-columns: auto 1fr;
      gap: 0.5em 1em;
      align-items: baseline;
      font-size: 0.9375em;
    }
    .dialog kbd {
      display: inline-block;
      box-sizing: border-box;
      min-width: 2em;
      padding: 0.0625em 0.375em;
      border: 1px solid var(--vc-line);
      border-radius: 6px;
      font: inherit;
      font-size: 0.875em;
      text-align: center;
    }
    .dialog .off {
      color: var(--vc-muted);
      text-decoration: line-through;
    }
    .choice {
      display: flex;
      gap: 0.75em;
      align-items: center;
      min-height: 2em;
    }
    .choice input {
      flex: none;
      width: 1.25em;
      height: 1.25em;
      margin: 0;
      accent-color: var(--vc-accent);
    }
    .dialog .link-field {
      box-sizing: border-box;
      width: 100%;
      min-height: 2.75em;
      padding: 0 0.75em;
      border: 1px solid var(--vc-line);
      border-radius: calc(var(--vc-radius) * 0.66);
      background: transparent;
      color: inherit;
      font: inherit;
    }
    .dialog :is(input, button):focus-visible {
      outline: 2px solid var(--vc-focus);
      outline-offset: 2px;
      box-shadow: none;
    }
    @media (pointer: coarse) {
      .choice {
        min-height: 44px;
      }
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

  static override readonly properties = { name: {}, host: {}, subject: {} };

  /** Which dialog. */
  name!: DialogRequest['dialog'];
  /** The element whose settings are shown. */
  host!: HostElement;
  /** The id of the participant concerned. */
  subject: number | undefined;

  #isDownOutside = false;

  protected override firstUpdated(): void {
    const field = this.querySelector<HTMLInputElement>('.link-field');
    field?.select();
    (field ?? this.querySelector<HTMLElement>('.dialog'))?.focus({ preventScroll: true });
  }

  #handleKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.ask('ask-close');
    } else if (event.key === 'Tab') this.#keepFocus(event);
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

  #handleChoice(event: Event, name: 'sounds' | 'shortcuts'): void {
    this.host[name] = (event.target as HTMLInputElement).checked;
    this.requestUpdate();
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
        class="backdrop"
        part="backdrop"
        @pointerdown=${this.#handleDown}
        @click=${this.#handleBackdrop}
        @keydown=${this.#handleKey}
      >
        <div
          class="dialog"
          part="dialog ${this.name}"
          role="dialog"
          aria-modal="true"
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
          <div class="content">${this.#renderContent()}</div>
        </div>
      </div>
    `;
  }

  get #person(): Participant | undefined {
    return this.call.participants.find(({ id }) => id === this.subject);
  }

  #renderContent() {
    const { controls } = panelsFor(this);
    switch (this.name) {
      case 'connection':
        return html`<video-call-connection .call=${this.call}></video-call-connection>`;
      case 'people':
        return html`<video-call-people .call=${this.call}></video-call-people>`;
      case 'remove':
        return html`
          <video-call-removal .call=${this.call} .person=${this.#person}></video-call-removal>
        `;
      case 'settings':
        return html`
          <video-call-devices .call=${this.call}></video-call-devices>
          ${this.#renderChoice('sounds', controls.sounds)}
          ${this.#renderChoice('shortcuts', controls.useShortcuts)}
        `;
      case 'shortcuts':
        return html`
          ${this.#renderChoice('shortcuts', controls.useShortcuts)}
          <dl>
            ${keys.map(
              ([key, name]) => html`
                <dt><kbd part="key">${key}</kbd></dt>
                <dd
                  class=${this.host.shortcuts || name === 'toolbar' || name === 'close' ? '' : 'off'}
                >
                  ${controls.keys[name]}
                </dd>
              `,
            )}
          </dl>
        `;
      case 'invite':
        return html`
          <p>${noticeWordsFor(this).invite}</p>
          <input
            class="link-field"
            part="link"
            readonly
            aria-label=${controls.link}
            .value=${invitationLink(this.host.inviteUrl)}
          />
        `;
      case 'statistics':
        return html`<video-call-statistics .call=${this.call}></video-call-statistics>`;
      default:
        return this.name satisfies never;
    }
  }

  #renderChoice(name: 'sounds' | 'shortcuts', label: string) {
    return html`
      <label class="choice">
        <input
          type="checkbox"
          .checked=${this.host[name]}
          @change=${(event: Event) => this.#handleChoice(event, name)}
        />
        <span>${label}</span>
      </label>
    `;
  }
}
