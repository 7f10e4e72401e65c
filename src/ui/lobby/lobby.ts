/** The lobby: name, preview, devices to join with, and problems that prevent joining. */
import { css, html, nothing, type PropertyValues } from 'lit';
import { canonicalRoomName, cleanName, LIMITS, type Source } from '../../protocol.js';
import { distinctNames } from '../../call/distinct-names.js';
import type { Tile } from '../../layout/tiles.js';
import { adopt } from '../dom/adopt.js';
import { offers } from '../base/controls-list.js';
import { icon } from '../base/icons.js';
import type { Failure } from '../i18n/notice-words.js';
import { View } from '../base/view.js';
import { loadChunk } from '../../call/base/load-chunk.js';

type Device = Extract<Source, 'microphone' | 'camera'>;
const devices = ['microphone', 'camera'] as const satisfies Device[];

/**
 * @fires ask-join - Inside the element only: join.
 * @fires ask-leave - Inside the element only: cancel joining.
 * @csspart lobby - The lobby.
 * @csspart preview - Your own video in the lobby; a `button` on it turns the camera on.
 * @csspart preview-button - The button that turns the camera on.
 * @csspart lobby-form - The fields and buttons of the lobby.
 * @csspart here - Who is already in the room.
 * @csspart name-field - The text field for your name.
 * @csspart switch - A switch in the lobby, with its source, and `on` or `off`.
 * @csspart microphone-switch - With `switch`: the microphone.
 * @csspart camera-switch - With `switch`: the camera.
 * @csspart join-button - The button that joins.
 */
export class LobbyView extends View {
  static override readonly styles = css`
    video-call-lobby {
      position: absolute;
      inset: 0;
      overflow: auto;
      background: var(--vc-surface);
      color: var(--vc-text);
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
      --vc-pad: clamp(1em, 4cqmin, 3em);
      padding: max(var(--vc-pad), env(safe-area-inset-top))
        max(var(--vc-pad), env(safe-area-inset-right))
        max(var(--vc-pad), env(safe-area-inset-bottom))
        max(var(--vc-pad), env(safe-area-inset-left));
    }
    /* Beside a form that is taller than the element, the self view stays visible. */
    .look {
      grid-area: preview;
      position: sticky;
      inset-block-start: 1em;
      align-self: start;
    }
    .preview {
      aspect-ratio: 16/9;
      width: 100%;
      max-height: calc(100cqb - 2em);
      color: #fff;
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
      inset: auto 0 calc(var(--vc-inset) * 1.5);
      width: fit-content;
      margin-inline: auto;
    }
    .switches video-call-level {
      align-self: center;
      width: 6px;
      height: calc(var(--vc-round) * 0.6);
      margin-inline: calc(var(--vc-round) / -12);
    }
    .form {
      grid-area: form;
      display: grid;
      grid-template-columns: minmax(0, 1fr);
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
      color: var(--vc-muted);
    }
    .form h2 + .here {
      margin-block-start: -0.625em;
    }
    .field {
      display: grid;
      gap: 0.25em;
    }
    .field span {
      color: var(--vc-muted);
      font-size: 0.875em;
    }
    .field input {
      box-sizing: border-box;
      width: 100%;
      min-height: 2.75em;
      padding: 0 0.75em;
      border: 1px solid var(--vc-line);
      border-radius: calc(var(--vc-radius) * 0.66);
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
    video-call-connection-button {
      min-height: 1.75em;
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
        aspect-ratio: 4/3;
        max-height: 50cqb;
      }
      .look {
        position: relative;
        inset: auto;
      }
    }
  `;

  static override readonly properties = {
    room: {},
    controlsList: {},
    trouble: {},
    draft: { state: true },
    hasDevices: { state: true },
    devicesFailed: { state: true },
  };

  /** Name of the room to join. */
  room = '';
  /** Controls that the page hides, such as `nocamera`. */
  controlsList = '';
  /** Why the call can't be joined right now. */
  trouble: Failure | undefined;

  private draft = '';
  /** Whether the device pickers are shown. */
  private hasDevices = false;
  /** Whether the code for the device pickers could not be loaded. */
  private devicesFailed = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    // The call keeps the name of the last visit or the one that the page suggests, and cleans it.
    if (cleanName(this.draft) !== this.call.name) this.draft = this.call.name;
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

  /** Requests all wanted devices at once, so that the browser shows one prompt. */
  #handlePreview(): void {
    const isWanted = (source: Source) => this.call.sourceState(source).status === 'wanted';
    this.#focusSwitch('camera');
    this.call.open();
    void this.call.turnOnAll(devices.filter((one) => one === 'camera' || isWanted(one)));
  }

  async #handleDevices(): Promise<void> {
    if (!this.hasDevices) {
      try {
        adopt(
          this.getRootNode() as ShadowRoot,
          await loadChunk(() => import('../overlay/panels.js')),
        );
        this.devicesFailed = false;
      } catch {
        // The next press retries.
        this.devicesFailed = true;
        return;
      }
    }
    this.hasDevices = !this.hasDevices;
    await this.updateComplete;
    const shown = this.querySelector<View>('video-call-devices');
    await shown?.updateComplete;
    shown?.scrollIntoView({ block: 'nearest' });
  }

  #handleCancel(): void {
    this.querySelector<HTMLElement>('.primary')?.focus();
    this.ask('ask-leave');
  }

  /** Moves the focus to an element that stays, before the focused one is removed. */
  #focusSwitch(source: Source): void {
    this.querySelector<HTMLElement>(`[part~='${source}-switch']`)?.focus();
  }

  protected override render() {
    const { call, words, trouble } = this;
    const isJoining = call.status !== 'idle';
    const names = call.preview.names?.map((name) => name || words.guest);
    const here = words.here(call.preview.count, names && distinctNames(names));
    const room = canonicalRoomName(this.room);
    return html`
      <div class="lobby ${isJoining ? 'joining' : ''}" part="lobby">
        <div class="look">
          ${this.#renderPreview()}
          <div class="switches pill">
            ${this.#renderSwitch('microphone')}
            <video-call-level aria-hidden="true" .call=${call}></video-call-level>
            ${this.#renderSwitch('camera')}
            ${
              offers(this.controlsList, 'devices')
                ? html`
                    <button
                      class="round"
                      part="button devices-button"
                      title=${words.showDevices}
                      aria-label=${words.showDevices}
                      aria-expanded=${this.hasDevices}
                      @click=${this.#handleDevices}
                    >
                      ${icon('devices')}
                    </button>
                  `
                : nothing
            }
          </div>
        </div>
        <form class="form" part="lobby-form" @submit=${this.#handleSubmit}>
          <h2 part="heading">${room ? words.room(room) : words.join}</h2>
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
          ${
            this.hasDevices
              ? html`<video-call-devices .call=${call}></video-call-devices>`
              : nothing
          }
          <video-call-problems
            .call=${call}
            .trouble=${this.devicesFailed ? 'load-failed' : trouble}
          ></video-call-problems>
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
          <video-call-connection-button></video-call-connection-button>
        </form>
      </div>
    `;
  }

  #renderPreview() {
    const { call, words } = this;
    const stream = call.stream('self', 'camera');
    const { status } = call.sourceState('camera');
    const isInviting = status === 'wanted' && offers(this.controlsList, 'camera');
    const tile: Tile = {
      key: 'preview',
      id: 0,
      name: call.name || words.guest,
      source: 'camera',
      isSelf: true,
      isMicrophoneOff: false,
      isCameraOff: false,
      isInterrupted: false,
    };
    return html`
      <div class="preview ${isInviting ? 'inviting' : ''}" part="preview">
        <video-call-tile .tile=${tile} .stream=${stream}></video-call-tile>
        ${
          isInviting
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
    if (!offers(this.controlsList, source)) return nothing;
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
