/** What a tile shows beside its video: marks at the name, the button of its menu, why there is no video. */
import { css, html, nothing, type TemplateResult } from 'lit';
import pin from 'lucide/dist/esm/icons/pin.mjs';
import volumeOff from 'lucide/dist/esm/icons/volume-off.mjs';
import type { Tile } from '../../layout/tiles.js';
import { draw, type IconNode } from '../base/icons.js';
import type { Menu } from '../base/menu-items.js';
import { panelsFor } from '../i18n/panel-words.js';
import { describeLinkProblem, renderLinkProblem } from './link-problem.js';
import type { LinkQualityView } from './link-quality-view.js';
import type { PlaybackSettings } from './playback-settings.js';
import type { StageHost } from './stage-host.js';
import { hasVolume, tileMenu } from './tile-menu.js';
import type { TileView } from './tile.js';
import type { Zooming } from './zooming.js';

/** Lucide's three dots, drawn as a single path. */
const dots: IconNode = [['path', { d: 'M5 12h.01M12 12h.01M19 12h.01' }]];

export const tileControlStyles = css`
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
    .tile-button {
      border: 1px solid;
    }
  }
`;

/** The parts of the stage that the controls need. */
interface Parts {
  readonly links: LinkQualityView;
  readonly playback: PlaybackSettings;
  readonly zooming: Zooming;
  /** The tile whose button is reached with the Tab key. */
  tabStop(): TileView | undefined;
}

/**
 * @fires ask-menu - Inside the element only: the user opens a tile's menu.
 * @csspart tile-button - The button of a tile's menu.
 * @csspart held-back - The text on a tile without video: the link is too weak, or the user chose audio only.
 */
export class TileControls {
  readonly #stage: StageHost;
  readonly #parts: Parts;

  constructor(stage: StageHost, parts: Parts) {
    this.#stage = stage;
    this.#parts = parts;
  }

  /** What is shown on a tile and is not part of it, as text: if it stays the same, the tile need not render. */
  stateOf(view: TileView): string {
    const { call, heldBack } = this.#stage;
    const { tile } = view;
    return JSON.stringify([
      this.#parts.links.of(tile),
      tile.isSelf ? undefined : call.linkProblem(tile.id),
      heldBack.get(tile.key),
      this.#hasVolume(tile),
      view === this.#parts.tabStop(),
    ]);
  }

  renderMarks(view: TileView): TemplateResult {
    const words = panelsFor(view).tile;
    const tokens = view.tokens.split(' ');
    return html`
      ${tokens.includes('pinned') ? this.#renderMark('pinned', pin, words.pinned) : nothing}
      ${tokens.includes('muted') ? this.#renderMark('muted', volumeOff, words.muted) : nothing}
      ${this.#parts.links.render(view)}
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
    return html`
      <button
        class="tile-button"
        part="tile-button"
        title=${label}
        aria-label=${label}
        aria-haspopup=${this.#hasVolume(view.tile) ? 'dialog' : 'menu'}
        tabindex=${view === this.#parts.tabStop() ? 0 : -1}
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

  /** Whether the menu has a slider: for screen readers, it is a dialog then. */
  #hasVolume(tile: Tile): boolean {
    return hasVolume(this.#stage.call, tile, this.#parts.playback);
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
      items: () => tileMenu(this.#stage, view, this.#parts.zooming, this.#parts.playback),
      note: () => {
        const why = describeLinkProblem(this.#stage.call, view, this.#stage);
        return why.join('. ') || this.#parts.links.describe(view.tile);
      },
    };
    anchor.dispatchEvent(new CustomEvent('ask-menu', { detail, bubbles: true }));
  }
}
