/** How a tile shows an interrupted link, and its label at small sizes. */
import { css } from 'lit';

export const tileStates = css`
  .avatar span {
    letter-spacing: 0.02em;
  }
  .interrupted {
    color: #f2c14e;
    white-space: nowrap;
  }
  video-call-tile:has(.interrupted) :is(video, .avatar) {
    filter: grayscale(0.8) brightness(0.5);
  }
  /* Here the toolbar would cover it. */
  @container video-call (width < 48em) and (min-aspect-ratio: 3/4) {
    [part~='screen'][part~='large'] > .label {
      inset-block: 0 auto;
      max-width: calc(100% - 2 * var(--vc-inset) - 36px);
    }
  }
  @container tile (width < 11.25em) {
    .label {
      --vc-inset: 4px;
      gap: 0.25em;
      padding: 0.125em 0.5em;
      font-size: 0.75em;
    }
  }
  @container tile (width < 6.875em) or (height < 4.5em) {
    .label {
      margin: 4px;
      padding: 0.125em 0.5em;
      font-size: 0.6875em;
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
`;
