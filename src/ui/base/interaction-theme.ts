/** Styles that are needed only after the first video frame. */
import { css } from 'lit';

export const asideTheme = css`
  .base {
    --vc-warning: light-dark(#8a5a00, #f2c14e);
    --vc-speaking: var(--video-call-speaking, #34d399);
    --vc-duration: var(--video-call-duration, 160ms);
    --vc-focus: var(--video-call-focus, var(--vc-text));
    -webkit-tap-highlight-color: transparent;
  }
  /* Light and dark, so that it is visible on any background. */
  :focus-visible {
    outline: 2px solid var(--video-call-focus, #fff);
    outline-offset: 1px;
    box-shadow: 0 0 0 5px #16181d;
  }
  /* Text in another language than the page keeps its own direction; the layout keeps the page's. */
  .base:dir(rtl):not(:lang(ar)) :is(h2, h3, p, span, div, dd, label, button, small, th, td),
  .base:dir(ltr):lang(ar) :is(h2, h3, p, span, div, dd, label, button, small, th, td) {
    unicode-bidi: plaintext;
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  .base:focus-visible {
    outline: none;
    box-shadow: none;
  }
  button {
    touch-action: manipulation;
  }
  .round {
    transition: background-color var(--vc-duration);
  }
  .avatar span {
    letter-spacing: 0.02em;
  }
  .round.pending .icon {
    opacity: 0.5;
  }
  .dot {
    position: absolute;
    inset: 0 0 auto auto;
    width: 25%;
    height: 25%;
    border-radius: 50%;
    background: #f2c14e;
  }
  .round.active {
    background: var(--vc-accent);
    color: var(--vc-on-accent);
  }
  .toolbar [hidden] {
    display: none;
  }
  .pair:has(.chooser:not([hidden])) {
    background: color-mix(in srgb, var(--vc-button) 66%, transparent);
  }
  .chooser {
    display: grid;
    place-items: center;
    width: max(24px, calc(var(--vc-round) * 0.6));
    border-radius: var(--vc-round);
    color: var(--vc-on-button);
    font-size: calc(var(--vc-round) / 3);
  }
  .switches video-call-level {
    --vc-level-colour: #4ade80;
    --vc-level-scale: 1 var(--vc-level, 0);
    --vc-level-origin: bottom;
    color: #fff;
  }
  .interrupted {
    color: #f2c14e;
    white-space: nowrap;
  }
  video-call-tile:has(.interrupted) :is(video, .avatar) {
    filter: grayscale(0.8) brightness(0.5);
  }
  .link {
    min-height: 1.75em;
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  .plain {
    display: grid;
    place-items: center;
    min-width: 2em;
    min-height: 2em;
  }
  .toolbar {
    transition: opacity var(--vc-duration);
  }
  .base.calm .toolbar {
    opacity: 0;
    pointer-events: none;
  }
  .base.calm {
    cursor: none;
  }
  .button[aria-disabled='true'] {
    opacity: 0.7;
    cursor: default;
  }
  @media (hover: hover) {
    button:hover:not([aria-disabled='true']) {
      filter: brightness(1.12);
    }
  }
  /* Without room for it, the text is still available to screen readers. */
  @container tile (width < 16.875em) {
    .interrupted {
      position: absolute;
      clip-path: inset(50%);
    }
  }
  @container tile (width < 4.5em) or (height < 2.75em) {
    .label :is(bdi, .you) {
      position: absolute;
      clip-path: inset(50%);
    }
    .label:not(:has(.mark)) {
      background: none;
    }
  }
  @container tile (width < 3em) or (height < 2.25em) {
    .label {
      clip-path: inset(50%);
    }
  }
  @container video-call (height < 21.25em) {
    .lobby {
      --vc-pad: 0.75em;
      gap: 1em;
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
  @container video-call (width < 27.5em) and (height < 22.5em) {
    /* The switches and the join button share a line if both fit, in any language. */
    .lobby {
      display: flex;
      flex-wrap: wrap;
      gap: 0.5em;
    }
    .preview {
      display: none;
    }
    .form {
      display: contents;
    }
    .form > *,
    .form :is(.problem, .notice) {
      flex: 1 0 100%;
      box-sizing: border-box;
      min-width: 0;
    }
    .switches {
      position: static;
    }
    .look {
      position: relative;
      inset: auto;
    }
    .look {
      order: 1;
    }
    .form > .actions {
      flex: 1 0 max-content;
      order: 1;
      max-width: 100%;
    }
    /* While joining, there is a second button. */
    .lobby.joining .look {
      display: none;
    }
    .lobby.joining .actions {
      flex-basis: 100%;
      flex-wrap: wrap;
    }
    .form > video-call-devices {
      order: 2;
    }
    .field span {
      font-size: 0.75em;
    }
  }
  @container video-call (width < 15em) {
    .base > * {
      --vc-round: 28px;
      --vc-gap: 4px;
      --vc-inset: 4px;
    }
    video-call-stage {
      --vc-radius: min(var(--video-call-radius, 12px), 6px);
    }
    .button {
      min-height: 2.25em;
      padding: 0 0.75em;
      font-size: 0.875em;
    }
    .switches :is(video-call-level, [part~='devices-button']) {
      display: none;
    }
  }
  @container video-call (height < 12.5em) {
    .form h2,
    .here,
    .field span {
      position: absolute;
      clip-path: inset(50%);
    }
    .lobby {
      --vc-pad: 0.5em;
    }
    /* The join button is visible before anything less urgent. */
    .look {
      order: 2;
    }
  }
  @media (pointer: coarse) {
    .chooser {
      width: 44px;
    }
    .link,
    .plain {
      min-width: 44px;
      min-height: 44px;
    }
  }
  @media (forced-colors: active) {
    .round,
    .button,
    .label,
    .notice,
    .pill,
    .tiles video-call-tile {
      border: 1px solid;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
    }
  }
`;
