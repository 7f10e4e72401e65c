/** The floating row of round buttons: microphone, camera, screen, more, leave. */
import { css, html, nothing } from 'lit';
import { mayPublish, ROLES, type Source } from '../../protocol.js';
import { offers } from '../base/controls-list.js';
import { icon } from '../base/icons.js';
import type { ControlsMenu } from '../base/menu-items.js';
import type { ToolbarFit } from './toolbar-fit.js';
import { View } from '../base/view.js';
import { loadChunk } from '../../call/base/load-chunk.js';

type Switch = Exclude<Source, 'screen-audio'>;

/** Which buttons are hidden if there is no room, by the letters of `toolbar-fit.ts`. */
const turns = { screen: 's', camera: 'c' } as const;

/**
 * @fires ask-leave - Inside the element only: the user wants to leave.
 * @slot toolbar-start - Before the built-in buttons.
 * @slot toolbar-end - After the built-in buttons.
 * @slot icon-microphone - Replaces the icon of a microphone that is on.
 * @slot icon-microphone-off - Replaces the icon of a microphone that is off.
 * @slot icon-camera - Replaces the icon of a camera that is on.
 * @slot icon-camera-off - Replaces the icon of a camera that is off.
 * @slot icon-screen - Replaces the icon of screen sharing.
 * @slot icon-more - Replaces the icon of the menu.
 * @slot icon-leave - Replaces the icon of the leave button.
 * @csspart toolbar - The row of buttons.
 * @csspart microphone-button - With `button`: turns the microphone on or off.
 * @csspart camera-button - With `button`: turns the camera on or off.
 * @csspart screen-button - With `button`: shares the screen, or stops it.
 * @csspart more-button - With `button`: opens the menu.
 * @csspart leave-button - With `button`: leaves the call.
 * @csspart devices-button - Opens the choice of devices, in the lobby and beside a switch of the toolbar.
 * @csspart microphone-devices - With `devices-button`: beside the microphone.
 * @csspart camera-devices - With `devices-button`: beside the camera.
 */
export class ToolbarView extends View {
  static override readonly styles = css`
    .toolbar {
      position: absolute;
      inset: var(
        --video-call-toolbar-inset,
        auto 0 calc(var(--vc-inset) * 1.5 + env(safe-area-inset-bottom, 0px))
      );
      width: max-content;
      height: max-content;
      margin-inline: auto;
      gap: var(--video-call-toolbar-gap, calc(var(--vc-round) / 5));
      align-items: center;
      border-radius: var(--video-call-toolbar-radius, var(--vc-round));
      box-shadow: var(--vc-shadow);
    }
    .pair {
      display: flex;
      border-radius: var(--vc-round);
    }
    /* Reserves the space of its button until that is loaded, so that the others don't move. */
    video-call-people-button {
      width: var(--vc-round);
    }
    .round.leave {
      background: var(--vc-danger);
      color: var(--vc-on-danger);
    }
    .leave .icon {
      rotate: 135deg;
    }
  `;

  static override readonly properties = { controlsList: {} };

  /** Controls that the page hides, such as `noscreen`. */
  controlsList = '';

  #fit: ToolbarFit | undefined;
  #loading: Promise<unknown> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#fit?.close();
    this.#fit = this.#loading = undefined;
  }

  protected override updated(): void {
    this.#fit?.update();
    // If loading failed, such as without a network, the next render retries.
    this.#loading ??= this.#load().catch(() => (this.#loading = undefined));
  }

  /** Loads what is not needed for the first video frame: fitting the buttons in, and keyboard navigation. */
  async #load(): Promise<void> {
    const { ToolbarFit } = await loadChunk(() => import('./toolbar-fit.js'));
    if (!this.isConnected || this.#fit) return;
    this.#fit = new ToolbarFit(this.querySelector<HTMLElement>('.toolbar')!);
  }

  #handleClick(source: Switch): void {
    const { status } = this.call.sourceState(source);
    if (status === 'off') this.ask('ask-turn-on', source);
    else this.ask('ask-turn-off', source);
  }

  #handleMenu({ currentTarget }: Event, name: ControlsMenu['name']): void {
    this.ask('ask-menu', { anchor: currentTarget as HTMLElement, name } satisfies ControlsMenu);
  }

  protected override render() {
    const { call, words, controlsList } = this;
    const role = call.self?.role ?? 'host';
    const switches: Switch[] = ['microphone', 'camera'];
    if (call.canShareScreen) switches.push('screen');
    return html`
      <div class="toolbar pill" part="toolbar" role="toolbar" aria-label=${words.toolbar}>
        <slot name="toolbar-start"></slot>
        ${switches.map((source) =>
          offers(controlsList, source) && mayPublish(role, source)
            ? this.#renderSwitch(source)
            : nothing,
        )}
        <video-call-people-button
          .call=${call}
          .controlsList=${controlsList}
          ?hidden=${!ROLES[role].moderates || !offers(controlsList, 'people')}
        ></video-call-people-button>
        <button
          class="round more"
          part="button more-button"
          title=${words.more}
          aria-label=${words.more}
          aria-haspopup="menu"
          @click=${(event: Event) => this.#handleMenu(event, 'more')}
        >
          <slot name="icon-more">${icon('more')}</slot>
        </button>
        ${
          offers(controlsList, 'leave')
            ? html`
                <button
                  class="round leave"
                  part="button leave-button"
                  title=${words.leave}
                  aria-label=${words.leave}
                  @click=${() => this.ask('ask-leave')}
                >
                  <slot name="icon-leave">${icon('leave')}</slot>
                </button>
              `
            : nothing
        }
        <slot name="toolbar-end"></slot>
      </div>
    `;
  }

  #renderSwitch(source: Switch) {
    const { status, problem } = this.call.sourceState(source);
    const isOn = status !== 'off';
    const label = (isOn ? this.words.turnOff : this.words.turnOn)[source];
    // An active screen share stands out; for microphone and camera, being off does.
    const look = source === 'screen' ? (isOn ? 'active' : '') : isOn ? '' : 'off';
    const slot =
      source === 'screen' ? 'icon-screen' : (`icon-${source}${isOn ? '' : '-off'}` as const);
    return html`
      <div class="pair" data-goes=${source === 'microphone' ? nothing : turns[source]}>
        <button
          class="round ${look} ${status === 'starting' ? 'pending' : ''}"
          part="button ${source}-button ${isOn ? 'on' : 'off'}"
          title=${label}
          aria-label=${label}
          @click=${() => this.#handleClick(source)}
        >
          <slot name=${slot}>${icon(isOn || source === 'screen' ? source : `${source}Off`)}</slot>
          ${problem ? html`<span class="dot"></span>` : nothing}
        </button>
        ${source === 'screen' ? nothing : this.#renderDevices(source)}
      </div>
    `;
  }

  #renderDevices(source: 'microphone' | 'camera') {
    const label = this.words.choose[source];
    const kinds = source === 'microphone' ? (['microphone', 'speaker'] as const) : [source];
    const isKnown = kinds.some((kind) => this.call.devices(kind).length);
    return isKnown && offers(this.controlsList, 'devices')
      ? html`
          <button
            class="chooser"
            data-goes="d"
            part="devices-button ${source}-devices"
            title=${label}
            aria-label=${label}
            aria-haspopup="menu"
            @click=${(event: Event) => this.#handleMenu(event, source)}
          >
            ${icon('open')}
          </button>
        `
      : nothing;
  }
}
