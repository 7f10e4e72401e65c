/** The look that all views stand on: colours, spacing, buttons, focus. */
import { css } from 'lit';

export const theme = css`
  :host {
    position: relative;
    display: block;
    box-sizing: border-box;
    min-width: 160px;
    min-height: 120px;
    aspect-ratio: 16/9;
    overflow: hidden;
    isolation: isolate;
  }
  :host([hidden]) {
    display: none;
  }
  /* Only the default shape follows the window; all within follows the element's own size. */
  @media (max-width: 480px) {
    :host {
      aspect-ratio: 3/4;
    }
  }
  .base {
    --accent: var(--video-call-accent, #0f766e);
    --on-accent: var(--video-call-on-accent, #fff);
    --danger: var(--video-call-danger, #d1293d);
    --surface: var(--video-call-surface, light-dark(#fff, #16181d));
    --text: var(--video-call-text, light-dark(#16181d, #f2f3f5));
    --muted: color-mix(in srgb, var(--text) 68%, var(--surface));
    --line: color-mix(in srgb, var(--text) 48%, var(--surface));
    --stage: var(--video-call-stage, #0e0f12);
    --tile: var(--video-call-tile, #1e2026);
    --toolbar: var(--video-call-toolbar, rgb(30 32 38 / 0.92));
    --radius: var(--video-call-radius, 12px);
    --gap: var(--video-call-gap, 8px);
    --label: var(--video-call-label, rgb(16 17 20 / 0.72));
    --on-label: var(--video-call-on-label, #fff);
    --button: var(--video-call-button, rgb(255 255 255 / 0.12));
    --on-button: var(--video-call-on-button, #fff);
    --on-danger: var(--video-call-on-danger, #fff);
    --shadow: var(--video-call-shadow, 0 4px 20px rgb(0 0 0 / 0.35));
    --inset: 8px;
    --round: var(--video-call-button-size, 48px);
    position: absolute;
    inset: 0;
    overflow: hidden;
    background: var(--surface);
    color: var(--text);
    font: medium/1.5 var(--video-call-font, system-ui, sans-serif);
    container: video-call / size;
    outline: none;
  }
  .icon,
  ::slotted([slot^='icon-']) {
    flex: none;
    width: 1.25em;
    height: 1.25em;
  }
  .icon {
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  button {
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  .round {
    position: relative;
    display: grid;
    flex: none;
    place-items: center;
    width: var(--round);
    height: var(--round);
    border-radius: 50%;
    background: var(--button);
    color: var(--on-button);
    font-size: calc(var(--round) * 0.375);
  }
  .round.off {
    background: #f4f5f7;
    color: #16181d;
  }
  .pill {
    display: flex;
    gap: calc(var(--round) / 5);
    box-sizing: border-box;
    padding: calc(var(--round) / 6);
    border-radius: var(--round);
    background: var(--toolbar);
  }
  .button {
    display: inline-flex;
    gap: 0.5em;
    align-items: center;
    justify-content: center;
    min-height: 2.75em;
    padding: 0 1.25em;
    border-radius: calc(var(--radius) * 0.66);
    background: color-mix(in srgb, currentColor 12%, transparent);
    font-weight: 600;
  }
  .button.primary {
    background: var(--accent);
    color: var(--on-accent);
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @container video-call (width < 400px) or (height < 300px) {
    .base > * {
      --round: var(--video-call-button-size, 40px);
    }
  }
  @media (pointer: coarse) {
    .base > * {
      --round: max(44px, var(--video-call-button-size, 48px));
    }
  }
`;
