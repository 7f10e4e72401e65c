/** One thing to say in place of the call, with at most one button: left, refused, on the way, impossible. */
import { css, html, nothing } from 'lit';

export interface Message {
  /** What it is about, as a word for styling. */
  readonly about: string;
  /** What happened. */
  readonly title: string;
  /** What to do. */
  readonly text: string;
  /** The button's word; empty for none. */
  readonly action: string;
  /** Whether the button is what one came for. */
  readonly isPrimary: boolean;
  onAct(): void;
}

export const messageStyles = css`
  .message {
    position: absolute;
    inset: 0;
    display: grid;
    gap: 0.5em;
    place-content: safe center;
    justify-items: center;
    overflow: auto;
    padding: 1em;
    background: var(--stage);
    color: #fff;
    text-align: center;
  }
  .message h2,
  .message p {
    max-width: 30em;
    margin: 0;
  }
  .message h2 {
    font-size: 1.25em;
    line-height: 1.25;
  }
  .message p {
    color: #c9ccd3;
  }
  .message .button {
    margin-block-start: 0.75em;
  }
  @container video-call (height < 220px) {
    .message {
      padding: 0.5em;
    }
    .message h2 {
      font-size: 1em;
    }
    .message p {
      font-size: 0.8125em;
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

/**
 * @csspart message - The whole view; also what it is about, such as `left` or `room-full`.
 * @csspart heading - What happened.
 */
export const renderMessage = ({ about, title, text, action, isPrimary, onAct }: Message) => html`
  <div class="message" part="message ${about}">
    <h2 part="heading">${title}</h2>
    ${text ? html`<p>${text}</p>` : nothing}
    ${
      action
        ? html`
            <button
              class="button ${isPrimary ? 'primary' : ''}"
              part="button message-button"
              @click=${onAct}
            >
              ${action}
            </button>
          `
        : nothing
    }
  </div>
`;
