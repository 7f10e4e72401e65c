/** A message in place of the call, with at most one button: left, refused, joining, or impossible. */
import {
  css,
  html,
  nothing,
  type CSSResult,
  type PropertyDeclarations,
  type PropertyValues,
} from 'lit';
import { noticeWordsFor, type Failure } from '../i18n/notice-words.js';
import { duration } from '../i18n/duration.js';
import { hostOf } from '../base/host.js';
import { waitingFor } from '../base/moderation.js';
import { View } from '../base/view.js';

/**
 * @fires ask-join - Inside the element only: join again.
 * @fires ask-leave - Inside the element only: cancel joining.
 * @csspart message - What is shown instead of the call, with `joining`, `left` or another reason such as `room-full`.
 * @csspart left - With `message`: you left the call.
 * @csspart message-text - More about it, such as how long the call lasted.
 * @csspart message-button - What to do about it, such as joining again.
 * @csspart joining - With `message`: the call is starting.
 */
export class MessageView extends View {
  static override readonly styles: CSSResult = css`
    .message {
      position: absolute;
      inset: 0;
      display: grid;
      gap: 0.5em;
      place-content: safe center;
      justify-items: center;
      overflow: auto;
      padding: 1em;
      background: var(--vc-stage);
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
    @container video-call (height < 13.75em) {
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
    @container video-call (height < 10em) {
      .message h2 + p:not(:last-child) {
        display: none;
      }
    }
  `;

  static override readonly properties: PropertyDeclarations = {
    ...View.properties,
    reason: {},
    lasted: {},
  };

  /** Why there is no call; while joining, why it takes long, if it does. */
  reason: Failure | undefined;
  /** The length of the last call, in milliseconds. */
  lasted = 0;

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    // The announcer reports the end of a call itself; why joining takes long is known only here.
    if (!changed.has('reason') || !this.reason || this.call?.status !== 'joining') return;
    const { title, text } = noticeWordsFor(this).failures[this.reason];
    this.ask('ask-announce', { text: `${title}. ${text}`, isUrgent: true });
  }

  #handleAct(): void {
    const { status } = this.call ?? {};
    this.ask(status === 'joining' || status === 'knocking' ? 'ask-leave' : 'ask-join');
  }

  /** The label of the button; empty if there is nothing to do here. */
  get #action(): string {
    const { words } = this;
    const notices = noticeWordsFor(this);
    switch (this.call?.status) {
      case 'joining':
      case 'knocking':
        return words.cancel;
      case 'left':
        return notices.rejoin;
      case 'refused':
        if (this.call.refusal === 'replaced') return notices.useHere;
        return this.#mayTryAgain ? notices.tryAgain : '';
      default:
        return '';
    }
  }

  /** Whether another attempt may succeed: not after a host's final decision, nor with the same token. */
  get #mayTryAgain(): boolean {
    const { refusal = 'invalid' } = this.call;
    if (refusal === 'removed') return false;
    return !refusal.startsWith('token-') || Boolean(hostOf(this).tokenProvider);
  }

  get #lasting(): string {
    const { lang } = this.closest<HTMLElement>('.base')!;
    return noticeWordsFor(this).lasted(duration(this.lasted, lang));
  }

  protected override render() {
    const { words, reason } = this;
    const status = this.call?.status;
    const isOnTheWay = status === 'joining' || status === 'knocking';
    const { title, text } = reason
      ? noticeWordsFor(this).failures[reason]
      : status === 'knocking'
        ? { title: words.knocking, text: noticeWordsFor(this).hosting[waitingFor(this.call)] }
        : { title: words.joining, text: '' };
    const said = reason === 'left' && this.lasted ? this.#lasting : text;
    const action = this.#action;
    // Focusable without a button too, so that a small message can be scrolled with the keyboard.
    return html`
      <div
        class="message"
        part="message ${isOnTheWay ? 'joining' : (reason ?? nothing)}"
        tabindex=${action ? nothing : 0}
      >
        <h2 part="heading">${title}</h2>
        ${said ? html`<p part="message-text">${said}</p>` : nothing}
        ${
          action
            ? html`
                <button
                  class="button ${isOnTheWay ? '' : 'primary'}"
                  part="button message-button"
                  @click=${this.#handleAct}
                >
                  ${action}
                </button>
              `
            : nothing
        }
      </div>
    `;
  }
}
