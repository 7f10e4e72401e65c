/** Shows link quality on the stage: bars on a tile, details in its menu, an event, an announcement. */
import { css, html, nothing, type TemplateResult } from 'lit';
import {
  LinkQuality,
  type Cause,
  type LinkQualityEvents,
  type Quality,
} from '../../features/link-quality.js';
import type { Tile } from '../../layout/tiles.js';
import type { Announcement } from '../base/say.js';
import { hostOf } from '../base/host.js';
import { panelsFor } from '../i18n/panel-words.js';
import type { StageHost } from './stage-host.js';
import type { TileView } from './tile.js';
import type { LinkDetail } from '../base/video-call-event-map.js';

/** Below these, jitter (in milliseconds) and the share of frozen video are not mentioned. */
const UNEVEN = 30;
const HANGING = 0.05;

export const linkStyles = css`
  /* The audio level comes before the name, the link quality after it. */
  .quality {
    position: relative;
    order: 1;
    flex: none;
    gap: 1.5px;
    align-items: flex-end;
    height: 0.8em;
  }
  .quality i {
    box-sizing: border-box;
    width: 3px;
    height: 100%;
    border-radius: 1px;
    background: currentColor;
    opacity: 0.35;
  }
  .quality i:nth-of-type(1) {
    height: 40%;
  }
  .quality i:nth-of-type(2) {
    height: 70%;
  }
  .quality:is(.fair, .poor) i:nth-of-type(1),
  .quality.fair i:nth-of-type(2) {
    opacity: 1;
  }
  /* A page may use dark names on a light background: a tint works on both. */
  .quality:is(.poor, .lost) {
    color: color-mix(in srgb, #f2c14e 60%, currentColor);
  }
  .quality.lost::after {
    position: absolute;
    inset: calc(50% - 0.75px) -2px;
    border-radius: 1px;
    background: currentColor;
    rotate: -45deg;
    content: '';
  }
  /* Here there is room for the word. */
  @container tile (width >= 16.875em) {
    .quality.lost {
      display: none;
    }
  }
  /* If a name has little room, the level is hidden during silence. */
  @container tile (width < 13.75em) {
    video-call-tile:not([part~='speaking']) .label:has(.quality) .level {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .quality i {
      border: 1px solid CanvasText;
      background: Canvas;
      opacity: 1;
    }
    .quality:is(.fair, .poor) i:nth-of-type(1),
    .quality.fair i:nth-of-type(2),
    .quality.lost::after {
      background: CanvasText;
    }
  }
`;

/**
 * @fires ask-announce - Inside the element only: a link became poor, or good again.
 * @csspart quality - The signal bars on a tile whose link is not good, with `fair`, `poor` or `lost`.
 */
export class LinkQualityView {
  readonly #stage: StageHost;
  readonly #links: LinkQuality;
  readonly #listening = new AbortController();
  /** The last quality reported to the page, by participant. */
  readonly #told = new Map<number, Quality>();
  /** The participants whose link was announced as poor. */
  readonly #weak = new Set<number>();

  constructor(stage: StageHost) {
    this.#stage = stage;
    this.#links = new LinkQuality(stage.call, undefined, () => !document.hidden);
    const { signal } = this.#listening;
    this.#links.on('change', (change) => this.#handleChange(change), { signal });
    this.#links.on('look', () => this.#handleLook(), { signal });
    this.#links.start();
  }

  close(): void {
    this.#listening.abort();
    this.#links.close();
  }

  /** Measures the links now, without waiting for the next interval. */
  look(): Promise<void> {
    return this.#links.look();
  }

  /** The quality of the link to a tile's participant, unless it is good. */
  of({ id }: Tile): Exclude<Quality, 'good'> | undefined {
    const quality = this.#links.quality(id);
    return quality === 'good' ? undefined : quality;
  }

  /** The quality of a link, and what impairs it most. */
  rating(id: number): { quality: Quality | undefined; cause: Cause | undefined } {
    return { quality: this.#links.quality(id), cause: this.#links.cause(id) };
  }

  /** The part token of a tile; a lost link has another token. */
  tokenOf(tile: Tile): 'fair' | 'poor' | false {
    const quality = this.of(tile);
    return quality !== undefined && quality !== 'lost' && quality;
  }

  /** The signal bars beside a name. */
  render({ tile }: TileView): TemplateResult | typeof nothing {
    const quality = tile.source === 'camera' && this.of(tile);
    if (!quality) return nothing;
    const words = this.describe(tile);
    const { qualities } = panelsFor(this.#stage).link;
    return html`
      <span class="mark quality ${quality}" part="quality ${quality}" title=${words}>
        <i></i><i></i><i></i>
        ${quality === 'lost' ? nothing : html`<span class="unseen">${qualities[quality]}</span>`}
      </span>
    `;
  }

  /** The quality of a link with its measurements, as text; empty if unknown. */
  describe({ id }: Tile): string {
    const quality = this.#links.quality(id);
    if (!quality) return '';
    const { link: words } = panelsFor(this.#stage);
    const { roundTrip, jitter, packetLossIn, packetLossOut, freezeRatio } = this.#links.facts(id);
    const loss =
      packetLossIn === undefined ? packetLossOut : Math.max(packetLossIn, packetLossOut ?? 0);
    return words.facts(
      words.qualities[quality],
      [
        loss !== undefined && words.loss(loss),
        roundTrip !== undefined && words.delay(Math.round(roundTrip)),
        jitter !== undefined && jitter >= UNEVEN && words.jitter(Math.round(jitter)),
        freezeRatio !== undefined && freezeRatio >= HANGING && words.frozen(freezeRatio),
      ].filter((one) => one !== false),
    );
  }

  #handleChange({ participant: id, quality, ...rest }: LinkQualityEvents['change']): void {
    this.#stage.requestUpdate();
    const { call } = this.#stage;
    const participant = call.participants.find((person) => person.id === id);
    // A link that is lost, restored and lost again before it is measured counts as lost throughout.
    if (!participant || !quality || quality === this.#told.get(id)) return;
    this.#told.set(id, quality);
    const detail: LinkDetail = { participant, quality, ...rest };
    hostOf(this.#stage).dispatchEvent(new CustomEvent('quality', { detail, composed: true }));
  }

  /** Measurements are shown if a link is not good; changes are announced for all links at once. */
  #handleLook(): void {
    for (const view of this.#stage.views) if (this.of(view.tile)) view.requestUpdate();
    const { link: words } = panelsFor(this.#stage);
    const qualityOf = (id: number) => this.#links.quality(id);
    const others = this.#stage.call.participants;
    const namesOf = (isMeant: (id: number) => boolean) =>
      others.filter(({ id }) => isMeant(id)).map(({ name }) => name);
    const weak = namesOf((id) => qualityOf(id) === 'poor' && !this.#weak.has(id));
    const better = namesOf((id) => qualityOf(id) === 'good' && this.#weak.has(id));
    for (const { id } of others) {
      if (qualityOf(id) === 'poor') this.#weak.add(id);
      else if (qualityOf(id) !== 'fair') this.#weak.delete(id);
    }
    if (weak.length) this.#announce(words.weak(weak));
    if (better.length) this.#announce(words.better(better));
  }

  #announce(text: string): void {
    const detail: Announcement = { text };
    this.#stage.dispatchEvent(new CustomEvent('ask-announce', { detail, bubbles: true }));
  }
}
