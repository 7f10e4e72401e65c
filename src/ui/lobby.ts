/** Before joining: one's name, one's picture, what to join with, and what is in the way. */
import { css, html, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { CallErrorReason, MediaReason } from '../call/call-error.js';
import { LIMITS, type Source } from '../protocol.js';
import type { Tile } from '../stage/tiles.js';
import { icon } from './icons.js';
import { problemsOf } from './notices.js';
import { View } from './view.js';

type Device = Extract<Source, 'microphone' | 'camera'>;
const devices = ['microphone', 'camera'] as const satisfies Device[];

/**
 * @fires ask-join - Inside the element only: join under the name in the detail.
 * @fires ask-leave - Inside the element only: do not join after all.
 * @csspart lobby - The whole view.
 * @csspart preview - One's own picture.
 * @csspart lobby-form - The fields and the buttons.
 * @csspart heading - The room.
 * @csspart here - Who is in the room already.
 * @csspart name-field - The text field for the name.
 * @csspart switch - Each switch; also `microphone-switch` or `camera-switch`, and `on` or `off`.
 * @csspart join-button - The button that joins.
 * @csspart problem - A sentence about a device that does not work.
 */
export class LobbyView extends View {
  static override readonly styles = css`
    video-call-lobby {
      position: absolute;
      inset: 0;
      overflow: auto;
      background: var(--surface);
      color: var(--text);
    }
    .lobby {
      display: grid;
      grid-template: 'preview form' auto / minmax(0, 3fr) minmax(0, 2fr);
      gap: clamp(1rem, 5cqi, 4rem);
      align-content: center;
      align-items: center;
      box-sizing: border-box;
      inline-size: 100%;
      max-inline-size: 80rem;
      min-block-size: 100%;
      margin: 0 auto;
      padding: clamp(1rem, 4cqmin, 3rem);
    }
    .preview {
      grid-area: preview;
      position: relative;
      aspect-ratio: 16/9;
      max-block-size: calc(100cqb - 2rem);
    }
    .preview video-call-tile {
      position: absolute;
      inset: 0;
    }
    .preview .label {
      display: none;
    }
    .preview .avatar {
      block-size: 78%;
    }
    .preview .turn-on {
      position: absolute;
      inset: 0 0 22%;
      block-size: fit-content;
      inline-size: fit-content;
      margin: auto;
    }
    .preview.inviting .avatar {
      visibility: hidden;
    }
    .switches {
      grid-area: preview;
      z-index: 1;
      align-self: end;
      justify-self: center;
      margin-block-end: calc(var(--inset) * 1.5);
    }
    .form {
      grid-area: form;
      display: grid;
      gap: 1rem;
      min-inline-size: 0;
    }
    .form h2,
    .form p {
      margin: 0;
    }
    .form h2 {
      overflow: hidden;
      font-size: 1.375rem;
      line-height: 1.25;
      text-overflow: ellipsis;
    }
    .here {
      color: var(--muted);
    }
    .form h2 + .here {
      margin-block-start: -0.625rem;
    }
    .field {
      display: grid;
      gap: 0.25rem;
    }
    .field span {
      color: var(--muted);
      font-size: 0.875rem;
    }
    .field input {
      box-sizing: border-box;
      inline-size: 100%;
      min-block-size: 2.75rem;
      padding: 0 0.75rem;
      border: 1px solid var(--line);
      border-radius: calc(var(--radius) * 0.66);
      background: transparent;
      color: inherit;
      font: inherit;
    }
    .problem {
      display: grid;
      grid-template-columns: auto 1fr;
      gap: 0.5rem;
      font-size: 0.875rem;
    }
    .problem .icon {
      margin-block-start: 0.125rem;
      color: var(--warning);
    }
    .problem button {
      grid-column: 2;
      justify-self: start;
    }
    .actions {
      display: flex;
      gap: 0.5rem;
    }
    .actions .primary {
      flex: 1;
      min-inline-size: 0;
    }
    @container video-call (max-aspect-ratio: 1) {
      .lobby {
        grid-template:
          'preview' auto
          'form' auto / minmax(0, 1fr);
        max-inline-size: 40rem;
        gap: 1rem;
      }
      .preview {
        max-block-size: 50cqb;
      }
    }
    @container video-call (height < 340px) {
      .lobby {
        gap: 1rem;
        padding: 0.75rem;
      }
      .form {
        gap: 0.5rem;
      }
      .form h2 {
        font-size: 1.0625rem;
        white-space: nowrap;
      }
      .form h2 + .here {
        margin-block-start: -0.375rem;
      }
    }
    @container video-call (width < 440px) and (height < 360px) {
      .lobby {
        grid-template-columns: auto minmax(0, 1fr);
        grid-template-areas: none;
        gap: 0.5rem;
      }
      .preview {
        display: none;
      }
      .form {
        display: contents;
      }
      .form > * {
        grid-column: 1 / -1;
      }
      .lobby .switches,
      .lobby .actions {
        grid-area: auto;
        order: 1;
        margin: 0;
      }
      .field span {
        font-size: 0.75rem;
      }
    }
    @container video-call (height < 200px) {
      .form h2,
      .here,
      .field span {
        position: absolute;
        clip-path: inset(50%);
      }
      .lobby {
        padding: 0.5rem;
      }
    }
  `;

  /** Name of the room to join. */
  @property() room = '';
  /** Name that the page suggests. */
  @property() name = '';
  /** What keeps the call from being joined right now. */
  @property({ attribute: false }) trouble: Exclude<CallErrorReason, MediaReason> | undefined;

  @state() private draft = '';

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('name')) this.draft = this.name;
  }

  #handleInput(event: InputEvent): void {
    this.draft = (event.target as HTMLInputElement).value;
  }

  #handleSubmit(event: SubmitEvent): void {
    event.preventDefault();
    if (this.call.status === 'idle') this.ask('ask-join', this.draft);
  }

  #handleSwitch(source: Device): void {
    const { status } = this.call.sourceState(source);
    this.ask(status === 'off' ? 'ask-turn-on' : 'ask-turn-off', source);
  }

  /** Asks for all that is wanted at once, so that the browser puts one question. */
  #handlePreview(): void {
    const isWanted = (source: Source) => this.call.sourceState(source).status === 'wanted';
    this.#focusSwitch('camera');
    void this.call.turnOnAll(devices.filter((one) => one === 'camera' || isWanted(one)));
  }

  #handleTryAgain(sources: readonly Source[]): void {
    this.#focusSwitch(sources[0]);
    void this.call.turnOnAll(sources);
  }

  #handleCancel(): void {
    this.querySelector<HTMLElement>('.primary')?.focus();
    this.ask('ask-leave');
  }

  /** Moves the focus to what stays, before what holds it goes away. */
  #focusSwitch(source: Source | undefined): void {
    this.querySelector<HTMLElement>(`[part~='${source}-switch']`)?.focus();
  }

  protected override render() {
    const { call, words, trouble } = this;
    const isJoining = call.status !== 'idle';
    const here = words.here(call.preview.count, call.preview.names);
    return html`
      <div class="lobby" part="lobby">
        ${this.#renderPreview()}
        <div class="switches pill">${devices.map((source) => this.#renderSwitch(source))}</div>
        <form class="form" part="lobby-form" @submit=${this.#handleSubmit}>
          <h2 part="heading">${words.room(this.room)}</h2>
          ${here ? html`<p class="here" part="here">${here}</p>` : nothing}
          <label class="field">
            <span>${words.name}</span>
            <input
              part="name-field"
              name="name"
              autocomplete="nickname"
              enterkeyhint="go"
              spellcheck="false"
              maxlength=${LIMITS.name}
              ?readonly=${isJoining}
              .value=${this.draft}
              @input=${this.#handleInput}
            />
          </label>
          ${this.#renderProblems()}
          ${
            trouble
              ? html`
                  <p class="problem" part="problem" role="alert">
                    ${icon('warning')}
                    <span>${words.failure(trouble).title}. ${words.failure(trouble).text}</span>
                  </p>
                `
              : nothing
          }
          <div class="actions">
            <button class="button primary" part="button join-button" aria-disabled=${isJoining}>
              ${
                call.status === 'knocking' ? words.knocking : isJoining ? words.joining : words.join
              }
            </button>
            ${
              isJoining
                ? html`
                    <button
                      class="button"
                      type="button"
                      part="button cancel-button"
                      @click=${this.#handleCancel}
                    >
                      ${words.cancel}
                    </button>
                  `
                : nothing
            }
          </div>
        </form>
      </div>
    `;
  }

  #renderPreview() {
    const { call, words } = this;
    const stream = call.stream('self', 'camera');
    const { status } = call.sourceState('camera');
    const tile: Tile = {
      key: 'preview',
      id: 0,
      name: this.draft.trim() || words.guest,
      source: 'camera',
      isSelf: true,
      isLarge: false,
      isMicrophoneOff: false,
      isCameraOff: false,
      isInterrupted: false,
    };
    return html`
      <div class="preview ${status === 'wanted' ? 'inviting' : ''}" part="preview">
        <video-call-tile .tile=${tile} .stream=${stream}></video-call-tile>
        ${
          status === 'wanted'
            ? html`
                <button
                  class="button turn-on"
                  type="button"
                  part="button preview-button"
                  @click=${this.#handlePreview}
                >
                  ${icon('camera')} ${words.turnOn.camera}
                </button>
              `
            : nothing
        }
      </div>
    `;
  }

  #renderSwitch(source: Device) {
    const isOn = this.call.sourceState(source).status !== 'off';
    return html`
      <button
        class="round ${isOn ? '' : 'off'}"
        part="switch ${source}-switch ${isOn ? 'on' : 'off'}"
        role="switch"
        aria-checked=${isOn}
        aria-label=${this.words[source]}
        title=${(isOn ? this.words.turnOff : this.words.turnOn)[source]}
        @click=${() => this.#handleSwitch(source)}
      >
        ${icon(isOn ? source : `${source}Off`)}
      </button>
    `;
  }

  #renderProblems() {
    const problems = problemsOf(this.call);
    // Without https no attempt is needed to know that there is nothing to turn on.
    if (!problems.length && !isSecureContext) {
      problems.push({ reason: 'media-insecure', sources: devices });
    }
    return problems.map(
      ({ reason, sources }) => html`
        <div class="problem" part="problem" role="alert">
          ${icon('warning')}
          <span>${this.words.problem(reason, sources)}</span>
          ${
            reason === 'media-insecure' || reason === 'media-unsupported'
              ? nothing
              : html`
                  <button
                    class="link"
                    type="button"
                    part="try-again-button"
                    @click=${() => this.#handleTryAgain(sources)}
                  >
                    ${this.words.tryAgain}
                  </button>
                `
          }
        </div>
      `,
    );
  }
}
