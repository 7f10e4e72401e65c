/** The lobby at small sizes, and the level of its microphone. */
import { css } from 'lit';

export const smallLobby = css`
  .switches video-call-level {
    --vc-level-colour: #4ade80;
    --vc-level-scale: 1 var(--vc-level, 0);
    --vc-level-origin: bottom;
    color: #fff;
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
`;
