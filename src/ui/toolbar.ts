/** The floating row of round buttons: microphone, camera, screen, leave. */
import { css, html, nothing } from 'lit';
import type { Source } from '../protocol.js';
import { icon, type IconName } from './icons.js';
import { View } from './view.js';

type Switch = Exclude<Source, 'screen-audio'>;

const switchIcons: Record<Switch, readonly [on: IconName, off: IconName]> = {
  microphone: ['microphone', 'microphoneOff'],
  camera: ['camera', 'cameraOff'],
  screen: ['screen', 'screen'],
};

/**
 * @fires ask-leave - Inside the element only: the person wants to leave.
 * @csspart toolbar - The row of buttons.
 * @csspart button - Each button; also `microphone-button`, `camera-button`, `screen-button`,
 *   `leave-button`, and `on` or `off`.
 */
export class ToolbarView extends View {
  static override readonly styles = css`
    .toolbar {
      position: absolute;
      inset: auto 0 calc(var(--inset) * 1.5 + env(safe-area-inset-bottom, 0px));
      width: fit-content;
      margin-inline: auto;
      box-shadow: 0 4px 16px rgb(0 0 0 / 0.35);
      transition: opacity 160ms;
    }
    .round.active {
      background: var(--accent);
      color: var(--on-accent);
    }
    .round.leave {
      background: var(--danger);
    }
    .leave .icon {
      rotate: 135deg;
    }
    .dot {
      position: absolute;
      inset: 0 0 auto auto;
      width: 25%;
      height: 25%;
      border-radius: 50%;
      background: #f2c14e;
    }
    .base.calm .toolbar {
      opacity: 0;
      pointer-events: none;
    }
    .base.calm {
      cursor: none;
    }
  `;

  static override readonly properties = { current: { state: true } };

  /** Which button the tab key comes to. */
  private current = 0;

  #handleClick(source: Switch): void {
    const { status } = this.call.sourceState(source);
    if (status === 'off') this.ask('ask-turn-on', source);
    else this.ask('ask-turn-off', source);
  }

  #handleFocus(event: FocusEvent): void {
    const index = this.#buttons.indexOf(event.target as HTMLButtonElement);
    if (index >= 0) this.current = index;
  }

  #handleKey(event: KeyboardEvent): void {
    const buttons = this.#buttons;
    const forward = getComputedStyle(this).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const backward = forward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft';
    const steps: Record<string, number> = {
      [forward]: this.current + 1,
      [backward]: this.current - 1 + buttons.length,
      Home: 0,
      End: buttons.length - 1,
    };
    const next = steps[event.key];
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    buttons[next % buttons.length]?.focus();
  }

  get #buttons(): HTMLButtonElement[] {
    return [...this.querySelectorAll('button')];
  }

  protected override render() {
    const { call, words } = this;
    const switches: Switch[] = ['microphone', 'camera'];
    if (call.canShareScreen) switches.push('screen');
    return html`
      <div
        class="toolbar pill"
        part="toolbar"
        role="toolbar"
        aria-label=${words.controls}
        @keydown=${this.#handleKey}
        @focusin=${this.#handleFocus}
      >
        ${switches.map((source, index) => this.#renderSwitch(source, index))}
        <button
          class="round leave"
          part="button leave-button"
          title=${words.leave}
          aria-label=${words.leave}
          tabindex=${this.current === switches.length ? 0 : -1}
          @click=${() => this.ask('ask-leave')}
        >
          ${icon('leave')}
        </button>
      </div>
    `;
  }

  #renderSwitch(source: Switch, index: number) {
    const { status, problem } = this.call.sourceState(source);
    const isOn = status !== 'off';
    const label = (isOn ? this.words.turnOff : this.words.turnOn)[source];
    // A shared screen is the exception that shows, for the others it is what being muted is.
    const look = source === 'screen' ? (isOn ? 'active' : '') : isOn ? '' : 'off';
    return html`
      <button
        class="round ${look} ${status === 'starting' ? 'pending' : ''}"
        part="button ${source}-button ${isOn ? 'on' : 'off'}"
        title=${label}
        aria-label=${label}
        tabindex=${this.current === index ? 0 : -1}
        @click=${() => this.#handleClick(source)}
      >
        ${icon(switchIcons[source][isOn ? 0 : 1])}
        ${problem ? html`<span class="dot"></span>` : nothing}
      </button>
    `;
  }
}
