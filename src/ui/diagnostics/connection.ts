/** The view of the connection test: each step as it ends, the conclusion, and a report to copy. */
import { css, html, nothing, type CSSResult, type PropertyDeclarations } from 'lit';
import bad from 'lucide/dist/esm/icons/circle-x.mjs';
import copy from 'lucide/dist/esm/icons/copy.mjs';
import good from 'lucide/dist/esm/icons/circle-check.mjs';
import pending from 'lucide/dist/esm/icons/loader-circle.mjs';
import skipped from 'lucide/dist/esm/icons/circle-minus.mjs';
import warn from 'lucide/dist/esm/icons/triangle-alert.mjs';
import type { ConnectionTestFace } from '../../features/connection-test.js';
import {
  STEP_IDS,
  type ConnectionReport,
  type ConnectionStep,
  type StepId,
  type Verdict,
} from '../../features/connection-test/report.js';
import { say } from '../base/say.js';
import { noticeWordsFor } from '../i18n/notice-words.js';
import { connectionReport } from './connection-report.js';
import { connectionTestFor } from './test-connection.js';
import { connectionWordsFor, lineOf, type ConnectionWords } from '../i18n/connection-words.js';
import { loadConnectionWords } from '../i18n/load-connection-words.js';
import { hostOf } from '../base/host.js';
import { draw, type IconNode } from '../base/icons.js';
import { View } from '../base/view.js';

const ICONS: Record<Verdict | 'pending', IconNode> = { good, warn, bad, skipped, pending };

/**
 * @fires ask-announce - Inside the element only: that the test is running, and its conclusion.
 * @csspart conclusion - The result of the connection test, with `pending`, `good`, `warn` or `bad`.
 * @csspart step - A step of the test, with its id such as `relay-udp`, and `pending`, `good`, `warn`, `bad` or `skipped`.
 * @csspart step-name - What the step tests.
 * @csspart pending - With `conclusion` or `step`: not finished.
 * @csspart warn - With `conclusion` or `step`: a call is possible, but may suffer.
 * @csspart bad - With `conclusion` or `step`: a call is not possible.
 * @csspart skipped - With `step`: was not tested.
 * @csspart addresses-choice - Whether the report includes addresses.
 * @csspart again-button - Repeats the test.
 */
export class ConnectionView extends View {
  static override readonly styles: CSSResult = css`
    video-call-connection {
      --vc-good: light-dark(#15803d, #4ade80);
      --vc-bad: light-dark(#b3202e, #ff8d8d);
    }
    .connection {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 1em;
    }
    .connection .icon {
      margin-block-start: 0.125em;
    }
    .conclusion {
      --vc-tone: var(--vc-muted);
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      gap: 0 0.625em;
      align-content: center;
      /* Two lines, so that little moves when the text appears. */
      min-height: 3em;
      padding: 0.625em 0.75em;
      border-radius: calc(var(--vc-radius) * 0.66);
      background: color-mix(in srgb, var(--vc-tone) 14%, transparent);
      font-weight: 600;
      line-height: 1.4;
    }
    .dialog .steps {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
    }
    .step {
      --vc-tone: var(--vc-muted);
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      gap: 0 0.625em;
      padding-block: 0.5em;
      font-size: 0.9375em;
      line-height: 1.4;
    }
    .step + .step {
      border-block-start: 1px solid color-mix(in srgb, var(--vc-text) 12%, transparent);
    }
    .step > div {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      overflow-wrap: anywhere;
    }
    .step .step-line {
      min-height: 1.4em;
      color: var(--vc-muted);
    }
    .step:is(.warn, .bad) .step-line {
      color: inherit;
    }
    .step-name {
      font-weight: 600;
    }
    :is(.step, .conclusion) > .icon {
      color: var(--vc-tone);
    }
    :is(.step, .conclusion).good {
      --vc-tone: var(--vc-good);
    }
    :is(.step, .conclusion).warn {
      --vc-tone: var(--vc-warning);
    }
    :is(.step, .conclusion).bad {
      --vc-tone: var(--vc-bad);
    }
    .step:is(.pending, .skipped) .step-name {
      color: var(--vc-muted);
    }
    .step.pending > .icon {
      opacity: 0.4;
    }
    .connection .choice {
      align-items: start;
    }
    .connection .choice span {
      display: grid;
      line-height: 1.3;
    }
    .connection .choice small {
      color: var(--vc-muted);
      font-size: 0.8125em;
    }
    .connection .choices {
      display: flex;
      flex-wrap: wrap;
      gap: 0.5em;
    }
    .connection .button {
      min-height: 2.25em;
      padding: 0 0.875em;
      font-size: 0.9375em;
    }
    @media (pointer: coarse) {
      .connection .button {
        min-height: 44px;
      }
    }
    .connection textarea {
      box-sizing: border-box;
      width: 100%;
      height: 12em;
      padding: 0.5em 0.75em;
      border: 1px solid var(--vc-line);
      border-radius: calc(var(--vc-radius) * 0.66);
      background: transparent;
      color: inherit;
      font:
        0.8125em/1.5 ui-monospace,
        monospace;
      resize: vertical;
    }
    .connection label.by-hand {
      display: grid;
      gap: 0.375em;
      font-size: 0.875em;
    }
    @media (prefers-reduced-motion: no-preference) {
      .conclusion.pending > .icon {
        animation: connection-turn 1.2s linear infinite;
      }
    }
    @keyframes connection-turn {
      to {
        rotate: 1turn;
      }
    }
    @media (forced-colors: active) {
      .conclusion {
        border: 1px solid;
      }
    }
  `;

  static override readonly properties: PropertyDeclarations = {
    ...View.properties,
    vocabulary: { state: true },
    report: { state: true },
    isFailed: { state: true },
    hasAddresses: { state: true },
    isByHand: { state: true },
  };

  private vocabulary: ConnectionWords | undefined;
  private report: ConnectionReport | undefined;
  /** Whether the test itself failed. */
  private isFailed = false;
  /** Whether the report includes addresses. */
  private hasAddresses = false;
  /** Whether the report is shown because the browser doesn't let it be copied. */
  private isByHand = false;

  #test: ConnectionTestFace | undefined;
  #life = new AbortController();

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#life.abort();
  }

  get #words(): ConnectionWords['connectionTest'] | undefined {
    return this.vocabulary && connectionWordsFor(this, this.vocabulary);
  }

  async #begin(): Promise<void> {
    this.#life.abort();
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.report = undefined;
    this.isFailed = this.isByHand = false;
    this.#test = undefined;
    const vocabulary = await loadConnectionWords(this);
    if (signal.aborted) return;
    this.vocabulary = vocabulary;
    this.#say(this.#words!.running);
    try {
      // Which addresses are shown is decided later.
      const test = connectionTestFor(hostOf(this), { addresses: true, signal });
      this.#test = test;
      test.on('change', () => this.requestUpdate(), { signal });
      this.report = await test.run();
      this.#say(this.#words!.conclusions[this.report.conclusion]);
    } catch {
      if (signal.aborted) return;
      this.isFailed = true;
      this.#say(this.#words!.failed);
    }
  }

  #say(text: string): void {
    this.ask('ask-announce', { text });
  }

  get #isRunning(): boolean {
    return !this.report && !this.isFailed;
  }

  #handleAgain(): void {
    if (!this.#isRunning) void this.#begin();
  }

  #handleAddresses(event: Event): void {
    this.hasAddresses = (event.target as HTMLInputElement).checked;
  }

  async #handleCopy(): Promise<void> {
    const text = this.#text;
    if (!text) return;
    try {
      await navigator.clipboard.writeText(text);
      this.isByHand = false;
      say(this, this.#words!.copied);
    } catch {
      this.isByHand = true;
      await this.updateComplete;
      const field = this.querySelector('textarea');
      field?.focus();
      field?.select();
    }
  }

  get #text(): string {
    const { report, hasAddresses: addresses } = this;
    const words = this.#words;
    if (!report || !words) return '';
    const { userAgent: browser } = navigator;
    const title = noticeWordsFor(this).testConnection;
    return connectionReport(report, { title, words, browser, addresses });
  }

  protected override render() {
    const words = this.#words;
    if (!words) return nothing;
    return html`
      <div class="connection" part="connection">
        ${this.#renderConclusion(words)}
        <div class="steps" role="list" aria-busy=${this.#isRunning}>
          ${STEP_IDS.map((id) => this.#renderStep(id, words))}
        </div>
        <label class="choice" part="addresses-choice">
          <input type="checkbox" .checked=${this.hasAddresses} @change=${this.#handleAddresses} />
          <span>${words.withAddresses} <small>${words.addressesNote}</small></span>
        </label>
        <div class="choices">
          <button
            class="button"
            part="button copy-button"
            aria-disabled=${!this.report}
            @click=${this.#handleCopy}
          >
            ${draw(copy)} ${words.copy}
          </button>
          <button
            class="button"
            part="button again-button"
            aria-disabled=${this.#isRunning}
            @click=${this.#handleAgain}
          >
            ${words.again}
          </button>
        </div>
        ${
          this.isByHand
            ? html`
                <label class="by-hand">
                  ${words.copyByHand}
                  <textarea part="report" readonly .value=${this.#text}></textarea>
                </label>
              `
            : nothing
        }
      </div>
    `;
  }

  #renderConclusion(words: ConnectionWords['connectionTest']) {
    const { report, isFailed } = this;
    const kind = report?.verdict ?? (isFailed ? 'bad' : 'pending');
    const text = report
      ? words.conclusions[report.conclusion]
      : isFailed
        ? words.failed
        : words.running;
    return html`
      <div class="conclusion ${kind}" part="conclusion ${kind}">
        ${draw(ICONS[kind])}
        <span>${text}</span>
      </div>
    `;
  }

  #renderStep(id: StepId, words: ConnectionWords['connectionTest']) {
    const step: ConnectionStep | undefined = this.#test?.steps.find((one) => one.id === id);
    const kind = step?.verdict ?? 'pending';
    return html`
      <div class="step ${kind}" part="step ${kind} ${id}" role="listitem">
        ${draw(ICONS[step ? kind : 'skipped'])}
        <div>
          <span class="step-name" part="step-name">${words.steps[id]}</span>
          <span class="step-line">
            ${
              step
                ? html`<span class="unseen">${words.verdicts[step.verdict]}:</span>
                    ${lineOf(words.lines, step)}`
                : nothing
            }
          </span>
        </div>
      </div>
    `;
  }
}

export const styles = [ConnectionView.styles];
export const views = { 'video-call-connection': ConnectionView };
