/** Shows who is speaking: a ring around the tile, and the level beside the name. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Speaking } from '../../features/speaking.js';
import { shareSpeaking } from '../base/share-speaking.js';
import type { StageHost } from './stage-host.js';
import type { TileView } from './tile.js';

export const speakingStyles = css`
  /* The ring takes no part in layout, and is dark inside, so that it is visible on any video. */
  .tiles video-call-tile::after {
    position: absolute;
    inset: 0;
    border: 3px solid var(--vc-speaking);
    border-radius: inherit;
    box-shadow: inset 0 0 0 2px rgb(16 17 20 / 0.5);
    opacity: 0;
    content: '';
    pointer-events: none;
    transition: opacity 160ms;
  }
  .tiles [part~='speaking']::after {
    opacity: 1;
  }
  .level {
    display: flex;
    flex: none;
    gap: 2px;
    align-items: center;
    height: 1em;
    opacity: 0.6;
  }
  .level i {
    width: 3px;
    height: 100%;
    border-radius: 1.5px;
    background: currentColor;
    scale: 1 0.22;
  }
  [part~='speaking'] .level {
    opacity: 1;
  }
  [part~='speaking'] .level i {
    scale: 1 calc(0.22 + 0.5 * var(--vc-level, 0));
    transition: scale 100ms linear;
  }
  [part~='speaking'] .level i:nth-child(2) {
    scale: 1 calc(0.3 + 0.7 * var(--vc-level, 0));
  }
  /* In the strip beside a large tile, every letter counts. */
  @container tile (width < 11.25em) {
    video-call-tile:not([part~='speaking']) .level {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .tiles video-call-tile::after {
      border-color: Highlight;
    }
    .level i {
      background: CanvasText;
    }
  }
`;

export class SpeakingIndicator {
  readonly #stage: StageHost;
  readonly #speaking: Speaking;

  /** @param until when to stop */
  constructor(stage: StageHost, until: AbortSignal) {
    this.#stage = stage;
    this.#speaking = shareSpeaking(stage, until);
    this.#speaking.on('change', () => this.#handleSpeakers(), { signal: until });
    this.#speaking.on('level', () => this.#handleLevel(), { signal: until });
    // Another view may have started it.
    this.#handleSpeakers();
  }

  render({ tile }: TileView): TemplateResult | typeof nothing {
    const hasVoice = tile.source === 'camera' && !tile.isMicrophoneOff;
    return hasVoice
      ? html`<span class="level" part="level" aria-hidden="true"><i></i><i></i><i></i></span>`
      : nothing;
  }

  #handleSpeakers(): void {
    this.#stage.active = this.#speaking.active;
    this.#stage.speakers = this.#speaking.speakers;
  }

  /** Called ten times a second, so it bypasses rendering. */
  #handleLevel(): void {
    for (const { tile, style } of this.#stage.views) {
      if (tile.source !== 'camera' || !this.#speaking.speakers.has(tile.id)) continue;
      const level = this.#speaking.level(tile.id);
      // Perceived loudness is logarithmic; the square root is close enough.
      style.setProperty('--vc-level', Math.min(1, Math.sqrt(level) * 1.4).toFixed(2));
    }
  }
}
