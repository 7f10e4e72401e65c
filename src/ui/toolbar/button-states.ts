/** How round buttons show their state, and how the toolbar hides while the user is inactive. */
import { css } from 'lit';

export const buttonStates = css`
  .round {
    transition: background-color var(--vc-duration);
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
  .toolbar {
    transition: opacity var(--vc-duration);
  }
  .base.calm .toolbar {
    opacity: 0;
    pointer-events: none;
  }
  @media (pointer: coarse) {
    .chooser {
      width: 44px;
    }
  }
`;
