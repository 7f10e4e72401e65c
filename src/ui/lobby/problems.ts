/** Problems that prevent joining: a text for each device problem, and for the server's. */
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
import type { Source } from '../../protocol.js';
import { AskAgain } from '../notices/ask-again.js';
import { canTryAgain, problemsOf, type Problem } from '../notices/device-problems.js';
import { browserFamily } from '../i18n/browser-family.js';
import { draw, type IconNode } from '../base/icons.js';
import { waitingFor } from '../base/moderation.js';
import { noticeWordsFor, type Failure } from '../i18n/notice-words.js';
import { View } from '../base/view.js';

/** A message about who can join. */
interface Door {
  readonly name: 'locked' | 'waiting' | 'knocking';
  readonly icon: IconNode;
  readonly text: string;
}

/**
 * @csspart problem - A message about a device or a connection that does not work.
 * @csspart door - The message in the lobby about who can join, with `locked`, `waiting` or `knocking`.
 * @csspart locked - With `door` or `message`: the room is locked.
 * @csspart waiting - With `door`: a host lets people in.
 * @csspart try-again-button - Requests a device again.
 */
export class ProblemsView extends View {
  static override readonly styles: CSSResult = css`
    video-call-problems {
      display: contents;
    }
    .problem {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      gap: 0 0.625em;
      overflow-wrap: anywhere;
      padding: 0.625em 0.75em;
      border-radius: calc(var(--vc-radius) * 0.66);
      background: color-mix(in srgb, var(--vc-warning) 14%, transparent);
      font-size: 0.875em;
    }
    .problem .icon {
      margin-block-start: 0.125em;
      color: var(--vc-warning);
    }
    .problem.door {
      background: color-mix(in srgb, var(--vc-text) 8%, transparent);
    }
    .problem.door .icon {
      color: inherit;
    }
    /* For long labels, the second button may go below the first. */
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
      border-radius: calc(var(--vc-radius) * 0.66);
      background: color-mix(in srgb, var(--vc-warning) 14%, transparent);
      color: inherit;
      box-shadow: none;
    }
    .form .notice > .icon {
      color: var(--vc-warning);
    }
    @media (forced-colors: active) {
      .problem {
        border: 1px solid;
      }
    }
    @container video-call (height < 26.25em) {
      .form :is(.problem, .notice) {
        order: 2;
      }
      /* People who are waiting see this first. */
      .form .problem.door {
        order: 0;
      }
      .lobby:has(.door) .here,
      .lobby:has([part~='knocking']) .field {
        display: none;
      }
    }
    @container video-call (height < 12.5em) {
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

  /** Why the call can't be joined right now. */
  trouble: Failure | undefined;

  /** The last announced text about who can join. */
  #saidOfDoor = '';

  constructor() {
    super();
    this.addController(new AskAgain(this));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const text = this.#door?.text ?? '';
    // The announcer itself reports that the user is waiting, in every view.
    if (text && text !== this.#saidOfDoor && this.call.status === 'idle') {
      this.ask('ask-announce', { text });
    }
    this.#saidOfDoor = text;
    if (!changed.has('trouble') || !this.trouble) return;
    this.ask('ask-announce', { text: this.#sentence(this.trouble), isUrgent: true });
  }

  /** Who can join, unless everyone can. */
  get #door(): Door | undefined {
    const { status, policy } = this.call;
    const words = noticeWordsFor(this).hosting;
    if (status === 'knocking') {
      return { name: 'knocking', icon: waiting, text: words[waitingFor(this.call)] };
    }
    if (policy?.locked) return { name: 'locked', icon: lock, text: words.locked };
    return policy?.waiting ? { name: 'waiting', icon: waiting, text: words.hasDoor } : undefined;
  }

  #handleTryAgain(sources: readonly Source[]): void {
    // The button is removed with its problem; the switch of the device stays.
    const [source] = sources;
    this.closest('.lobby')?.querySelector<HTMLElement>(`[part~='${source}-switch']`)?.focus();
    this.call.open();
    void this.call.turnOnAll(sources);
  }

  protected override render() {
    const { call, trouble } = this;
    const problems = problemsOf(call);
    // Without https, it is known without an attempt that no device can be used.
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
    const { title, text } = noticeWordsFor(this).failures[trouble];
    return `${title}. ${text}`;
  }

  #renderProblem(problem: Problem) {
    const { reason, sources } = problem;
    const notices = noticeWordsFor(this);
    return html`
      <div class="problem" part="problem">
        ${draw(warning)}
        <span>${notices.problem(reason, sources, browserFamily())}</span>
        ${
          canTryAgain(problem)
            ? html`
                <button
                  class="link"
                  type="button"
                  part="try-again-button"
                  @click=${() => this.#handleTryAgain(sources)}
                >
                  ${reason === 'media-interrupted' ? notices.resume : notices.tryAgain}
                </button>
              `
            : nothing
        }
      </div>
    `;
  }
}
