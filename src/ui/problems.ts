/** What is in the way of joining: a sentence for each problem of a device, and for the server's. */
import { css, html, nothing, type CSSResult, type PropertyDeclarations } from 'lit';
import warning from 'lucide/dist/esm/icons/triangle-alert.mjs';
import type { MediaReason } from '../call/call-error.js';
import type { CallFace } from '../call/call-face.js';
import { SOURCES, type Source } from '../protocol.js';
import { draw } from './icons.js';
import { asidesFor, type Failure } from './aside-words.js';
import { View } from './view.js';

export interface Problem {
  readonly reason: MediaReason;
  readonly sources: readonly Source[];
}

/** One problem for each reason, with all the sources that have it. */
export function problemsOf(call: CallFace): Problem[] {
  const byReason = new Map<MediaReason, Source[]>();
  for (const source of SOURCES) {
    const { problem } = call.sourceState(source);
    if (problem) byReason.set(problem, [...(byReason.get(problem) ?? []), source]);
  }
  return [...byReason].map(([reason, sources]) => ({ reason, sources }));
}

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
      gap: 0.5em;
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
    @container video-call (height < 340px) {
      .form .problem {
        order: 2;
      }
    }
  `;

  static override readonly properties: PropertyDeclarations = { ...View.properties, trouble: {} };

  /** What keeps the call from being joined right now. */
  trouble: Failure | undefined;

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
      ${problems.map((one) => this.#renderProblem(one))}
      ${
        trouble
          ? html`
              <p class="problem" part="problem" role="alert">
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

  #renderProblem({ reason, sources }: Problem) {
    const canTryAgain = reason !== 'media-insecure' && reason !== 'media-unsupported';
    return html`
      <div class="problem" part="problem" role="alert">
        ${draw(warning)}
        <span>${asidesFor(this).problem(reason, sources)}</span>
        ${
          canTryAgain
            ? html`
                <button
                  class="link"
                  type="button"
                  part="try-again-button"
                  @click=${() => this.#handleTryAgain(sources)}
                >
                  ${asidesFor(this).tryAgain}
                </button>
              `
            : nothing
        }
      </div>
    `;
  }
}
