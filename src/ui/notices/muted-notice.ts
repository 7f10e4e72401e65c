/** Tells users who are talking that no one hears them: the microphone is off, or silent. */
import { css, html, nothing, type CSSResult, type PropertyValues } from 'lit';
import microphoneOff from 'lucide/dist/esm/icons/mic-off.mjs';
import close from 'lucide/dist/esm/icons/x.mjs';
import type { Speaking } from '../../features/speaking.js';
import { noticeWordsFor } from '../i18n/notice-words.js';
import { draw } from '../base/icons.js';
import { shareSpeaking } from '../base/share-speaking.js';
import { View } from '../base/view.js';

/**
 * @fires ask-turn-on - Inside the element only: turn on the microphone.
 * @fires ask-announce - Inside the element only: announces the notice once.
 * @csspart unheard - With `notice`: you talk while your microphone is off.
 */
export class UnheardView extends View {
  static override readonly styles: CSSResult = css`
    video-call-unheard {
      display: contents;
    }
  `;

  #speaking: Speaking | undefined;
  #until = new AbortController();
  /** What was announced in the microphone's current state, and what the user dismissed. */
  #said: Speaking['unheard'];
  #dismissed: Speaking['unheard'];
  #wasOff = false;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#until.abort();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('call')) this.#start();
    const isOff = this.call.sourceState('microphone').status === 'off';
    if (isOff !== this.#wasOff) this.#said = this.#dismissed = undefined;
    this.#wasOff = isOff;
    const unheard = this.#unheard;
    if (!unheard || unheard === this.#said) return;
    this.#said = unheard;
    this.ask('ask-announce', { text: noticeWordsFor(this).unheard[unheard], isUrgent: true });
  }

  #start(): void {
    this.#until.abort();
    this.#until = new AbortController();
    this.#speaking = shareSpeaking(this, this.#until.signal);
    this.#speaking.on('change', () => this.requestUpdate(), this.#until);
  }

  /** What to show, unless it was dismissed. */
  get #unheard(): Speaking['unheard'] {
    const unheard = this.#speaking?.unheard;
    return unheard === this.#dismissed ? undefined : unheard;
  }

  #handleDismiss(): void {
    this.giveFocusBack();
    this.#dismissed = this.#unheard;
    this.requestUpdate();
  }

  #handleTurnOn(): void {
    const stays = this.closest('.lobby')?.querySelector<HTMLElement>("[part~='microphone-switch']");
    if (stays) stays.focus();
    else this.giveFocusBack();
    this.ask('ask-turn-on', 'microphone');
  }

  protected override render() {
    const unheard = this.#unheard;
    if (!unheard) return nothing;
    const notices = noticeWordsFor(this);
    return html`
      <div class="notice" part="notice unheard">
        ${draw(microphoneOff)}
        <span>
          ${notices.unheard[unheard]}
          ${
            unheard === 'off'
              ? html`
                  <button
                    class="link"
                    type="button"
                    part="notice-button"
                    @click=${this.#handleTurnOn}
                  >
                    ${this.words.turnOn.microphone}
                  </button>
                `
              : nothing
          }
        </span>
        <button
          class="plain"
          type="button"
          part="dismiss-button"
          title=${notices.dismiss}
          aria-label=${notices.dismiss}
          @click=${this.#handleDismiss}
        >
          ${draw(close)}
        </button>
      </div>
    `;
  }
}
