/** Everybody's tiles, laid out to fill the stage at its own size, and everybody's sound. */
import { css, html, nothing, type PropertyValues } from 'lit';
import type { Participant } from '../call/call-face.js';
import { placeTiles } from '../stage/layout.js';
import { arrangeTiles, type Tile } from '../stage/tiles.js';
import { keepChildren } from './keep-children.js';
import type { TileView } from './tile.js';
import { View } from './view.js';

/**
 * @slot empty - What stands there while nobody else has come.
 * @csspart stage - The area that lays out the tiles.
 * @csspart alone - What stands there while nobody else has come.
 * @csspart sound-button - The button that appears where the browser holds back the sound.
 */
export class StageView extends View {
  static override readonly styles = css`
    video-call-stage {
      position: absolute;
      inset: 0;
      background: var(--stage);
      color: #fff;
    }
    .tiles {
      position: absolute;
      inset: var(--gap);
      gap: var(--gap);
    }
    .tiles video-call-tile {
      position: absolute;
      inset: 0 auto auto 0;
      width: var(--width);
      height: var(--height);
      translate: var(--x) var(--y);
    }
    .alone,
    .sound {
      position: absolute;
      inset-inline: 0;
      width: fit-content;
      margin-inline: auto;
    }
    .alone {
      inset-block-end: calc(
        var(--round) * 4 / 3 + var(--inset) * 4 + env(safe-area-inset-bottom, 0px)
      );
      box-sizing: border-box;
      max-width: calc(100% - 4 * var(--inset));
      padding: 0.625em 1.25em;
      border-radius: var(--radius);
      background: rgb(16 17 20 / 0.72);
      text-align: center;
    }
    .alone p {
      margin: 0;
    }
    .alone p + p {
      color: #c9ccd3;
      font-size: 0.875em;
    }
    .sound {
      inset-block-start: 50%;
      translate: 0 -50%;
    }
    /* Where there is height to spare, the toolbar has a place of its own. */
    @container video-call (max-aspect-ratio: 3/4) and (height > 400px) {
      .tiles {
        inset-block-end: calc(var(--round) + 40px + env(safe-area-inset-bottom, 0px));
      }
    }
    @container video-call (height < 260px) or (width < 300px) {
      .alone {
        padding: 0.25em 0.75em;
        font-size: 0.8125em;
      }
      .alone p + p {
        display: none;
      }
    }
  `;

  static override readonly properties = { isBlocked: { state: true } };

  /** Whether the browser holds back the sound until somebody taps. */
  private isBlocked = false;

  #resizes: ResizeObserver | undefined;
  #tiles: readonly Tile[] = [];
  #views: readonly TileView[] = [];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes?.disconnect();
    this.#resizes = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.#tiles = arrangeTiles(
      this.call.participants,
      this.call.self?.id,
      (id) => this.call.linkStatus(id) === 'interrupted',
    );
  }

  protected override updated(): void {
    this.#keepTiles();
    this.#keepSounds();
    this.#layOut();
    // The tiles, told of their streams just now, render in the microtasks before this one.
    queueMicrotask(() => this.#play());
    if (!this.#resizes && this.isConnected) {
      this.#resizes = new ResizeObserver(() => this.#layOut());
      this.#resizes.observe(this.querySelector('.tiles')!);
    }
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
    const keys = this.#tiles.map(({ key }) => key);
    this.#views = keepChildren(this.querySelector('.tiles')!, 'video-call-tile', keys);
    for (const [index, tile] of this.#tiles.entries()) {
      const view = this.#views[index]!;
      view.setAttribute('role', 'listitem');
      view.tile = tile;
      view.stream = call.stream(tile.isSelf ? 'self' : tile.id, tile.source);
    }
  }

  /** Everything that is to be heard, each once. */
  #keepSounds(): void {
    const sounds = new Map<string, MediaStream>();
    for (const { id } of this.#others) {
      for (const source of ['microphone', 'screen-audio'] as const) {
        const stream = this.call.stream(id, source);
        if (stream) sounds.set(`${id} ${source}`, stream);
      }
    }
    for (const audio of keepChildren(this.querySelector('.sounds')!, 'audio', [...sounds.keys()])) {
      const stream = sounds.get(audio.dataset.key!)!;
      audio.autoplay = true;
      if (audio.srcObject !== stream) audio.srcObject = stream;
    }
  }

  /** Sizes go through the style object: a strict policy forbids style attributes. */
  #layOut(): void {
    const stage = this.querySelector<HTMLElement>('.tiles')!;
    const large = this.#tiles.filter((tile) => tile.isLarge).length;
    const boxes = placeTiles(
      { large, small: this.#tiles.length - large },
      { width: stage.clientWidth, height: stage.clientHeight },
      parseFloat(getComputedStyle(stage).columnGap) || 0,
    );
    for (const [index, view] of this.#views.entries()) {
      for (const [name, value] of Object.entries(boxes[index] ?? {})) {
        view.style.setProperty(`--${name}`, `${value}px`);
      }
    }
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
        this.#others.length === 0
          ? html`
              <slot name="empty">
                <div class="alone" part="alone">
                  <p>${words.alone}</p>
                  <p>${words.invite}</p>
                </div>
              </slot>
            `
          : nothing
      }
      ${
        this.isBlocked
          ? html`
              <button
                class="button primary sound"
                part="button sound-button"
                @click=${this.#handleSound}
              >
                ${words.turnOnSound}
              </button>
            `
          : nothing
      }
    `;
  }
}
