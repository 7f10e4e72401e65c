/** What is in the way of joining: a sentence for each problem of a device, and for the server's. */
import {
  css,
  html,
  nothing,
  type CSSResult,
  type PropertyDeclarations,
  type PropertyValues,
} from 'lit';
import warning from 'lucide/dist/esm/icons/triangle-alert.mjs';
import type { MediaReason } from '../call/call-error.js';
import type { CallFace } from '../call/call-face.js';
import { SOURCES, type Source } from '../protocol.js';
import { AskAgain } from './ask-again.js';
import { browserFamily } from './browser-family.js';
import { draw } from './icons.js';
import { asidesFor, type Failure } from './aside-words.js';
import { View } from './view.js';

export interface Problem {
  readonly reason: MediaReason;
  readonly sources: readonly Source[];
}

/** One problem for each reason, with all the sources that have it. */
export function problemsOf(call: CallFace, among: readonly Source[] = SOURCES): Problem[] {
  const byReason = new Map<MediaReason, Source[]>();
  for (const source of among) {
    const { problem } = call.sourceState(source);
    if (problem) byReason.set(problem, [...(byReason.get(problem) ?? []), source]);
  }
  return [...byReason].map(([reason, sources]) => ({ reason, sources }));
}

/** Whether another attempt may end otherwise. */
export const canTryAgain = ({ reason }: Problem) =>
  reason !== 'media-insecure' && reason !== 'media-unsupported';

/**
 * @csspart problem - A sentence about what does not work.
 * @csspart try-again-button - Asks for the device once more.
 */
export class ProblemsView extends View {
  static override readonly styles: CSSResult = css`
    video-call-problems {
      display: contents;
    }
    .problem {
      display: grid;
      grid-template-columns: auto 1fr;
      gap: 0 0.625em;
      padding: 0.625em 0.75em;
      border-radius: calc(var(--radius) * 0.66);
      background: color-mix(in srgb, var(--warning) 14%, transparent);
      font-size: 0.875em;
    }
    .problem .icon {
      margin-block-start: 0.125em;
      color: var(--warning);
    }
    .problem button {
      grid-column: 2;
      justify-self: start;
    }
    .form .notice {
      max-width: none;
      border-radius: calc(var(--radius) * 0.66);
      background: color-mix(in srgb, var(--warning) 14%, transparent);
      color: inherit;
      box-shadow: none;
    }
    .form .notice > .icon {
      color: var(--warning);
    }
    @media (forced-colors: active) {
      .problem {
        border: 1px solid;
      }
    }
    @container video-call (height < 420px) {
      .form :is(.problem, .notice) {
        order: 2;
      }
    }
  `;

  static override readonly properties: PropertyDeclarations = { ...View.properties, trouble: {} };

  /** What keeps the call from being joined right now. */
  trouble: Failure | undefined;

  constructor() {
    super();
    this.addController(new AskAgain(this));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (!changed.has('trouble') || !this.trouble) return;
    this.ask('ask-announce', { text: this.#sentence(this.trouble), isUrgent: true });
  }

  #handleTryAgain(sources: readonly Source[]): void {
    // The button goes with its problem; the switch of the device stays.
    const [source] = sources;
    this.closest('.lobby')?.querySelector<HTMLElement>(`[part~='${source}-switch']`)?.focus();
    this.call.open();
    void this.call.turnOnAll(sources);
  }

  protected override render() {
    const { call, trouble } = this;
    const problems = problemsOf(call);
    // Without https no attempt is needed to know that there is nothing to turn on.
    if (!problems.length && !isSecureContext) {
      problems.push({ reason: 'media-insecure', sources: ['microphone', 'camera'] });
    }
    return html`
      <video-call-unheard .call=${call}></video-call-unheard>
      ${problems.map((one) => this.#renderProblem(one))}
      ${
        trouble
          ? html`
              <p class="problem" part="problem">
                ${draw(warning)}
                <span>${this.#sentence(trouble)}</span>
              </p>
            `
          : nothing
      }
    `;
  }

  #sentence(trouble: Failure): string {
    const { title, text } = asidesFor(this).failures[trouble];
    return `${title}. ${text}`;
  }

  #renderProblem(problem: Problem) {
    const { reason, sources } = problem;
    const asides = asidesFor(this);
    return html`
      <div class="problem" part="problem">
        ${draw(warning)}
        <span>${asides.problem(reason, sources, browserFamily())}</span>
        ${
          canTryAgain(problem)
            ? html`
                <button
                  class="link"
                  type="button"
                  part="try-again-button"
                  @click=${() => this.#handleTryAgain(sources)}
                >
                  ${reason === 'media-interrupted' ? asides.resume : asides.tryAgain}
                </button>
              `
            : nothing
        }
      </div>
    `;
  }
}
