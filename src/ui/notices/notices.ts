/** Notices during a call: the server is unreachable, a device doesn't work. */
import {
  css,
  html,
  nothing,
  type CSSResult,
  type PropertyDeclarations,
  type PropertyValues,
} from 'lit';
import warning from 'lucide/dist/esm/icons/triangle-alert.mjs';
import close from 'lucide/dist/esm/icons/x.mjs';
import type { Source } from '../../protocol.js';
import { AskAgain } from './ask-again.js';
import { browserFamily } from '../i18n/browser-family.js';
import { draw } from '../base/icons.js';
import { isCutOff } from './outages.js';
import { canTryAgain, problemsOf, type Problem } from './device-problems.js';
import { noticeWordsFor } from '../i18n/notice-words.js';
import { View } from '../base/view.js';

const CAPTURED = ['microphone', 'camera'] as const;
type Captured = (typeof CAPTURED)[number];

/**
 * @fires ask-turn-off - Inside the element only: dismiss the problem of a source.
 * @csspart notice - A message over the stage.
 * @csspart warning - With `notice`: something does not work.
 * @csspart reconnecting - With `notice`: the connection to the room server is lost.
 * @csspart substitute - With `notice`: a chosen device is missing, so another one is used.
 * @csspart notice-button - The action of a notice.
 * @csspart resume-button - Continues with an interrupted device.
 * @csspart dismiss-button - Closes a notice.
 */
export class NoticesView extends View {
  static override readonly styles: CSSResult = css`
    .notices {
      position: absolute;
      inset: 0 0 auto;
      display: grid;
      gap: var(--vc-inset);
      justify-items: center;
      /* The toolbar stays within reach. */
      max-height: calc(100% - var(--vc-round) * 1.75);
      padding: calc(var(--vc-inset) + env(safe-area-inset-top, 0px)) var(--vc-inset) var(--vc-inset);
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
      border-radius: var(--vc-radius);
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
    @container video-call (width < 18.75em) or (height < 13.75em) {
      .notice {
        padding: 0.25em 0.5em;
        font-size: 0.75em;
        line-height: 1.25;
      }
      .notice > .icon {
        display: none;
      }
    }
    /* If there is no room for it, the toolbar does the same. */
    @container video-call (width < 13.75em) {
      .notice .link:not([part~='resume-button']) {
        display: none;
      }
    }
  `;

  static override readonly properties: PropertyDeclarations = {
    ...View.properties,
    isLoadFailed: { state: true },
  };

  /** Whether a requested part of the interface could not be loaded. */
  private isLoadFailed = false;

  /** The announced text about each missing chosen device, by source. */
  readonly #said = new Map<Captured, string>();
  /** The texts that the user has closed. */
  readonly #closed = new Set<string>();

  constructor() {
    super();
    this.addController(new AskAgain(this));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    for (const source of CAPTURED) {
      const text = this.#substituteFor(source);
      if (text && text !== this.#said.get(source)) this.ask('ask-announce', { text });
      this.#said.set(source, text);
    }
  }

  /** The text if another device than the chosen one is in use. */
  #substituteFor(source: Captured): string {
    const isOn = this.call.sourceState(source).status === 'on';
    const label = isOn ? this.call.missingDevice?.(source) : '';
    return label ? noticeWordsFor(this).substitute[source](label) : '';
  }

  #handleClose(text: string): void {
    this.giveFocusBack();
    this.#closed.add(text);
    this.requestUpdate();
  }

  /** Shows that a part of the interface could not be loaded, until it is dismissed. */
  showLoadFailed(): void {
    this.isLoadFailed = true;
    this.ask('ask-announce', { text: noticeWordsFor(this).loadFailed });
  }

  #handleDismissLoadFailed(): void {
    this.giveFocusBack();
    this.isLoadFailed = false;
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
    return html`
      <div class="notices">
        ${
          call.status === 'reconnecting'
            ? html` <div class="notice banner" part="notice reconnecting">${this.#outage}</div> `
            : nothing
        }
        ${problemsOf(call).map((one) => this.#renderProblem(one))}
        ${CAPTURED.map((source) => this.#renderSubstitute(this.#substituteFor(source)))}
        ${
          this.isLoadFailed
            ? this.#renderClosable('notice warning', noticeWordsFor(this).loadFailed, () =>
                this.#handleDismissLoadFailed(),
              )
            : nothing
        }
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

  /** Why the server is unreachable. */
  get #outage(): string {
    const notices = noticeWordsFor(this);
    if (this.call.needsReload) return notices.needsReload;
    return isCutOff(this.call) ? notices.cutOff : notices.serverLost;
  }

  #renderSubstitute(text: string) {
    if (!text || this.#closed.has(text)) return nothing;
    return this.#renderClosable('notice substitute', text, () => this.#handleClose(text));
  }

  /** A warning that stays until it is dismissed. */
  #renderClosable(
    part: 'notice substitute' | 'notice warning',
    text: string,
    handleClose: () => void,
  ) {
    const { dismiss } = noticeWordsFor(this);
    return html`
      <div class="notice" part=${part}>
        ${draw(warning)}
        <span>${text}</span>
        <button
          class="plain"
          part="dismiss-button"
          title=${dismiss}
          aria-label=${dismiss}
          @click=${handleClose}
        >
          ${draw(close)}
        </button>
      </div>
    `;
  }

  #renderProblem(problem: Problem) {
    const { reason, sources } = problem;
    const notices = noticeWordsFor(this);
    // An interruption ends by itself; closing the notice would not change it.
    const isInterrupted = reason === 'media-interrupted';
    return html`
      <div class="notice" part="notice warning">
        ${draw(warning)}
        <span>
          ${notices.problem(reason, sources, browserFamily())}
          ${
            canTryAgain(problem)
              ? html`
                  <button
                    class="link"
                    part="notice-button ${isInterrupted ? 'resume-button' : 'try-again-button'}"
                    @click=${() => this.#handleTryAgain(sources)}
                  >
                    ${isInterrupted ? notices.resume : notices.tryAgain}
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
                  title=${notices.dismiss}
                  aria-label=${notices.dismiss}
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

declare global {
  interface HTMLElementTagNameMap {
    'video-call-notices': NoticesView;
  }
}
