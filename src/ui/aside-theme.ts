/** What of the look comes into play only after the first picture. */
import { css } from 'lit';

export const asideTheme = css`
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
