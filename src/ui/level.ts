/** How loud my microphone is right now, as a bar that moves without the view around it being drawn again. */
import { css, nothing, type CSSResult } from 'lit';
import { View } from './view.js';

/** Milliseconds between two looks. */
const TICK = 100;
/** What is the empty and what the full bar, in decibels: room noise and somebody close to the microphone. */
const EMPTY = -50;
const FULL = -10;

/** How much of the bar a level fills, from 0 to 1: ears hear ratios, not differences. */
export const fillOf = (level: number): number =>
  Math.min(1, Math.max(0, (20 * Math.log10(level) - EMPTY) / (FULL - EMPTY)));

/**
 * With `role="meter"` it tells its value too.
 *
 * @csspart level - The bar, in whose `--level` the level is, from 0 to 1.
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
      background: var(--level-colour);
      scale: var(--level-scale);
      transform-origin: var(--level-origin);
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
    this.style.setProperty('--level', fill.toFixed(2));
    if (this.getAttribute('role') !== 'meter') return;
    // In steps, for what a screen reader is told ten times a second it can tell nobody.
    const value = `${Math.round(fill * 10) * 10}`;
    if (this.getAttribute('aria-valuenow') !== value) this.setAttribute('aria-valuenow', value);
  }

  protected override render() {
    return nothing;
  }
}
