/** Styles of interaction, for all views: focus, hover, touch, high contrast, reduced motion. */
import { css } from 'lit';

export const interactionTheme = css`
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
  }
  @media (pointer: coarse) {
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
