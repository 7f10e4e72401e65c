/** What of the look comes into play only after the first picture. */
import { css } from 'lit';

export const asideTheme = css`
  .base {
    --warning: light-dark(#8a5a00, #f2c14e);
    --speaking: var(--video-call-speaking, #34d399);
    --duration: var(--video-call-duration, 160ms);
    --focus: var(--video-call-focus, var(--text));
    -webkit-tap-highlight-color: transparent;
  }
  /* Light and dark, so that it shows on every ground. */
  :focus-visible {
    outline: 2px solid var(--video-call-focus, #fff);
    outline-offset: 1px;
    box-shadow: 0 0 0 5px #16181d;
  }
  .base:focus-visible {
    outline: none;
    box-shadow: none;
  }
  button {
    touch-action: manipulation;
  }
  .round {
    transition: background-color var(--duration);
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
    background: var(--accent);
    color: var(--on-accent);
  }
  .toolbar [hidden] {
    display: none;
  }
  .pair:has(.chooser:not([hidden])) {
    background: color-mix(in srgb, var(--button) 66%, transparent);
  }
  .chooser {
    display: grid;
    place-items: center;
    width: max(24px, calc(var(--round) * 0.6));
    border-radius: var(--round);
    color: var(--on-button);
    font-size: calc(var(--round) / 3);
  }
  .switches video-call-level {
    --level-colour: #4ade80;
    --level-scale: 1 var(--level, 0);
    --level-origin: bottom;
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
    transition: opacity var(--duration);
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
  /* What has no room is still there for a screen reader. */
  @container tile (width < 270px) {
    .interrupted {
      position: absolute;
      clip-path: inset(50%);
    }
  }
  @container tile (width < 72px) or (height < 60px) {
    .label bdi {
      position: absolute;
      clip-path: inset(50%);
    }
    .label:not(:has(.mark)) {
      background: none;
    }
  }
  @container tile (width < 48px) or (height < 36px) {
    .label {
      clip-path: inset(50%);
    }
  }
  @container video-call (height < 340px) {
    .lobby {
      --pad: 0.75em;
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
    .form > *,
    .form :is(.problem, .notice) {
      grid-column: 1 / -1;
    }
    .switches {
      position: static;
    }
    .look {
      position: relative;
      inset: auto;
    }
    .look,
    .form > .actions {
      grid-area: auto;
      order: 1;
    }
    /* On the way in there is a second button. */
    .lobby.joining .look {
      display: none;
    }
    .lobby.joining .actions {
      grid-column: 1 / -1;
    }
    .form > video-call-devices {
      order: 2;
    }
    .field span {
      font-size: 0.75em;
    }
  }
  @container video-call (width < 240px) {
    .base > * {
      --round: 28px;
      --gap: 4px;
      --inset: 4px;
    }
    video-call-stage {
      --radius: min(var(--video-call-radius, 12px), 6px);
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
  @container video-call (height < 200px) {
    .form h2,
    .here,
    .field span {
      position: absolute;
      clip-path: inset(50%);
    }
    .lobby {
      --pad: 0.5em;
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
