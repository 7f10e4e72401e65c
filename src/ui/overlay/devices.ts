/** The device pickers for camera, microphone and speaker, with a level meter and a speaker test. */
import { css, html, nothing, type CSSResult, type PropertyDeclarations } from 'lit';
import volume from 'lucide/dist/esm/icons/volume-2.mjs';
import type { DeviceKind } from '../../call/call-api.js';
import { draw } from '../base/icons.js';
import { panelsFor } from '../i18n/panel-words.js';
import { playTones, type Melody } from '../notices/play-tones.js';
import { View } from '../base/view.js';

/** An ascending chord: not a ringtone, not an alarm. */
const TEST: Melody = { pitches: [523.25, 659.25, 783.99], step: 0.28, loudness: 0.2 };

const canChooseSpeaker = () => 'setSinkId' in HTMLMediaElement.prototype;

/**
 * @fires ask-announce - Inside the element only: the state of the speaker test.
 * @csspart devices - The pickers of devices, in the lobby and in the device settings.
 * @csspart device-field - The label and the picker of one kind of device.
 * @csspart device-picker - The picker of one kind of device.
 * @csspart microphone-picker - With `device-picker`: microphones.
 * @csspart camera-picker - With `device-picker`: cameras.
 * @csspart speaker-picker - With `device-picker`: speakers.
 * @csspart test-button - Plays a sound on the chosen speaker.
 * @csspart device-note - The result of that test, or of choosing a device.
 */
export class DevicesView extends View {
  static override readonly styles: CSSResult = css`
    video-call-devices {
      display: block;
    }
    .devices {
      display: grid;
      gap: 0.875em;
    }
    .device {
      display: grid;
      gap: 0.5em;
      min-width: 0;
    }
    .device > span {
      color: var(--vc-muted);
      font-size: 0.875em;
    }
    .device label {
      display: grid;
      gap: 0.25em;
    }
    .device label > span {
      color: var(--vc-muted);
      font-size: 0.875em;
    }
    .device select {
      box-sizing: border-box;
      width: 100%;
      min-height: 2.75em;
      padding: 0 2.25em 0 0.75em;
      border: 1px solid var(--vc-line);
      border-radius: calc(var(--vc-radius) * 0.66);
      appearance: none;
      /* Two lines that meet at the bottom: an arrow in the text colour, without an image to load. */
      background:
        linear-gradient(45deg, transparent 50%, currentColor 50% 64%, transparent 64%) no-repeat
          calc(100% - 1.25em) 55% / 0.5em 0.5em,
        linear-gradient(-45deg, transparent 50%, currentColor 50% 64%, transparent 64%) no-repeat
          calc(100% - 0.8em) 55% / 0.5em 0.5em;
      color: inherit;
      font: inherit;
      text-overflow: ellipsis;
      cursor: pointer;
    }
    .device select:dir(rtl) {
      padding: 0 0.75em 0 2.25em;
      background-position:
        0.8em 55%,
        1.25em 55%;
    }
    .device option {
      background: var(--vc-surface);
      color: var(--vc-text);
    }
    .device video-call-level {
      --vc-level-colour: light-dark(#15803d, #4ade80);
      --vc-level-scale: var(--vc-level, 0) 1;
      --vc-level-origin: left;
      height: 0.375em;
    }
    .device video-call-level:dir(rtl) {
      --vc-level-origin: right;
    }
    .device .button {
      justify-self: start;
    }
    .device p {
      margin: 0;
      color: var(--vc-muted);
      font-size: 0.875em;
    }
    @media (forced-colors: active) {
      .device select {
        appearance: auto;
      }
    }
  `;

  static override readonly properties: PropertyDeclarations = {
    ...View.properties,
    testing: { state: true },
    failed: { state: true },
  };

  /** The state of the speaker test. */
  private testing: 'not yet' | 'sounding' | 'over' | 'failed' = 'not yet';
  /** The kind of device that last failed to change. */
  private failed: DeviceKind | undefined;

  #test: AbortController | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#test?.abort();
    this.testing = 'not yet';
  }

  /** A picker shows the device in use, even if the chosen one couldn't be used. */
  protected override updated(): void {
    for (const picker of this.querySelectorAll('select')) {
      const kind = picker.name as DeviceKind;
      const chosen = this.call.chosenDevice(kind);
      // An unplugged device is used again when it is back; until then, the system default is shown.
      const isThere = this.call.devices(kind).some(({ id }) => id === chosen);
      picker.value = isThere ? chosen : '';
    }
  }

  get #words() {
    return panelsFor(this).devices;
  }

  async #handleChoice(event: Event): Promise<void> {
    const { name, value } = event.target as HTMLSelectElement;
    const kind = name as DeviceKind;
    this.failed = undefined;
    try {
      await this.call.chooseDevice(kind, value);
    } catch {
      this.failed = kind;
      this.#say(this.#words.notUsable);
    }
    this.requestUpdate();
  }

  async #handleTest(): Promise<void> {
    if (this.testing === 'sounding') return;
    this.testing = 'sounding';
    this.#say(this.#words.testing);
    this.#test = new AbortController();
    const { signal } = this.#test;
    try {
      await playTones(TEST, { speaker: this.call.chosenDevice('speaker'), signal });
      if (!signal.aborted) this.testing = 'over';
    } catch {
      this.testing = 'failed';
    }
    if (!signal.aborted) this.#say(this.#note);
  }

  #say(text: string): void {
    this.ask('ask-announce', { text });
  }

  /** The text about the test. */
  get #note(): string {
    const words = this.#words;
    switch (this.testing) {
      case 'sounding':
        return words.testing;
      case 'over':
        return words.tested;
      case 'failed':
        return words.testFailed;
      default:
        return '';
    }
  }

  protected override render() {
    const { call } = this;
    const words = this.#words;
    const isUnnamed = !call.devices('camera').length && !call.devices('microphone').length;
    return html`
      <div class="devices" part="devices">
        ${isUnnamed ? html`<div class="device"><p part="device-note">${words.unnamed}</p></div>` : nothing}
        <div class="device" part="device-field">${this.#renderPicker('camera')}</div>
        <div class="device" part="device-field">
          ${this.#renderPicker('microphone')}
          <video-call-level
            role="meter"
            aria-label=${words.level}
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow="0"
            .call=${call}
          ></video-call-level>
        </div>
        <div class="device" part="device-field">
          ${
            canChooseSpeaker() && call.devices('speaker').length
              ? this.#renderPicker('speaker')
              : html`<span>${words.speaker}</span>`
          }
          <button
            class="button"
            type="button"
            part="button test-button"
            aria-disabled=${this.testing === 'sounding'}
            @click=${this.#handleTest}
          >
            ${draw(volume)} ${words.test}
          </button>
          ${this.#note ? html`<p part="device-note">${this.#note}</p>` : nothing}
        </div>
      </div>
    `;
  }

  #renderPicker(kind: DeviceKind) {
    const words = this.#words;
    return html`
      <label>
        <span>${words[kind]}</span>
        <select name=${kind} part="device-picker ${kind}-picker" @change=${this.#handleChoice}>
          <option value="">${words.system}</option>
          ${this.call
            .devices(kind)
            .map(({ id, label }) => html`<option value=${id}>${label}</option>`)}
        </select>
      </label>
      ${this.failed === kind ? html`<p part="device-note">${words.notUsable}</p>` : nothing}
    `;
  }
}
