/** What has to be said during a call: the server is out of reach, a device does not work. */
import { css, html, nothing, type CSSResult } from 'lit';
import warning from 'lucide/dist/esm/icons/triangle-alert.mjs';
import close from 'lucide/dist/esm/icons/x.mjs';
import type { Source } from '../protocol.js';
import { AskAgain } from './ask-again.js';
import { browserFamily } from './browser-family.js';
import { draw } from './icons.js';
import { isCutOff } from './outages.js';
import { canTryAgain, problemsOf, type Problem } from './problems.js';
import { asidesFor } from './aside-words.js';
import { View } from './view.js';
import { WakeLock } from './wake-lock.js';

/**
 * @fires ask-turn-off - Inside the element only: forget the problem of a source.
 * @csspart notice - One sentence over the stage; also `warning` or `reconnecting`.
 * @csspart notice-button - What to do about it; also `try-again-button` or `resume-button`.
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
      /* The toolbar stays within reach. */
      max-height: calc(100% - var(--round) * 1.75);
      padding: calc(var(--inset) + env(safe-area-inset-top, 0px)) var(--inset) var(--inset);
      box-sizing: border-box;
      pointer-events: none;
      overflow: hidden auto;
      scrollbar-width: none;
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
    .notice > span {
      flex: 1;
      min-width: 0;
    }
    .notice .link {
      white-space: nowrap;
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
    /* Where there is no room for it, the toolbar does the same. */
    @container video-call (width < 220px) {
      .notice .link:not([part~='resume-button']) {
        display: none;
      }
    }
  `;

  constructor() {
    super();
    this.addController(new WakeLock(this));
    this.addController(new AskAgain(this));
  }

  #handleTryAgain(sources: readonly Source[]): void {
    this.giveFocusBack();
    void this.call.turnOnAll(sources);
  }

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
            ? html`
                <div class="notice banner" part="notice reconnecting">
                  ${isCutOff(call) ? asides.cutOff : asides.serverLost}
                </div>
              `
            : nothing
        }
        ${problemsOf(call).map((one) => this.#renderProblem(one))}
        ${
          call.self
            ? html`
                <video-call-unheard .call=${call}></video-call-unheard>
                <video-call-hosting .call=${call}></video-call-hosting>
              `
            : nothing
        }
      </div>
    `;
  }

  #renderProblem(problem: Problem) {
    const { reason, sources } = problem;
    const asides = asidesFor(this);
    // It passes by itself; until then it is no less true for being closed.
    const isInterrupted = reason === 'media-interrupted';
    return html`
      <div class="notice" part="notice warning">
        ${draw(warning)}
        <span>
          ${asides.problem(reason, sources, browserFamily())}
          ${
            canTryAgain(problem)
              ? html`
                  <button
                    class="link"
                    part="notice-button ${isInterrupted ? 'resume-button' : 'try-again-button'}"
                    @click=${() => this.#handleTryAgain(sources)}
                  >
                    ${isInterrupted ? asides.resume : asides.tryAgain}
                  </button>
                `
              : nothing
          }
        </span>
        ${
          isInterrupted
            ? nothing
            : html`
                <button
                  class="plain"
                  part="dismiss-button"
                  title=${asides.dismiss}
                  aria-label=${asides.dismiss}
                  @click=${() => this.#handleDismiss(sources)}
                >
                  ${draw(close)}
                </button>
              `
        }
      </div>
    `;
  }
}
