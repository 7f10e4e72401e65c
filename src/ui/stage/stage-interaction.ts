/** What the stage does after the first video frame: speakers, marks and menus on tiles, gestures, keys. A chunk. */
import { css, html, type TemplateResult } from 'lit';
import { loadChunk } from '../../call/base/load-chunk.js';
import { Gestures, tileAt } from './gestures.js';
import { glide } from './glide.js';
import { linkProblemStyles } from './link-problem.js';
import { LinkQualityView, linkStyles } from './link-quality-view.js';
import { PlaybackSettings } from './playback-settings.js';
import { Replay } from './replay.js';
import { SpeakingIndicator, speakingStyles } from './speaking-indicator.js';
import type { StageHost } from './stage-host.js';
import { StageKeyboard } from './stage-keyboard.js';
import { TileControls, tileControlStyles } from './tile-controls.js';
import { togglePin } from './tile-menu.js';
import type { TileInteraction, TileView } from './tile.js';
import { Zooming } from './zooming.js';

const gestureStyles = css`
  .tiles video-call-tile {
    user-select: none;
    touch-action: manipulation;
  }
  .tiles [part~='screen'] {
    touch-action: pan-x pan-y;
  }
  .tiles :is([part~='floating'], .zoomed) {
    cursor: grab;
    touch-action: none;
  }
  .tiles :is([part~='floating'], .zoomed):active {
    cursor: grabbing;
  }
`;

export class StageInteraction implements TileInteraction {
  /** The quality of the links. */
  readonly links: LinkQualityView;
  readonly #stage: StageHost;
  readonly #speaking: SpeakingIndicator;
  readonly #zooming = new Zooming();
  readonly #playback: PlaybackSettings;
  readonly #controls: TileControls;
  readonly #gestures: Gestures;
  readonly #replay: Replay;
  readonly #resizes: ResizeObserver;
  readonly #listening = new AbortController();

  constructor(stage: StageHost) {
    this.#stage = stage;
    this.#playback = new PlaybackSettings(stage);
    const place = stage.querySelector<HTMLElement>('.tiles')!;
    addStyles(stage.getRootNode());
    const { signal } = this.#listening;
    place.addEventListener('dblclick', (event) => this.#handleDoubleClick(event), { signal });
    const keyboard = new StageKeyboard(stage, place, this.#zooming, signal);
    this.#gestures = new Gestures(stage, place, this.#zooming);
    this.#replay = new Replay(stage);
    // The floating tile avoids the toolbar, whose size changes with its buttons.
    const { ResizeObserver } = stage.ownerDocument.defaultView ?? window;
    this.#resizes = new ResizeObserver(() => this.#handleResize());
    const toolbar = stage.closest('.base')?.querySelector('.toolbar');
    for (const one of [place, toolbar]) if (one) this.#resizes.observe(one);
    this.#speaking = new SpeakingIndicator(stage, signal);
    this.links = new LinkQualityView(stage);
    this.#controls = new TileControls(stage, {
      links: this.links,
      playback: this.#playback,
      zooming: this.#zooming,
      tabStop: () => keyboard.tabStop,
    });
    // Preloaded: it may be needed when its server is unreachable.
    void loadChunk(() => import('../../call/diagnostics/link-diagnostics.js')).catch(() => {});
  }

  close(): void {
    this.#listening.abort();
    this.links.close();
    this.#gestures.close();
    this.#replay.close();
    this.#resizes.disconnect();
    for (const view of this.#stage.views) this.#zooming.reset(view);
    this.#stage.active = undefined;
    this.#stage.speakers = new Set();
  }

  /** Applies volume, muting and speaker to an audio element. */
  applyPlayback(audio: HTMLAudioElement): void {
    this.#playback.tune(audio);
  }

  /** Animates tiles to where `place` puts them. */
  glide(views: readonly TileView[], place: () => void): void {
    glide(views, place);
    for (const view of views) this.#zooming.clamp(view);
  }

  /** What is shown on a tile and is not part of it, as text. */
  stateOf(view: TileView): string {
    return this.#controls.stateOf(view);
  }

  renderMarks(view: TileView): TemplateResult {
    return html`${this.#speaking.render(view)} ${this.#controls.renderMarks(view)}`;
  }

  renderOver(view: TileView): TemplateResult {
    return this.#controls.renderOver(view);
  }

  #handleDoubleClick(event: Event): void {
    const view = tileAt(event);
    if (view) togglePin(this.#stage, view);
  }

  #handleResize(): void {
    this.#stage.layOut(false);
    for (const view of this.#stage.views) this.#zooming.clamp(view);
  }
}

/** Adds the style sheets to a root, once. */
function addStyles(root: Node): void {
  // A style sheet belongs to one document; the picture-in-picture window has copies.
  if (root.ownerDocument !== document) return;
  const { adoptedStyleSheets } = root as ShadowRoot;
  for (const { styleSheet } of [
    gestureStyles,
    speakingStyles,
    tileControlStyles,
    linkStyles,
    linkProblemStyles,
  ]) {
    if (!adoptedStyleSheets.includes(styleSheet!)) adoptedStyleSheets.push(styleSheet!);
  }
}
