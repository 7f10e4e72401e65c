/** The content of a dialog: settings, shortcuts and the invitation link, or the view of its name. */
import { css, html, type CSSResult } from 'lit';
import type { Participant } from '../../call/call-api.js';
import { noticeWordsFor } from '../i18n/notice-words.js';
import { panelsFor } from '../i18n/panel-words.js';
import type { HostElement } from '../base/host.js';
import type { DialogRequest } from '../base/menu-items.js';
import { View } from '../base/view.js';
import { invitationLink } from './invitation.js';

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
 * @csspart key - The name of a key.
 * @csspart link - The invitation link.
 */
export class DialogContentView extends View {
  static override readonly styles: CSSResult = css`
    video-call-dialog-content {
      display: contents;
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
    @media (pointer: coarse) {
      .choice {
        min-height: 44px;
      }
    }
  `;

  static override readonly properties = { name: {}, host: {}, person: {} };

  /** Which dialog. */
  name!: DialogRequest['dialog'];
  /** The element whose settings are shown. */
  host!: HostElement;
  /** The participant concerned, while they are here. */
  person: Participant | undefined;

  protected override firstUpdated(): void {
    const field = this.querySelector<HTMLInputElement>('.link-field');
    field?.select();
    field?.focus({ preventScroll: true });
  }

  #handleChoice(event: Event, name: 'sounds' | 'shortcuts'): void {
    this.host[name] = (event.target as HTMLInputElement).checked;
    this.requestUpdate();
  }

  protected override render() {
    const { controls } = panelsFor(this);
    switch (this.name) {
      case 'connection':
        return html`<video-call-connection .call=${this.call}></video-call-connection>`;
      case 'people':
        return html`<video-call-people .call=${this.call}></video-call-people>`;
      case 'remove':
        return html`
          <video-call-removal .call=${this.call} .person=${this.person}></video-call-removal>
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
