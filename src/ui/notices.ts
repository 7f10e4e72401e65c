/** What has to be said during a call: the server is out of reach, a device does not work. */
import { css, html, nothing, type CSSResult } from 'lit';
import warning from 'lucide/dist/esm/icons/triangle-alert.mjs';
import close from 'lucide/dist/esm/icons/x.mjs';
import type { Source } from '../protocol.js';
import { draw } from './icons.js';
import { problemsOf } from './problems.js';
import { asidesFor } from './aside-words.js';
import { View } from './view.js';

/**
 * @fires ask-turn-off - Inside the element only: forget the problem of a source.
 * @csspart notice - One sentence over the stage; also `warning` or `reconnecting`.
 * @csspart dismiss-button - What closes a notice.
 */
export class NoticesView extends View {
  static override readonly styles: CSSResult = css`
    .notices {
      position: absolute;
      inset: 0 0 auto;
      display: grid;
      gap: var(--inset);
      justify-items: center;
      max-height: 100%;
      padding: var(--inset);
      box-sizing: border-box;
      pointer-events: none;
      overflow: hidden;
    }
    .notice {
      display: flex;
      gap: 0.625em;
      align-items: center;
      box-sizing: border-box;
      max-width: min(100%, 34em);
      padding: 0.5em 0.75em;
      border-radius: var(--radius);
      background: #fbf3dc;
      color: #2b2204;
      box-shadow: 0 4px 16px rgb(0 0 0 / 0.3);
      font-size: 0.875em;
      pointer-events: auto;
    }
    .notice.banner {
      background: rgb(16 17 20 / 0.86);
      color: #fff;
    }
    .notice .plain {
      flex: none;
      margin-inline-end: -0.375em;
    }
    @container video-call (width < 300px) or (height < 220px) {
      .notice {
        padding: 0.25em 0.5em;
        font-size: 0.75em;
        line-height: 1.25;
      }
      .notice > .icon {
        display: none;
      }
    }
  `;

  #handleDismiss(sources: readonly Source[]): void {
    this.giveFocusBack();
    for (const source of sources) this.ask('ask-turn-off', source);
  }

  protected override render() {
    const { call } = this;
    const asides = asidesFor(this);
    return html`
      <div class="notices">
        ${
          call.status === 'reconnecting'
            ? html`<div class="notice banner" part="notice reconnecting">${asides.serverLost}</div>`
            : nothing
        }
        ${problemsOf(call).map(
          ({ reason, sources }) => html`
            <div class="notice" part="notice warning" role="alert">
              ${draw(warning)}
              <span>${asides.problem(reason, sources)}</span>
              <button
                class="plain"
                part="dismiss-button"
                title=${asides.dismiss}
                aria-label=${asides.dismiss}
                @click=${() => this.#handleDismiss(sources)}
              >
                ${draw(close)}
              </button>
            </div>
          `,
        )}
      </div>
    `;
  }
}
