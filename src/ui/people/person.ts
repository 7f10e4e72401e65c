/** One participant in the list of people, with a host's actions. */
import { css, html, nothing, type CSSResult, type PropertyDeclarations } from 'lit';
import type { Participant } from '../../call/call-api.js';
import { mayPublish, type Source } from '../../protocol.js';
import { noticeWordsFor } from '../i18n/notice-words.js';
import { FocusKeeper } from '../base/focus-keeper.js';
import { draw, nodes, type IconNode } from '../base/icons.js';
import { ACTIONS, personActions, type PersonAction } from './person-actions.js';
import { panelsFor } from '../i18n/panel-words.js';
import { View } from '../base/view.js';

/**
 * @csspart person - A person in a list, with `self`, `away`, `knocking`, and their role.
 * @csspart away - With `person`: their connection is lost, and they may come back.
 * @csspart host - With `person`: the role `host`.
 * @csspart participant - With `person`: the role `participant`.
 * @csspart broadcaster - With `person`: the role `broadcaster`.
 * @csspart viewer - With `person`: the role `viewer`.
 * @csspart person-role - The role, unless it is the usual one.
 * @csspart person-state - The icon of a source, with the source, and `on` or `off`.
 * @csspart person-action - A button of a host for one person, with `mute`, `stop` or `remove`.
 * @csspart mute - With `person-action`: asks the person to mute.
 * @csspart stop - With `person-action`: stops their screen share.
 */
export class PersonView extends View {
  static override readonly styles: CSSResult = css`
    video-call-person,
    video-call-knocker {
      display: flex;
      flex-wrap: wrap;
      gap: 0.25em 0.75em;
      align-items: center;
      min-height: 2.75em;
      padding-block: 0.25em;
    }
    .who {
      display: grid;
      flex: 1 1 7em;
      min-width: 0;
      line-height: 1.3;
    }
    .who bdi {
      overflow-wrap: anywhere;
    }
    .who small {
      color: var(--vc-muted);
      font-size: 0.8125em;
    }
    .who > div {
      display: flex;
      gap: 0.375em;
      align-items: baseline;
      min-width: 0;
    }
    /* Beside the name, small and quiet: only what can be pressed looks like a button. */
    .person-state {
      display: flex;
      flex: none;
      gap: 0.375em;
      align-self: center;
      margin-inline-start: 0.25em;
      color: var(--vc-muted);
      font-size: 0.8125em;
    }
    .person-state > span {
      display: flex;
    }
    .person-actions {
      display: flex;
      gap: 0.375em;
      justify-content: end;
    }
    .person-actions .plain {
      min-width: 2.25em;
      min-height: 2.25em;
      border: 1px solid var(--vc-line);
      border-radius: calc(var(--vc-radius) * 0.66);
    }
    @media (hover: hover) {
      .person-actions .plain:hover {
        background: color-mix(in srgb, var(--vc-text) 10%, transparent);
      }
    }
    .asking {
      flex-basis: 100%;
      padding: 0.75em;
      border-radius: calc(var(--vc-radius) * 0.66);
      background: color-mix(in srgb, var(--vc-text) 6%, transparent);
      font-size: 0.9375em;
    }
    .asking h3 {
      margin: 0 0 0.25em;
      font-size: 1em;
    }
    @media (pointer: coarse) {
      .person-actions .plain {
        min-width: 44px;
        min-height: 44px;
      }
    }
  `;

  static override readonly properties: PropertyDeclarations = {
    ...View.properties,
    person: {},
    isAsking: { state: true },
  };

  /** The participant. */
  person!: Participant;
  /** Whether the confirmation before removing them is open. */
  private isAsking = false;

  constructor() {
    super();
    this.addController(new FocusKeeper(this, this));
  }

  async #handleAsk(): Promise<void> {
    this.isAsking = true;
    await this.updateComplete;
    const question = this.querySelector('video-call-removal');
    await question?.updateComplete;
    // An accidental second press must not confirm, since removing can't be undone.
    question?.querySelector<HTMLElement>("[part~='cancel-button']")?.focus();
    question?.scrollIntoView({ block: 'nearest' });
  }

  /** Closes only the question, not the dialog around it. */
  #handleAnswer(event: Event): void {
    event.stopPropagation();
    const hadFocus = this.querySelector('.asking :focus');
    this.isAsking = false;
    if (hadFocus) this.querySelector<HTMLElement>("[part~='remove']")?.focus();
  }

  #handleKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    this.#handleAnswer(event);
  }

  protected override render() {
    const { call, person } = this;
    const words = panelsFor(this).company;
    const isSelf = person.id === call.self?.id;
    const role = words.roles[person.role];
    const isLost = person.away || call.linkStatus(person.id) === 'interrupted';
    const actions = personActions(this, person, () => void this.#handleAsk());
    return html`
      <div class="who" part="person ${isSelf ? 'self' : ''} ${isLost ? 'away' : ''} ${person.role}">
        <div>
          <bdi part="person-name">${person.name}</bdi>
          ${isSelf ? html`<span class="you" part="you">${this.words.you}</span>` : nothing}
          <span class="person-state">${this.#renderStates()}</span>
        </div>
        ${role ? html`<small part="person-role">${role}</small>` : nothing}
        ${isLost ? html`<small class="lost">${this.words.reconnecting}</small>` : nothing}
      </div>
      ${
        actions.length
          ? html`
              <div class="person-actions">
                ${ACTIONS.map((name) => this.#renderAction(actions.find((one) => one.name === name)))}
              </div>
            `
          : nothing
      }
      ${this.isAsking && actions.length ? this.#renderQuestion() : nothing}
    `;
  }

  #renderStates() {
    const { sources, role } = this.person;
    const { isOff } = this.words;
    const { isOn } = noticeWordsFor(this);
    const device = (source: 'microphone' | 'camera') =>
      mayPublish(role, source)
        ? sources.includes(source)
          ? this.#renderState(source, 'on', nodes[source], isOn[source])
          : this.#renderState(source, 'off', nodes[`${source}Off`], isOff[source])
        : nothing;
    return html`
      ${
        sources.includes('screen')
          ? this.#renderState('screen', 'on', nodes.screen, panelsFor(this).company.shares)
          : nothing
      }
      ${device('microphone')} ${device('camera')}
    `;
  }

  #renderState(source: Source, state: 'on' | 'off', icon: IconNode, label: string) {
    return html`
      <span part="person-state ${source} ${state}" title=${label}>
        ${draw(icon)}<span class="unseen">${label}</span>
      </span>
    `;
  }

  /** Each action has its own place, so that no button changes while it is pressed. */
  #renderAction(action: PersonAction | undefined) {
    if (!action) return nothing;
    const { name, label, icon, run } = action;
    const isRemoval = name === 'remove';
    return html`
      <button
        class="plain"
        part="person-action ${name}"
        title=${label}
        aria-label=${panelsFor(this).company.about(label, this.person.name)}
        aria-expanded=${isRemoval ? this.isAsking : nothing}
        @click=${isRemoval && this.isAsking ? this.#handleAnswer : run}
      >
        ${draw(icon)}
      </button>
    `;
  }

  #renderQuestion() {
    const { call, person } = this;
    return html`
      <div
        class="asking"
        role="group"
        aria-labelledby="removal-heading"
        aria-describedby="removal-text"
        @ask-close=${this.#handleAnswer}
        @keydown=${this.#handleKey}
      >
        <h3 id="removal-heading">${panelsFor(this).company.sureToRemove(person.name)}</h3>
        <video-call-removal .call=${call} .person=${person}></video-call-removal>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'video-call-person': PersonView;
  }
}
