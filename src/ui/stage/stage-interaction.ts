/** Speaker detection, and mouse, touch and key handling on the stage, loaded after the first video frame. */
import { css, html, nothing, type TemplateResult } from 'lit';
import pin from 'lucide/dist/esm/icons/pin.mjs';
import volumeOff from 'lucide/dist/esm/icons/volume-off.mjs';
import { Speaking } from '../../features/speaking.js';
import { nextCorner, type Step } from '../../layout/corners.js';
import { Gestures, tileAt } from './gestures.js';
import { glide } from './glide.js';
import { PlaybackSettings } from './playback-settings.js';
import { hostOf } from '../base/host.js';
import { draw, type IconNode } from '../base/icons.js';
import { describeLinkProblem, linkProblemStyles, renderLinkProblem } from './link-problem.js';
import { LinkQualityView, linkStyles } from './link-quality-view.js';
import type { Menu, MenuItem } from '../base/menu-items.js';
import { panelsFor } from '../i18n/panel-words.js';
import { Replay } from './replay.js';
import type { StageHost } from './stage-host.js';
import { ZOOM_STEP, tileMenu } from './tile-menu.js';
import type { TileInteraction, TileView } from './tile.js';
import { Zooming } from './zooming.js';
import { loadChunk } from '../../call/base/load-chunk.js';

/** Lucide's three dots, drawn as a single path. */
const dots: IconNode = [['path', { d: 'M5 12h.01M12 12h.01M19 12h.01' }]];

/** Distance that an arrow key moves an enlarged screen, in CSS pixels. */
const PAN = 64;

const styles = css`
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
  .tile-button {
    position: absolute;
    inset-block-start: 0;
    inset-inline-end: 0;
    display: grid;
    place-items: center;
    width: 2em;
    height: 2em;
    margin: 5px;
    border-radius: 1em;
    background: rgb(16 17 20 / 0.72);
    color: #fff;
    opacity: 0;
    transition: opacity 120ms;
  }
  .tile-button .icon {
    stroke-width: 3;
  }
  video-call-tile:is(:hover, :focus-within) .tile-button,
  .tile-button[aria-expanded='true'] {
    opacity: 1;
  }
  .base.calm video-call-tile:not(:focus-within) .tile-button {
    opacity: 0;
  }
  /* The name makes room for the button while that is visible. */
  .tiles video-call-tile:not([part~='screen']):is(:hover, :focus-within) > .label {
    max-width: calc(100% - 2 * var(--vc-inset) - 36px);
  }
  @media (hover: none) {
    .tile-button {
      opacity: 1;
    }
    .tiles video-call-tile:not([part~='screen']) > .label {
      max-width: calc(100% - 2 * var(--vc-inset) - 36px);
    }
  }
  @media (pointer: coarse) {
    .tile-button {
      width: 44px;
      height: 44px;
      margin: 0;
      background: none;
    }
    .tile-button .icon {
      padding: 4px;
      border-radius: 50%;
      background: rgb(16 17 20 / 0.72);
    }
    .tiles video-call-tile:not([part~='screen']) > .label {
      max-width: calc(100% - 2 * var(--vc-inset) - 44px);
    }
  }
  /* In the strip beside a large tile, every letter counts. */
  @container tile (width < 11.25em) {
    video-call-tile:not([part~='speaking']) .level {
      display: none;
    }
  }
  /* The button covers a small tile completely, and the name comes first. */
  @container tile (width < 6.875em) or (height < 3.75em) {
    .tiles .tile-button {
      inset: 0;
      width: auto;
      height: auto;
      margin: 0;
      border-radius: inherit;
      background: none;
    }
    .tile-button:focus-visible {
      outline-offset: -3px;
      box-shadow: inset 0 0 0 5px #16181d;
    }
    .tile-button .icon {
      display: none;
    }
    .tiles video-call-tile:not([part~='screen']) > .label {
      max-width: calc(100% - 8px);
    }
  }
  /* Below the initials, without covering the name. */
  .held-back {
    position: absolute;
    inset: calc(50% + min(23cqmin, 56px) + 0.5em) 4px auto;
    font-size: 0.8125em;
    line-height: 1.3;
    text-align: center;
    opacity: 0.85;
  }
  [part~='screen'] > .held-back {
    inset-block-start: calc(50% + 1.5em);
  }
  /* Without room, it is for screen readers only. */
  @container tile (width < 10em) or (height < 6.875em) {
    .held-back {
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
  @media (forced-colors: active) {
    .tiles video-call-tile::after {
      border-color: Highlight;
    }
    .level i {
      background: CanvasText;
    }
    .tile-button {
      border: 1px solid;
    }
  }
`;

/**
 * @fires ask-menu - Inside the element only: the user opens a tile's menu.
 * @csspart tile-button - The button that opens the menu of a tile.
 * @csspart held-back - The text on a tile whose video is paused: the link is too weak, or you chose audio only.
 */
export class StageInteraction implements TileInteraction {
  /** The quality of the links. */
  readonly links: LinkQualityView;
  readonly #stage: StageHost;
  readonly #speaking: Speaking;
  readonly #zooming = new Zooming();
  readonly #playback: PlaybackSettings;
  readonly #gestures: Gestures;
  readonly #replay: Replay;
  readonly #resizes: ResizeObserver;
  readonly #listening = new AbortController();
  /** The tile that is the tab stop, if it still exists. */
  #current: TileView | undefined;

  constructor(stage: StageHost) {
    this.#stage = stage;
    this.#playback = new PlaybackSettings(stage);
    const place = stage.querySelector<HTMLElement>('.tiles')!;
    addStyles(stage.getRootNode());
    const { signal } = this.#listening;
    place.addEventListener('dblclick', (event) => this.#handleDoubleClick(event), { signal });
    place.addEventListener('keydown', (event) => this.#handleKey(event), { signal });
    place.addEventListener('focusin', (event) => this.#handleFocus(event), { signal });
    this.#gestures = new Gestures(stage, place, this.#zooming);
    this.#replay = new Replay(stage);
    // The floating tile avoids the toolbar, whose size changes with its buttons.
    const { ResizeObserver } = stage.ownerDocument.defaultView ?? window;
    this.#resizes = new ResizeObserver(() => this.#handleResize());
    const toolbar = stage.closest('.base')?.querySelector('.toolbar');
    for (const one of [place, toolbar]) if (one) this.#resizes.observe(one);
    this.#speaking = new Speaking(stage.call);
    this.#speaking.on('change', () => this.#handleSpeakers(), { signal });
    this.#speaking.on('level', () => this.#handleLevel(), { signal });
    this.#speaking.start();
    this.links = new LinkQualityView(stage);
    // Preloaded: it may be needed when its server is unreachable.
    void loadChunk(() => import('../../call/diagnostics/link-diagnostics.js')).catch(() => {});
  }

  close(): void {
    this.#listening.abort();
    this.#speaking.close();
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

  renderMarks(view: TileView): TemplateResult {
    const { tile } = view;
    const words = panelsFor(view).tile;
    const tokens = view.tokens.split(' ');
    const hasVoice = tile.source === 'camera' && !tile.isMicrophoneOff;
    return html`
      ${
        hasVoice
          ? html`<span class="level" part="level" aria-hidden="true"><i></i><i></i><i></i></span>`
          : nothing
      }
      ${tokens.includes('pinned') ? this.#renderMark('pinned', pin, words.pinned) : nothing}
      ${tokens.includes('muted') ? this.#renderMark('muted', volumeOff, words.muted) : nothing}
      ${this.links.render(view)}
    `;
  }

  renderOver(view: TileView): TemplateResult {
    return html`
      ${renderLinkProblem(this.#stage.call, view)} ${this.#renderHeldBack(view)}
      ${this.#renderButton(view)}
    `;
  }

  #renderHeldBack(view: TileView): TemplateResult | typeof nothing {
    const { id, key, source, isCameraOff } = view.tile;
    const reason = this.#stage.heldBack.get(key);
    const wouldCome = source === 'screen' || !isCameraOff;
    if (!reason || !wouldCome || this.#stage.call.linkProblem(id)) return nothing;
    const { heldBack, soundOnly } = panelsFor(view).tile;
    return html`
      <span class="held-back" part="held-back">${reason === 'weak' ? heldBack : soundOnly}</span>
    `;
  }

  #renderButton(view: TileView): TemplateResult | typeof nothing {
    // A menu would open in the page instead of the window, and a removed tile may still render once more.
    if (this.#stage.shows === 'people' || !this.#stage.isConnected) return nothing;
    const label = this.#labelOf(view);
    // For screen readers, a menu with a slider is a dialog.
    const hasSlider = this.#itemsOf(view).some(({ type }) => type === 'slider');
    return html`
      <button
        class="tile-button"
        part="tile-button"
        title=${label}
        aria-label=${label}
        aria-haspopup=${hasSlider ? 'dialog' : 'menu'}
        tabindex=${view === this.#tabStop ? 0 : -1}
        @click=${(event: Event) => this.#openMenu(view, event.currentTarget as HTMLElement)}
      >
        ${draw(dots)}
      </button>
    `;
  }

  #renderMark(part: 'pinned' | 'muted', node: IconNode, words: string): TemplateResult {
    return html`
      <span class="mark" part=${part}>${draw(node)}<span class="unseen">${words}</span></span>
    `;
  }

  get #tabStop(): TileView | undefined {
    const { views } = this.#stage;
    return this.#current && views.includes(this.#current) ? this.#current : views[0];
  }

  /** The accessible label of a tile's menu. */
  #labelOf(view: TileView): string {
    const { isSelf, source } = view.tile;
    const { options, ownOptions } = panelsFor(view).tile;
    return isSelf ? ownOptions[source] : options(view.label);
  }

  #openMenu(view: TileView, anchor: HTMLElement): void {
    const detail: Menu = {
      anchor,
      label: this.#labelOf(view),
      items: () => this.#itemsOf(view),
      note: () => {
        const why = describeLinkProblem(this.#stage.call, view, this.#stage);
        return why.join('. ') || this.links.describe(view.tile);
      },
    };
    anchor.dispatchEvent(new CustomEvent('ask-menu', { detail, bubbles: true }));
  }

  #itemsOf(view: TileView): MenuItem[] {
    return tileMenu(this.#stage, view, this.#zooming, this.#playback);
  }

  #togglePin({ tile }: TileView): void {
    this.#stage.pinned = this.#stage.pinned === tile.key ? undefined : tile.key;
  }

  #handleDoubleClick(event: Event): void {
    const view = tileAt(event);
    if (view) this.#togglePin(view);
  }

  #handleFocus(event: Event): void {
    const view = (event.target as Element).closest('video-call-tile');
    if (!view || view === this.#current) return;
    this.#current = view;
    for (const one of this.#stage.views) one.requestUpdate();
  }

  #handleKey(event: KeyboardEvent): void {
    const view = (event.target as Element).closest('video-call-tile');
    if (!view || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.#press(view, event)) event.preventDefault();
  }

  /** Handles a key on a tile; returns whether it has a meaning. */
  #press(view: TileView, { key, repeat }: KeyboardEvent): boolean {
    const zooming = this.#zooming;
    const { views } = this.#stage;
    const hasShortcuts = hostOf(this.#stage).shortcuts;
    const isScreen = hasShortcuts && view.tile.source === 'screen';
    if (hasShortcuts && (key === 'p' || key === 'P')) this.#togglePin(view);
    else if (key === 'Home') focusOn(views[0]);
    else if (key === 'End') focusOn(views.at(-1));
    else if (isScreen && (key === '+' || key === '=')) zooming.zoom(view, ZOOM_STEP);
    else if (isScreen && key === '-') zooming.zoom(view, 1 / ZOOM_STEP);
    else if (isScreen && key === '0') zooming.reset(view);
    else return this.#step(view, key, repeat);
    return true;
  }

  /** An arrow key moves an enlarged or floating tile; at its edge, it moves the focus. */
  #step(view: TileView, key: string, isHeld: boolean): boolean {
    const isRtl = getComputedStyle(view).direction === 'rtl';
    const [x, y] = arrows[key] ?? [];
    if (x === undefined || y === undefined) return false;
    const along = isRtl ? -x : x;
    const step: Step = y ? (y < 0 ? 'up' : 'down') : along < 0 ? 'back' : 'forth';
    if (this.#zooming.canShrink(view)) {
      // The picture moves the other way, to reveal what is in the direction of the arrow.
      if (this.#zooming.pan(view, { x: -x * PAN, y: -y * PAN }) || isHeld) return true;
    } else if (view.part.contains('floating')) {
      const corner = nextCorner(this.#stage.corner, step);
      if (corner) this.#stage.corner = corner;
      if (corner || isHeld) return true;
    }
    const { views } = this.#stage;
    const next = views.indexOf(view) + (y || along);
    focusOn(views[(next + views.length) % views.length]);
    return true;
  }

  #handleResize(): void {
    this.#stage.layOut(false);
    for (const view of this.#stage.views) this.#zooming.clamp(view);
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

const arrows: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

function focusOn(view: TileView | undefined): void {
  view?.querySelector<HTMLElement>('.tile-button')?.focus();
}

/** Adds the style sheets to a root, once. */
function addStyles(root: Node): void {
  // A style sheet belongs to one document; the picture-in-picture window has copies.
  if (root.ownerDocument !== document) return;
  const { adoptedStyleSheets } = root as ShadowRoot;
  for (const { styleSheet } of [styles, linkStyles, linkProblemStyles]) {
    if (!adoptedStyleSheets.includes(styleSheet!)) adoptedStyleSheets.push(styleSheet!);
  }
}
