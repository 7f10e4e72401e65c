/** Everyone in the call; for a host, also the people waiting, the lock and the waiting room. */
import { css, html, nothing, type CSSResult } from 'lit';
import { requestModeration, isHost } from '../base/moderation.js';
import { noticeWordsFor } from '../i18n/notice-words.js';
import { FocusKeeper } from '../base/focus-keeper.js';
import { keepChildren } from '../dom/keep-children.js';
import { panelsFor } from '../i18n/panel-words.js';
import { say } from '../base/say.js';
import { View } from '../base/view.js';

/**
 * @csspart everybody - The content of the people dialog.
 * @csspart people-heading - The heading of a list of people.
 * @csspart rule - A switch of a host.
 * @csspart lock-switch - With `rule`: locks the room.
 * @csspart door-switch - With `rule`: turns the waiting room on.
 * @csspart mute-all-button - Asks everyone to mute.
 * @csspart admit-all-button - Lets everyone in who waits.
 */
export class PeopleView extends View {
  static override readonly styles: CSSResult = css`
    .people {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 1em;
    }
    .people .rules {
      display: grid;
      gap: 0.25em;
    }
    .people .choice {
      align-items: start;
      padding-block: 0.25em;
    }
    .people .choice span {
      display: grid;
      line-height: 1.3;
    }
    .people .choice small,
    .people h3 {
      color: var(--vc-muted);
      font-size: 0.8125em;
    }
    .people .row {
      display: flex;
      flex-wrap: wrap;
      gap: 0.5em;
      align-items: center;
      justify-content: space-between;
    }
    .people h3 {
      margin: 0;
      font-weight: 600;
    }
    .people .button {
      min-height: 2.25em;
      padding: 0 0.875em;
      font-size: 0.9375em;
    }
    .people [role='list'] > * + * {
      border-block-start: 1px solid color-mix(in srgb, var(--vc-text) 12%, transparent);
    }
    @media (pointer: coarse) {
      .people .button {
        min-height: 44px;
      }
    }
  `;

  constructor() {
    super();
    this.addController(new FocusKeeper(this));
  }

  protected override updated(): void {
    const { call } = this;
    this.#keep('.present', 'video-call-person', call.participants, (row, person) => {
      row.person = person;
    });
    const knocking = isHost(call) ? call.knocking : [];
    this.#keep('.waiting', 'video-call-knocker', knocking, (row, knocker) => {
      row.knocker = knocker;
    });
  }

  /** One row per person, kept as long as they are there, so that a press never hits the next person. */
  #keep<Tag extends 'video-call-person' | 'video-call-knocker', One extends { id: number }>(
    place: string,
    tag: Tag,
    all: readonly One[],
    tell: (row: HTMLElementTagNameMap[Tag], one: One) => void,
  ): void {
    const list = this.querySelector(place);
    if (!list) return;
    const before = [...list.children];
    const held = before.findIndex((row) => row.matches(':focus-within'));
    const rows = keepChildren(
      list,
      tag,
      all.map(({ id }) => `${id}`),
    );
    for (const [index, row] of rows.entries()) {
      row.role = 'listitem';
      row.tabIndex = -1;
      row.call = this.call;
      tell(row, all[index]!);
    }
    if (held < 0 || before[held]!.isConnected) return;
    // Focus the row that took its place, or the last; not a button, which the same press would hit.
    rows[Math.min(held, rows.length - 1)]?.focus({ preventScroll: true });
  }

  #handleRule(event: Event, rule: 'locked' | 'waiting'): void {
    const field = event.target as HTMLInputElement;
    const { checked } = field;
    // The switch shows the room server's state.
    field.checked = Boolean(this.call.policy?.[rule]);
    requestModeration(this, (call) => call.setPolicy({ [rule]: checked }));
  }

  #handleMuteAll(): void {
    if (requestModeration(this, (call) => call.ask('mute', 'all'))) {
      say(this, panelsFor(this).company.askedAll);
    }
  }

  protected override render() {
    const { call } = this;
    const words = panelsFor(this).company;
    const isMine = isHost(call);
    const waiting = isMine ? call.knocking.length : 0;
    return html`
      <div class="people" part="everybody">
        ${isMine ? this.#renderRules() : nothing}
        ${waiting ? this.#renderKnocking(waiting) : nothing}
        <div class="row">
          <h3 part="people-heading" id="people-here">${words.here}</h3>
          ${
            isMine && call.participants.length > 1
              ? html`
                  <button
                    class="button"
                    part="button mute-all-button"
                    @click=${this.#handleMuteAll}
                  >
                    ${words.muteAll}
                  </button>
                `
              : nothing
          }
        </div>
        <div class="present" role="list" aria-labelledby="people-here"></div>
      </div>
    `;
  }

  #renderRules() {
    const words = panelsFor(this).company;
    return html`
      <div class="rules">
        ${this.#renderRule('locked', 'lock', words.lock, words.lockNote)}
        ${this.#renderRule('waiting', 'door', words.door, words.doorNote)}
      </div>
    `;
  }

  #renderRule(rule: 'locked' | 'waiting', name: 'lock' | 'door', label: string, note: string) {
    return html`
      <label class="choice" part="rule ${name}-switch">
        <input
          type="checkbox"
          .checked=${Boolean(this.call.policy?.[rule])}
          @change=${(event: Event) => this.#handleRule(event, rule)}
        />
        <span>${label}<small>${note}</small></span>
      </label>
    `;
  }

  #renderKnocking(count: number) {
    const { admitAll } = noticeWordsFor(this).hosting;
    return html`
      <div class="row">
        <h3 part="people-heading" id="people-knocking">
          ${panelsFor(this).company.knocking(count)}
        </h3>
        ${
          count > 1
            ? html`
                <button
                  class="button primary"
                  part="button admit-all-button"
                  @click=${() => requestModeration(this, (call) => call.ask('admit', 'all'))}
                >
                  ${admitAll}
                </button>
              `
            : nothing
        }
      </div>
      <div class="waiting" role="list" aria-labelledby="people-knocking"></div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'video-call-people': PeopleView;
  }
}
