/** The base styles of all views: colours, spacing, buttons, focus. */
import { css } from 'lit';

export const theme = css`
  /* The shape comes from the frame: with aspect-ratio, WebKit ignores the content when it computes the width. */
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    box-sizing: border-box;
    min-width: 160px;
    max-width: 100%;
    min-height: 120px;
    overflow: hidden;
    isolation: isolate;
  }
  /* A page's "* { all: unset }" or "display: block" overrides :host rules, so the box doesn't depend on them. */
  .frame {
    position: relative;
    box-sizing: border-box;
    flex: auto;
    width: 100%;
    height: 100%;
    max-height: inherit;
    min-width: 160px;
    min-height: 120px;
    overflow: hidden;
    isolation: isolate;
  }
  /* 16:9, unless the page sets a height. */
  .frame::before {
    display: block;
    padding-top: 56.25%;
    content: '';
  }
  /* Four make it 640px wide if the width depends on the content, as in a flex container, but at least as wide as one. */
  .frame > i {
    float: left;
    width: 160px;
  }
  :host([hidden]) {
    display: none;
  }
  /* Only the default shape follows the window; everything inside follows the size of the element. */
  @media (max-width: 480px) {
    .frame::before {
      padding-top: 133.33%;
    }
  }
  .base {
    /* The page's text styles are not meant for the element; those that hide or tint all of it are. */
    all: initial;
    color-scheme: inherit;
    visibility: inherit;
    pointer-events: inherit;
    -webkit-text-size-adjust: inherit;
    text-size-adjust: inherit;
    --vc-accent: var(--video-call-accent, #0f766e);
    --vc-on-accent: var(--video-call-on-accent, #fff);
    --vc-danger: var(--video-call-danger, #d1293d);
    --vc-surface: var(--video-call-surface, light-dark(#fff, #16181d));
    --vc-text: var(--video-call-text, light-dark(#16181d, #f2f3f5));
    --vc-muted: color-mix(in srgb, var(--vc-text) 68%, var(--vc-surface));
    --vc-line: color-mix(in srgb, var(--vc-text) 48%, var(--vc-surface));
    --vc-stage: var(--video-call-stage, #0e0f12);
    --vc-tile: var(--video-call-tile, #1e2026);
    --vc-toolbar: var(--video-call-toolbar, rgb(30 32 38 / 0.92));
    --vc-radius: var(--video-call-radius, 12px);
    --vc-gap: var(--video-call-gap, 8px);
    --vc-label: var(--video-call-label, rgb(16 17 20 / 0.72));
    --vc-on-label: var(--video-call-on-label, #fff);
    --vc-button: var(--video-call-button, rgb(255 255 255 / 0.12));
    --vc-on-button: var(--video-call-on-button, #fff);
    --vc-on-danger: var(--video-call-on-danger, #fff);
    --vc-shadow: var(--video-call-shadow, 0 4px 20px rgb(0 0 0 / 0.35));
    --vc-inset: 8px;
    --vc-round: var(--video-call-button-size, 48px);
    display: block;
    position: absolute;
    inset: 0;
    overflow: hidden;
    background: var(--vc-surface);
    color: var(--vc-text);
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
  /* On a page with user-select: none, Safari allows no typing either. */
  input,
  textarea {
    -webkit-user-select: text;
    user-select: text;
  }
  .round {
    position: relative;
    display: grid;
    flex: none;
    place-items: center;
    width: var(--vc-round);
    height: var(--vc-round);
    border-radius: 50%;
    background: var(--vc-button);
    color: var(--vc-on-button);
    font-size: calc(var(--vc-round) * 0.375);
  }
  .round.off {
    background: #f4f5f7;
    color: #16181d;
  }
  .pill {
    display: flex;
    gap: calc(var(--vc-round) / 5);
    box-sizing: border-box;
    padding: calc(var(--vc-round) / 6);
    border-radius: var(--vc-round);
    background: var(--vc-toolbar);
  }
  .button {
    display: inline-flex;
    gap: 0.5em;
    align-items: center;
    justify-content: center;
    min-height: 2.75em;
    padding: 0 1.25em;
    border-radius: calc(var(--vc-radius) * 0.66);
    background: color-mix(in srgb, currentColor 12%, transparent);
    font-weight: 600;
  }
  .button.primary {
    background: var(--vc-accent);
    color: var(--vc-on-accent);
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
      --vc-round: var(--video-call-button-size, 40px);
    }
  }
  @media (pointer: coarse) {
    .base > * {
      --vc-round: max(44px, var(--video-call-button-size, 48px));
    }
  }
`;
