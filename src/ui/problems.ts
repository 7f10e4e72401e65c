/** What is in the way of joining: a sentence for each problem of a device, and for the server's. */
import {
  css,
  html,
  nothing,
  type CSSResult,
  type PropertyDeclarations,
  type PropertyValues,
} from 'lit';
import lock from 'lucide/dist/esm/icons/lock.mjs';
import waiting from 'lucide/dist/esm/icons/hourglass.mjs';
import warning from 'lucide/dist/esm/icons/triangle-alert.mjs';
import type { MediaReason } from '../call/call-error.js';
import type { CallFace } from '../call/call-face.js';
import { SOURCES, type Source } from '../protocol.js';
import { AskAgain } from './ask-again.js';
import { browserFamily } from './browser-family.js';
import { draw, type IconNode } from './icons.js';
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
 * @csspart door - A sentence about who may come in; also `locked`, `waiting` or `knocking`.
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
    .problem.door {
      background: color-mix(in srgb, var(--text) 8%, transparent);
    }
    .problem.door .icon {
      color: inherit;
    }
    /* Long words, and no hurry: the second button may stand below. */
    .lobby:has([part~='knocking']) .actions {
      flex-wrap: wrap;
    }
    .lobby:has([part~='knocking']) .actions > .button {
      flex: 1 1 auto;
    }
    .lobby:has([part~='knocking']) .actions > .primary {
      flex: 99 1 11em;
      padding-inline: 0.75em;
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
      /* Who waits sees that before all else. */
      .form .problem.door {
        order: 0;
      }
      .lobby:has(.door) .here,
      .lobby:has([part~='knocking']) .field {
        display: none;
      }
    }
    @container video-call (height < 200px) {
      .form .problem.door {
        padding: 0.25em 0.5em;
        font-size: 0.75em;
        line-height: 1.25;
      }
      .door .icon {
        display: none;
      }
    }
  `;

  static override readonly properties: PropertyDeclarations = { ...View.properties, trouble: {} };

  /** What keeps the call from being joined right now. */
  trouble: Failure | undefined;

  /** What was said of the door last. */
  #saidOfDoor = '';

  constructor() {
    super();
    this.addController(new AskAgain(this));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const text = this.#door?.text ?? '';
    // That one waits is said by the announcer itself, wherever one does.
    if (text && text !== this.#saidOfDoor && this.call.status === 'idle') {
      this.ask('ask-announce', { text });
    }
    this.#saidOfDoor = text;
    if (!changed.has('trouble') || !this.trouble) return;
    this.ask('ask-announce', { text: this.#sentence(this.trouble), isUrgent: true });
  }

  /** Who may come in here, where that is not everybody. */
  get #door(): { name: string; icon: IconNode; text: string } | undefined {
    const { status, policy } = this.call;
    const words = asidesFor(this).hosting;
    if (status === 'knocking') return { name: 'knocking', icon: waiting, text: words.toldHost };
    if (policy?.locked) return { name: 'locked', icon: lock, text: words.locked };
    return policy?.waiting ? { name: 'waiting', icon: waiting, text: words.hasDoor } : undefined;
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
    const door = this.#door;
    return html`
      ${
        door
          ? html`
              <p class="problem door" part="door ${door.name}">
                ${draw(door.icon)}
                <span>${door.text}</span>
              </p>
            `
          : nothing
      }
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
