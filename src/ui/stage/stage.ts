/** Everyone's tiles, laid out to fill the stage at its own size, and everyone's audio. */
import { css, html, nothing, type PropertyValues } from 'lit';
import type { Participant } from '../../call/call-api.js';
import { fitsGrid, placeFloating, placeTiles, type Box, type Corner } from '../../layout/layout.js';
import {
  arrangeTiles,
  setScene,
  soundOf,
  type Layout,
  type Scene,
  type SelfView,
  type Tile,
} from '../../layout/tiles.js';
import type { StageInteraction } from './stage-interaction.js';
import type { LinkQualityView } from './link-quality-view.js';
import type { AudioSettings, StageHost } from './stage-host.js';
import { firstPicture } from './first-picture.js';
import { keepChildren } from '../dom/keep-children.js';
import type { TileView } from './tile.js';
import { View } from '../base/view.js';
import { loadChunk } from '../../call/base/load-chunk.js';

/** Height covered by a tile's name or button, which the floating tile avoids, in CSS pixels. */
const HEADING = 36;

/**
 * @fires ask-self-view - Inside the element only: the user wants to change the self view.
 * @csspart stage - The area that lays out the tiles.
 */
export class StageView extends View implements StageHost {
  static override readonly styles = css`
    video-call-stage {
      position: absolute;
      inset: 0;
      isolation: isolate;
      background: var(--vc-stage);
      color: #fff;
    }
    .tiles {
      position: absolute;
      inset: var(--vc-gap);
      gap: var(--vc-gap);
    }
    /* Only the self view floats, and it is the only tile that covers another. */
    .tiles [part~='floating'] {
      z-index: 1;
      box-shadow: 0 2px 12px rgb(0 0 0 / 0.5);
    }
    .tiles video-call-tile {
      position: absolute;
      inset: 0 auto auto 0;
      width: var(--vc-width);
      height: var(--vc-height);
      translate: var(--vc-x) var(--vc-y);
    }
    /* If there is enough height, the toolbar has its own space. */
    @container video-call (max-aspect-ratio: 3/4) and (height > 400px) {
      .tiles {
        inset-block-end: calc(var(--vc-round) + 40px + env(safe-area-inset-bottom, 0px));
      }
    }
  `;

  static override readonly properties = {
    shows: {},
    layout: {},
    selfView: {},
    pinned: { state: true },
    corner: { state: true },
    active: { state: true },
    speakers: { state: true },
    heldBack: { state: true },
    isBlocked: { state: true },
  };

  /** Which part of the call is rendered here: while a window shows the people, the page plays the audio. */
  shows: 'all' | 'people' | 'sound' = 'all';
  /** Whether tiles are equal or one is large. */
  layout: Layout = 'auto';
  /** Where the local participant's own video is. */
  selfView: SelfView = 'auto';
  /** The key of the pinned tile. */
  pinned: string | undefined;
  /** Corner of the floating self view, if there is one. */
  corner: Corner = 'end-end';
  /** The remote participant who is speaking, or spoke last. */
  active: number | undefined;
  /** Who is speaking right now. */
  speakers: ReadonlySet<number> = new Set();
  /** Tiles without video: the link carries audio only (`weak`), or the user chose audio only (`chosen`). */
  heldBack: ReadonlyMap<string, 'weak' | 'chosen'> = new Map();

  /** Whether the browser blocks audio until the user taps. */
  private isBlocked = false;

  /** By participant and source; anything missing plays at full volume. */
  readonly hearings = new Map<string, AudioSettings>();
  #resizes: ResizeObserver | undefined;
  #tiles: readonly Tile[] = [];
  #scene: Scene = { large: [], small: [], floating: undefined };
  /** The last position of each tile. */
  #boxes = '';
  #views: readonly TileView[] = [];
  #interaction: StageInteraction | undefined;
  #directing: Promise<unknown> | undefined;

  /** The quality of the links, once it is measured. */
  get links(): LinkQualityView | undefined {
    return this.#interaction?.links;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes?.disconnect();
    this.#resizes = undefined;
    this.#dismiss();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('call')) this.#dismiss();
    this.#tiles = arrangeTiles(
      this.shows === 'sound' ? [] : this.call.participants,
      this.call.self?.id,
      (id) => this.call.linkStatus(id) === 'interrupted',
    );
  }

  protected override updated(): void {
    this.layOut(true);
    this.#keepSounds();
    // The tiles just received their streams and render in earlier microtasks than this one.
    queueMicrotask(() => this.play());
    if (!this.#resizes && this.isConnected) {
      this.#resizes = new (this.ownerDocument.defaultView ?? window).ResizeObserver(() =>
        this.layOut(false),
      );
      this.#resizes.observe(this.querySelector('.tiles')!);
    }
    // If loading failed, such as without a network, the next render retries.
    if (this.call.self && this.isConnected) {
      this.#directing ??= this.#direct().catch(() => (this.#directing = undefined));
    }
  }

  /** Requests another self view. */
  askSelfView(selfView: SelfView): void {
    this.ask('ask-self-view', selfView);
  }

  /** The visible tiles, in order. */
  get views(): readonly TileView[] {
    return this.#views;
  }

  /** Loads what is not needed for the first video frame: speaker detection, and mouse, touch and key handling. */
  async #direct(): Promise<void> {
    const { call } = this;
    await firstPicture(call, this);
    const { StageInteraction } = await loadChunk(() => import('./stage-interaction.js'));
    if (!this.isConnected || this.#interaction || call !== this.call) return;
    this.#interaction = new StageInteraction(this);
    this.requestUpdate();
  }

  #dismiss(): void {
    this.#interaction?.close();
    this.#interaction = this.#directing = undefined;
  }

  #handleSound(): void {
    this.giveFocusBack();
    this.isBlocked = false;
    this.play();
  }

  get #others(): readonly Participant[] {
    return this.call.participants.filter(({ id }) => id !== this.call.self?.id);
  }

  #keepTiles(): void {
    const { call } = this;
    const { large, small, floating } = this.#scene;
    const tiles = this.#tiles.filter(
      (tile) => tile === floating || large.includes(tile) || small.includes(tile),
    );
    const keys = tiles.map(({ key }) => key);
    const focused = this.querySelector<TileView>('video-call-tile:focus-within');
    if (focused && !keys.includes(focused.dataset.key!)) this.giveFocusBack();
    this.#views = keepChildren(this.querySelector('.tiles')!, 'video-call-tile', keys);
    for (const [index, tile] of tiles.entries()) {
      const view = this.#views[index]!;
      const isCamera = tile.source === 'camera';
      view.setAttribute('role', 'listitem');
      view.tile = tile;
      const isDark = this.heldBack.has(tile.key);
      view.stream = isDark ? undefined : call.stream(tile.isSelf ? 'self' : tile.id, tile.source);
      view.tokens = [
        large.includes(tile) && 'large',
        tile === floating && 'floating',
        tile.key === this.pinned && 'pinned',
        isCamera && this.speakers.has(tile.id) && 'speaking',
        !tile.isSelf && this.hearings.get(soundOf(tile))?.isMuted && 'muted',
        this.#interaction?.links.tokenOf(tile),
      ]
        .filter(Boolean)
        .join(' ');
      view.interaction = this.#interaction;
      view.interactionState = this.#interaction?.stateOf(view) ?? '';
    }
  }

  /** One audio element for each remote audio stream. */
  #keepSounds(): void {
    const sounds = new Map<string, MediaStream>();
    for (const { id } of this.shows === 'people' ? [] : this.#others) {
      for (const source of ['microphone', 'screen-audio'] as const) {
        const stream = this.call.stream(id, source);
        if (stream) sounds.set(`${id} ${source}`, stream);
      }
    }
    for (const audio of keepChildren(this.querySelector('.sounds')!, 'audio', [...sounds.keys()])) {
      const stream = sounds.get(audio.dataset.key!)!;
      audio.autoplay = true;
      this.#interaction?.applyPlayback(audio);
      if (audio.srcObject !== stream) audio.srcObject = stream;
    }
  }

  /**
   * Puts each tile in its place; `glides` animates it, if the people changed and not the stage.
   * Sizes are set through the style object: a strict CSP forbids style attributes.
   */
  layOut(glides: boolean): void {
    const stage = this.querySelector<HTMLElement>('.tiles')!;
    const size = { width: stage.clientWidth, height: stage.clientHeight };
    const { columnGap, direction } = getComputedStyle(stage);
    const gap = parseFloat(columnGap) || 0;
    this.#scene = setScene(this.#tiles, this, (count) => fitsGrid(count, size, gap));
    this.#keepTiles();
    const boxes = this.#placeAll(stage, size, gap);
    const placed = JSON.stringify([direction, ...boxes]);
    if (placed === this.#boxes) return;
    this.#boxes = placed;
    const place = () => {
      for (const view of this.#views) {
        const { x, y, width, height } = boxes.get(view.tile.key)!;
        const left = direction === 'rtl' ? size.width - width - x : x;
        for (const [name, value] of Object.entries({ x: left, y, width, height })) {
          view.style.setProperty(`--vc-${name}`, `${value}px`);
        }
      }
    };
    if (glides && this.#interaction) this.#interaction.glide(this.#views, place);
    else place();
  }

  #placeAll(stage: HTMLElement, size: { width: number; height: number }, gap: number) {
    const { large, small, floating } = this.#scene;
    const isPersonLarge = large.every(({ source }) => source === 'camera');
    const counts = { large: large.length, small: small.length, isPersonLarge };
    const boxes = new Map<string, Box>();
    for (const [index, box] of placeTiles(counts, size, gap).entries()) {
      boxes.set([...large, ...small][index]!.key, box);
    }
    if (floating) {
      // Beside a large tile, it floats over that one and doesn't cover the strip.
      const [first] = small.length ? large : [];
      const area = (first && boxes.get(first.key)) ?? { x: 0, y: 0, ...size };
      const toolbar = this.closest('.base')?.querySelector<HTMLElement>('.toolbar');
      const box = placeFloating(this.corner, area, gap, {
        above: HEADING,
        below: this.#tiles.some(({ source }) => source === 'screen') ? HEADING : 0,
        toolbar: toolbar && {
          x: toolbar.offsetLeft - stage.offsetLeft - area.x,
          y: toolbar.offsetTop - stage.offsetTop - area.y,
          width: toolbar.offsetWidth,
          height: toolbar.offsetHeight,
        },
      });
      boxes.set(floating.key, { ...box, x: box.x + area.x, y: box.y + area.y });
    }
    return boxes;
  }

  /** Plays what is paused: media elements pause when they are moved in the page, and some browsers don't autoplay. */
  play(): void {
    for (const media of this.querySelectorAll<HTMLMediaElement>('audio, video')) {
      if (!media.srcObject || !media.paused) continue;
      media.play().then(
        () => {
          if (media.localName === 'audio') this.isBlocked = false;
        },
        (error: unknown) => {
          if (error instanceof Error && error.name === 'NotAllowedError') this.isBlocked = true;
        },
      );
    }
  }

  protected override render() {
    const { words } = this;
    return html`
      <div class="tiles" part="stage" role="list" aria-label=${words.people}></div>
      <div class="sounds"></div>
      ${
        this.shows === 'people'
          ? nothing
          : html`
              <video-call-hints
                .call=${this.call}
                .isBlocked=${this.isBlocked}
                .isElsewhere=${this.shows === 'sound'}
                @ask-sound=${this.#handleSound}
              ></video-call-hints>
            `
      }
    `;
  }
}
