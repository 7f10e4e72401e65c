/** The microphone's level meter, which moves without rendering the view around it. */
import { css, nothing, type CSSResult } from 'lit';
import { View } from './view.js';

/** Interval between two measurements, in milliseconds. */
const TICK = 100;
/** The levels of an empty and a full bar, in decibels: room noise, and speaking close to the microphone. */
const EMPTY = -50;
const FULL = -10;

/** How much of the bar a level fills, from 0 to 1, on a logarithmic scale like hearing. */
export const fillOf = (level: number): number =>
  Math.min(1, Math.max(0, (20 * Math.log10(level) - EMPTY) / (FULL - EMPTY)));

/**
 * With `role="meter"`, it also exposes its value.
 *
 * @csspart level - An audio level: of a speaker on a tile, or of your microphone in the device settings.
 */
export class LevelView extends View {
  static override readonly styles: CSSResult = css`
    video-call-level {
      position: relative;
      display: block;
      flex: none;
      overflow: hidden;
      border-radius: 1em;
      background: color-mix(in srgb, currentColor 22%, transparent);
    }
    video-call-level::after {
      content: '';
      position: absolute;
      inset: 0;
      border-radius: inherit;
      background: var(--vc-level-colour);
      scale: var(--vc-level-scale);
      transform-origin: var(--vc-level-origin);
      transition: scale 100ms linear;
    }
    @media (forced-colors: active) {
      video-call-level {
        border: 1px solid;
      }
      video-call-level::after {
        background: Highlight;
        forced-color-adjust: none;
      }
    }
  `;

  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.part.add('level');
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#show(), TICK);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  protected override updated(): void {
    this.#show();
  }

  #show(): void {
    const isOn = this.call.sourceState('microphone').status === 'on';
    const fill = isOn ? fillOf(this.call.level('self')) : 0;
    this.style.setProperty('--vc-level', fill.toFixed(2));
    if (this.getAttribute('role') !== 'meter') return;
    // In steps: a screen reader can't read out a value that changes ten times a second.
    const value = `${Math.round(fill * 10) * 10}`;
    if (this.getAttribute('aria-valuenow') !== value) this.setAttribute('aria-valuenow', value);
  }

  protected override render() {
    return nothing;
  }
}
