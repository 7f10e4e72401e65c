/** Everybody's tiles, laid out to fill the stage at its own size, and everybody's sound. */
import { css, html, nothing, type PropertyValues } from 'lit';
import type { Participant } from '../call/call-face.js';
import { fitsGrid, placeFloating, placeTiles, type Box, type Corner } from '../stage/layout.js';
import {
  arrangeTiles,
  setScene,
  soundOf,
  type Layout,
  type Scene,
  type SelfView,
  type Tile,
} from '../stage/tiles.js';
import type { Director } from './director.js';
import type { LinkSigns } from './link-signs.js';
import type { Hearing } from './hearing.js';
import { keepChildren } from './keep-children.js';
import type { TileView } from './tile.js';
import { View } from './view.js';

/** What a tile's name or button covers, in CSS pixels: what floats keeps off it. */
const HEADING = 36;

/**
 * @fires ask-self-view - Inside the element only: the person wants to see itself otherwise.
 * @csspart stage - The area that lays out the tiles.
 */
export class StageView extends View {
  static override readonly styles = css`
    video-call-stage {
      position: absolute;
      inset: 0;
      isolation: isolate;
      background: var(--stage);
      color: #fff;
    }
    .tiles {
      position: absolute;
      inset: var(--gap);
      gap: var(--gap);
    }
    /* What floats is mine alone, and the only thing that lies over something else. */
    .tiles [part~='floating'] {
      z-index: 1;
      box-shadow: 0 2px 12px rgb(0 0 0 / 0.5);
    }
    .tiles video-call-tile {
      position: absolute;
      inset: 0 auto auto 0;
      width: var(--width);
      height: var(--height);
      translate: var(--x) var(--y);
    }
    /* Where there is height to spare, the toolbar has a place of its own. */
    @container video-call (max-aspect-ratio: 3/4) and (height > 400px) {
      .tiles {
        inset-block-end: calc(var(--round) + 40px + env(safe-area-inset-bottom, 0px));
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

  /** What of the call is here: while a window shows the people, the page has the sound. */
  shows: 'all' | 'people' | 'sound' = 'all';
  /** Whether people stand equal or one of them large. */
  layout: Layout = 'auto';
  /** How I see myself. */
  selfView: SelfView = 'auto';
  /** The key of the tile that I want large. */
  pinned: string | undefined;
  /** Where my picture floats, if it does. */
  corner: Corner = 'end-end';
  /** Who of the others speaks, or spoke last. */
  active: number | undefined;
  /** Who speaks right now. */
  speakers: ReadonlySet<number> = new Set();
  /** Which tiles stay dark: the way from there carries no more than sound, or I want no more. */
  heldBack: ReadonlyMap<string, 'weak' | 'chosen'> = new Map();

  /** Whether the browser holds back the sound until somebody taps. */
  private isBlocked = false;

  /** By participant and source; what is not in it is as loud as it comes. */
  readonly hearings = new Map<string, Hearing>();
  #resizes: ResizeObserver | undefined;
  #tiles: readonly Tile[] = [];
  #scene: Scene = { large: [], small: [], floating: undefined };
  /** Where each tile was placed last. */
  #boxes = '';
  #views: readonly TileView[] = [];
  #director: Director | undefined;
  #directing: Promise<unknown> | undefined;

  /** How the links are, once that is looked at. */
  get links(): LinkSigns | undefined {
    return this.#director?.links;
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
    // The tiles, told of their streams just now, render in the microtasks before this one.
    queueMicrotask(() => this.#play());
    if (!this.#resizes && this.isConnected) {
      this.#resizes = new (this.ownerDocument.defaultView ?? window).ResizeObserver(() =>
        this.layOut(false),
      );
      this.#resizes.observe(this.querySelector('.tiles')!);
    }
    // Where that failed, such as without a network, the next drawing tries again.
    if (this.call.self && this.isConnected) {
      this.#directing ??= this.#direct().catch(() => (this.#directing = undefined));
    }
  }

  /** Asks for another way to see myself. */
  askSelfView(selfView: SelfView): void {
    this.ask('ask-self-view', selfView);
  }

  /** What is seen, in the order of the tiles. */
  get views(): readonly TileView[] {
    return this.#views;
  }

  /** Loads what the first picture does not wait for: who speaks, and all that hands do to tiles. */
  async #direct(): Promise<void> {
    const { Director } = await import('./director.js');
    if (!this.isConnected || this.#director) return;
    this.#director = new Director(this);
    this.requestUpdate();
  }

  #dismiss(): void {
    this.#director?.close();
    this.#director = this.#directing = undefined;
  }

  #handleSound(): void {
    this.giveFocusBack();
    this.isBlocked = false;
    this.#play();
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
        this.#director?.links.tokenOf(tile),
      ]
        .filter(Boolean)
        .join(' ');
      view.extras = this.#director;
    }
  }

  /** Everything that is to be heard, each once. */
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
      this.#director?.tune(audio);
      if (audio.srcObject !== stream) audio.srcObject = stream;
    }
  }

  /**
   * Shows each tile in its place; `glides` where it is the people who changed and not the stage.
   * Sizes go through the style object: a strict policy forbids style attributes.
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
          view.style.setProperty(`--${name}`, `${value}px`);
        }
      }
    };
    if (glides && this.#director) this.#director.glide(this.#views, place);
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
      // Beside a large tile it covers that one, and nobody in the strip.
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

  /** Media elements stop when they are moved in the page, and some browsers start none unasked. */
  #play(): void {
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
