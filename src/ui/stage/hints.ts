/** Messages on the stage: no one else is here, audio is blocked, or tiles are in picture-in-picture. */
import { css, html, nothing, type CSSResult } from 'lit';
import { noticeWordsFor } from '../i18n/notice-words.js';
import { hostOf } from '../base/host.js';
import { toggleOnTop } from '../base/toggle-on-top.js';
import { View } from '../base/view.js';

/**
 * @fires ask-sound - Inside the element only: the user tapped, so that audio can start.
 * @slot empty - Replaces the message while no one else is there.
 * @csspart alone - The message while no one else is there.
 * @csspart sound-button - The button that starts the sound if the browser requires a tap first.
 * @csspart elsewhere - The message on the stage while the tiles are in the picture-in-picture window.
 * @csspart back-button - The button in that message which brings the tiles back.
 */
export class HintsView extends View {
  static override readonly styles: CSSResult = css`
    .empty,
    .sound,
    .elsewhere {
      position: absolute;
      inset-inline: 0;
      width: fit-content;
      margin-inline: auto;
    }
    .empty {
      inset-block-end: calc(
        var(--vc-round) * 4 / 3 + var(--vc-inset) * 4 + env(safe-area-inset-bottom, 0px)
      );
      max-width: calc(100% - 4 * var(--vc-inset));
    }
    .alone {
      padding: 0.625em 1.25em;
      border-radius: var(--vc-radius);
      background: rgb(16 17 20 / 0.72);
      text-align: center;
    }
    .alone p,
    .elsewhere p {
      margin: 0;
    }
    .alone p + p {
      color: #c9ccd3;
      font-size: 0.875em;
    }
    .sound,
    .elsewhere {
      inset-block-start: 50%;
      translate: 0 -50%;
    }
    .elsewhere {
      display: grid;
      gap: 0.75em;
      justify-items: center;
      padding: 1em;
      text-align: center;
    }
    @container video-call (width < 15em) {
      .base .empty {
        max-width: calc(100% - 2 * var(--vc-inset));
        font-size: 0.6875em;
      }
    }
    @container video-call (height < 16.25em) or (width < 18.75em) {
      .alone {
        padding: 0.25em 0.75em;
        font-size: 0.8125em;
      }
      .alone p + p {
        display: none;
      }
    }
    @media (forced-colors: active) {
      .alone {
        border: 1px solid;
      }
    }
  `;

  static override readonly properties = {
    ...View.properties,
    isBlocked: {},
    isElsewhere: {},
  };

  /** Whether the browser blocks audio until the user taps. */
  isBlocked = false;
  /** Whether the tiles are in the picture-in-picture window. */
  isElsewhere = false;

  #handleBack(): void {
    this.giveFocusBack();
    void toggleOnTop(hostOf(this), this);
  }

  protected override render() {
    const words = noticeWordsFor(this);
    const isAlone = this.call.participants.length < 2 && !this.isElsewhere;
    return html`
      ${
        isAlone
          ? html`
              <div class="empty">
                <slot name="empty">
                  <div class="alone" part="alone">
                    <p>${words.alone}</p>
                    <p>${words.invite}</p>
                  </div>
                </slot>
              </div>
            `
          : nothing
      }
      ${
        this.isElsewhere
          ? html`
              <div class="elsewhere" part="elsewhere">
                <p>${words.elsewhere}</p>
                <button class="button" part="button back-button" @click=${this.#handleBack}>
                  ${words.bringBack}
                </button>
              </div>
            `
          : nothing
      }
      ${
        this.isBlocked
          ? html`
              <button
                class="button primary sound"
                part="button sound-button"
                @click=${() => this.ask('ask-sound')}
              >
                ${words.turnOnSound}
              </button>
            `
          : nothing
      }
    `;
  }
}
