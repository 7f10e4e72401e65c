/** A person waiting to be let in, with the host's two answers. */
import { html } from 'lit';
import type { Knocker } from '../../protocol.js';
import { requestModeration } from '../base/moderation.js';
import { noticeWordsFor } from '../i18n/notice-words.js';
import { panelsFor } from '../i18n/panel-words.js';
import { View } from '../base/view.js';

/**
 * @csspart knocking - With `person`: waits to be let in; with `door`: you wait to be let in.
 * @csspart admit-button - Lets a person in, or everyone who waits.
 * @csspart refuse-button - Denies a person, or everyone who waits.
 */
export class KnockerView extends View {
  static override readonly properties = { knocker: {} };

  /** The person waiting. */
  knocker!: Knocker;

  protected override render() {
    const { id, name } = this.knocker;
    const { admit, refuse } = noticeWordsFor(this).hosting;
    const { about } = panelsFor(this).company;
    return html`
      <div class="who" part="person knocking"><bdi part="person-name">${name}</bdi></div>
      <div class="person-actions">
        <button
          class="button primary"
          part="button admit-button"
          aria-label=${about(admit, name)}
          @click=${() => requestModeration(this, (call) => call.ask('admit', id))}
        >
          ${admit}
        </button>
        <button
          class="button"
          part="button refuse-button"
          aria-label=${about(refuse, name)}
          @click=${() => requestModeration(this, (call) => call.ask('deny', id))}
        >
          ${refuse}
        </button>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'video-call-knocker': KnockerView;
  }
}
