/** One thing to say in place of the call, with at most one button: left, refused, on the way, impossible. */
import { LitElement, css, html, nothing } from 'lit';
import { property } from 'lit/decorators.js';

/**
 * @fires act - Inside the element only: the button was pressed.
 * @csspart message - The whole view; also what it is about, such as `left` or `room-full`.
 * @csspart heading - What happened.
 */
export class MessageView extends LitElement {
  static override readonly styles = css`
    video-call-message {
      position: absolute;
      inset: 0;
      overflow: auto;
      background: var(--stage);
      color: #fff;
    }
    .message {
      display: grid;
      gap: 0.5rem;
      place-content: center;
      justify-items: center;
      box-sizing: border-box;
      min-block-size: 100%;
      padding: 1rem;
      text-align: center;
    }
    .message h2,
    .message p {
      max-inline-size: 30rem;
      margin: 0;
    }
    .message h2 {
      font-size: 1.25rem;
      line-height: 1.25;
    }
    .message p {
      color: #c9ccd3;
    }
    .message .button {
      margin-block-start: 0.75rem;
    }
    @container video-call (height < 220px) {
      .message {
        padding: 0.5rem;
      }
      .message h2 {
        font-size: 1rem;
      }
      .message p {
        font-size: 0.8125rem;
        line-height: 1.25;
      }
      .message .button {
        margin-block-start: 0;
      }
    }
    @container video-call (height < 160px) {
      .message h2 + p:not(:last-child) {
        display: none;
      }
    }
  `;

  /** What it is about, as a word for styling. */
  @property() about = '';
  /** What happened. */
  @property() heading = '';
  /** What to do. */
  @property() text = '';
  /** The button's word; empty for none. */
  @property() action = '';
  /** Whether the button is what one came for. */
  @property({ type: Boolean }) primary = false;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  #handleClick(): void {
    this.dispatchEvent(new CustomEvent('act'));
  }

  protected override render() {
    return html`
      <div class="message" part="message ${this.about}">
        <h2 part="heading">${this.heading}</h2>
        ${this.text ? html`<p>${this.text}</p>` : nothing}
        ${
          this.action
            ? html`
                <button
                  class="button ${this.primary ? 'primary' : ''}"
                  part="button"
                  @click=${this.#handleClick}
                >
                  ${this.action}
                </button>
              `
            : nothing
        }
      </div>
    `;
  }
}
