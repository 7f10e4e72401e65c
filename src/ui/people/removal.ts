/** Confirmation before a host removes someone, which says that only a lock keeps people out. */
import { css, html, nothing, type CSSResult, type PropertyDeclarations } from 'lit';
import type { Participant } from '../../call/call-api.js';
import { requestModeration } from '../base/moderation.js';
import { panelsFor } from '../i18n/panel-words.js';
import { View } from '../base/view.js';

/**
 * @fires ask-close - Inside the element only: the question was answered.
 * @csspart removal - The confirmation before a host removes someone.
 * @csspart lock-choice - In it: whether to lock the room too.
 * @csspart remove-button - In it: removes the person.
 */
export class RemovalView extends View {
  static override readonly styles: CSSResult = css`
    .removal {
      display: grid;
      gap: 0.75em;
    }
    .removal .choices {
      display: flex;
      flex-wrap: wrap;
      gap: 0.5em;
    }
    .button.danger {
      background: var(--vc-danger);
      color: var(--vc-on-danger);
    }
  `;

  static override readonly properties: PropertyDeclarations = {
    ...View.properties,
    person: {},
    locksToo: { state: true },
  };

  /** The participant to remove; undefined once they have left. */
  person: Participant | undefined;

  private locksToo = false;

  protected override updated(): void {
    if (!this.person) this.ask('ask-close');
  }

  #handleRemove({ id }: Participant): void {
    const wasAsked = requestModeration(this, (call) => {
      if (this.locksToo && !call.policy?.locked) call.setPolicy({ locked: true });
      call.ask('remove', id);
    });
    if (wasAsked) this.ask('ask-close');
  }

  #handleChoice(event: Event): void {
    this.locksToo = (event.target as HTMLInputElement).checked;
  }

  protected override render() {
    const { person } = this;
    const words = panelsFor(this).company;
    if (!person) return nothing;
    const isLocked = this.call.policy?.locked;
    return html`
      <div class="removal" part="removal">
        <p id="removal-text">${isLocked ? words.staysLocked : words.mayReturn}</p>
        ${
          isLocked
            ? nothing
            : html`
                <label class="choice" part="lock-choice">
                  <input type="checkbox" .checked=${this.locksToo} @change=${this.#handleChoice} />
                  <span>${words.lockToo}</span>
                </label>
              `
        }
        <div class="choices">
          <button
            class="button danger"
            part="button remove-button"
            @click=${() => this.#handleRemove(person)}
          >
            ${words.remove}
          </button>
          <button class="button" part="button cancel-button" @click=${() => this.ask('ask-close')}>
            ${this.words.cancel}
          </button>
        </div>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'video-call-removal': RemovalView;
  }
}
