/** Before joining: one's name, one's picture, what to join with, and what is in the way. */
import { css, html, nothing, type PropertyValues } from 'lit';
import { LIMITS, type Source } from '../protocol.js';
import type { Tile } from '../stage/tiles.js';
import { icon } from './icons.js';
import type { Failure } from './aside-words.js';
import { View } from './view.js';

type Device = Extract<Source, 'microphone' | 'camera'>;
const devices = ['microphone', 'camera'] as const satisfies Device[];

/**
 * @fires ask-join - Inside the element only: join.
 * @fires ask-leave - Inside the element only: do not join after all.
 * @csspart lobby - The whole view.
 * @csspart preview - One's own picture.
 * @csspart lobby-form - The fields and the buttons.
 * @csspart heading - The room.
 * @csspart here - Who is in the room already.
 * @csspart name-field - The text field for the name.
 * @csspart switch - Each switch; also `microphone-switch` or `camera-switch`, and `on` or `off`.
 * @csspart join-button - The button that joins.
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
      gap: clamp(1em, 5cqi, 4em);
      align-content: center;
      align-items: center;
      box-sizing: border-box;
      width: 100%;
      max-width: 80em;
      min-height: 100%;
      margin: 0 auto;
      padding: clamp(1em, 4cqmin, 3em);
    }
    .look {
      grid-area: preview;
      position: relative;
    }
    .preview {
      aspect-ratio: 16/9;
      width: 100%;
      max-height: calc(100cqb - 2em);
    }
    .preview video-call-tile {
      position: absolute;
      inset: 0;
    }
    .preview .label {
      display: none;
    }
    .preview .avatar {
      height: 78%;
    }
    .preview .turn-on {
      position: absolute;
      inset: 0 0 22%;
      height: fit-content;
      width: fit-content;
      margin: auto;
    }
    .preview.inviting .avatar {
      visibility: hidden;
    }
    .switches {
      position: absolute;
      inset: auto 0 calc(var(--inset) * 1.5);
      width: fit-content;
      margin-inline: auto;
    }
    .form {
      grid-area: form;
      display: grid;
      gap: 1em;
      min-width: 0;
    }
    .form h2,
    .form p {
      margin: 0;
    }
    .form h2 {
      overflow: hidden;
      font-size: 1.375em;
      line-height: 1.25;
      text-overflow: ellipsis;
    }
    .here {
      color: var(--muted);
    }
    .form h2 + .here {
      margin-block-start: -0.625em;
    }
    .field {
      display: grid;
      gap: 0.25em;
    }
    .field span {
      color: var(--muted);
      font-size: 0.875em;
    }
    .field input {
      box-sizing: border-box;
      width: 100%;
      min-height: 2.75em;
      padding: 0 0.75em;
      border: 1px solid var(--line);
      border-radius: calc(var(--radius) * 0.66);
      background: transparent;
      color: inherit;
      font: inherit;
    }
    .actions {
      display: flex;
      gap: 0.5em;
    }
    .actions .primary {
      flex: 1;
      min-width: 0;
    }
    @container video-call (max-aspect-ratio: 1) {
      .lobby {
        grid-template:
          'preview' auto
          'form' auto / minmax(0, 1fr);
        max-width: 40em;
        gap: 1em;
      }
      .preview {
        max-height: 50cqb;
      }
    }
    @container video-call (height < 340px) {
      .lobby {
        gap: 1em;
        padding: 0.75em;
      }
      .form {
        gap: 0.5em;
      }
      .form h2 {
        font-size: 1.0625em;
        white-space: nowrap;
      }
      .form h2 + .here {
        margin-block-start: -0.375em;
      }
    }
    @container video-call (width < 440px) and (height < 360px) {
      .lobby {
        grid-template-columns: auto minmax(0, 1fr);
        grid-template-areas: none;
        gap: 0.5em;
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
      .switches {
        position: static;
      }
      .look,
      .form > .actions {
        grid-area: auto;
        order: 1;
      }
      .field span {
        font-size: 0.75em;
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
        padding: 0.5em;
      }
    }
  `;

  static override readonly properties = {
    room: {},
    name: {},
    trouble: {},
    draft: { state: true },
  };

  /** Name of the room to join. */
  room = '';
  /** Name that the page suggests. */
  name = '';
  /** What keeps the call from being joined right now. */
  trouble: Failure | undefined;

  private draft = '';

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('name')) this.draft = this.name;
  }

  #handleInput(event: InputEvent): void {
    this.draft = (event.target as HTMLInputElement).value;
    this.call.name = this.draft;
  }

  #handleSubmit(event: SubmitEvent): void {
    event.preventDefault();
    if (this.call.status === 'idle') this.ask('ask-join');
  }

  #handleSwitch(source: Device): void {
    const { status } = this.call.sourceState(source);
    this.ask(status === 'off' ? 'ask-turn-on' : 'ask-turn-off', source);
  }

  /** Asks for all that is wanted at once, so that the browser puts one question. */
  #handlePreview(): void {
    const isWanted = (source: Source) => this.call.sourceState(source).status === 'wanted';
    this.#focusSwitch('camera');
    this.call.open();
    void this.call.turnOnAll(devices.filter((one) => one === 'camera' || isWanted(one)));
  }

  #handleCancel(): void {
    this.querySelector<HTMLElement>('.primary')?.focus();
    this.ask('ask-leave');
  }

  /** Moves the focus to what stays, before what holds it goes away. */
  #focusSwitch(source: Source): void {
    this.querySelector<HTMLElement>(`[part~='${source}-switch']`)?.focus();
  }

  protected override render() {
    const { call, words, trouble } = this;
    const isJoining = call.status !== 'idle';
    const here = words.here(call.preview.count, call.preview.names);
    return html`
      <div class="lobby" part="lobby">
        <div class="look">
          ${this.#renderPreview()}
          <div class="switches pill">${devices.map((source) => this.#renderSwitch(source))}</div>
        </div>
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
          <video-call-problems .call=${call} .trouble=${trouble}></video-call-problems>
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
}
