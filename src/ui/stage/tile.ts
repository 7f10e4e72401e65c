/** One tile of the stage: a person's camera or a screen, with its name and marks. */
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { hueOf, initialsOf, type Tile } from '../../layout/tiles.js';
import { isSame } from '../../call/base/is-same.js';
import { icon } from '../base/icons.js';
import { vocabularyOf, wordsIn } from '../i18n/vocabulary.js';
import { english } from '../i18n/words.js';

const isDifferent = (one: Tile, other: Tile): boolean => !isSame(one, other);

/** Additional content of a tile, once it is loaded. */
export interface TileInteraction {
  /** Everything that it shows and that the tile doesn't know, as text. */
  stateOf(view: TileView): string;
  /** Beside the name. */
  renderMarks(view: TileView): TemplateResult;
  /** Over the video. */
  renderOver(view: TileView): TemplateResult;
}

/**
 * @csspart tile - The tile of a camera or a screen.
 * @csspart large - With `tile`: the large one, if there is one.
 * @csspart floating - With `tile`: your own, floating over the others.
 * @csspart pinned - With `tile`: pinned by the user; also the icon for that.
 * @csspart speaking - With `tile`: the participant is speaking.
 * @csspart muted - With `tile`: the user muted it for themselves; also the icon for that.
 * @csspart interrupted - With `tile`: the connection to the participant is lost; also the text for that.
 * @csspart microphone-off - With `tile`: the microphone is off; also the icon for that.
 * @csspart camera-off - With `tile`: the camera is off; also the icon for that.
 * @csspart avatar - The initials on a tile without video.
 * @csspart video - The video on a tile, with its source, and `self` if it is yours.
 * @csspart link-problem - On a tile: why the participant can't be connected.
 * @csspart name - The label of a tile, with the name and icons.
 */
export class TileView extends LitElement {
  static override readonly styles = css`
    video-call-tile {
      position: relative;
      display: block;
      overflow: hidden;
      border-radius: var(--vc-radius);
      background: var(--vc-tile);
      color: #fff;
      container: tile / size;
    }
    video-call-tile video,
    .avatar {
      position: absolute;
      inset: 0;
      width: 100%;
      height: 100%;
    }
    .avatar {
      display: grid;
      place-items: center;
    }
    .avatar span {
      display: grid;
      place-items: center;
      width: min(46cqmin, 112px);
      aspect-ratio: 1;
      border-radius: 50%;
      background: hsl(var(--vc-hue) 30% 36%);
      font-size: min(17cqmin, 42px);
      font-weight: 600;
    }
    video-call-tile video {
      object-fit: var(--video-call-fit, cover);
      background: var(--vc-tile);
      opacity: 0;
    }
    video-call-tile video.shown {
      opacity: 1;
    }
    video-call-tile video.mirrored {
      scale: -1 1;
    }
    video-call-tile video.whole {
      object-fit: contain;
    }
    /* Portrait video is not cropped to fill a wide tile. */
    @container tile (min-aspect-ratio: 1.1) {
      video-call-tile video.upright {
        object-fit: contain;
      }
    }
    .label {
      position: absolute;
      inset-block-start: 0;
      inset-inline-start: 0;
      display: flex;
      align-items: center;
      gap: 0.375em;
      box-sizing: border-box;
      max-width: calc(100% - 2 * var(--vc-inset));
      margin: var(--vc-inset);
      padding: 0.25em 0.625em;
      border-radius: 1em;
      background: var(--vc-label);
      color: var(--vc-on-label);
      font-size: 0.8125em;
      line-height: 1.4;
    }
    /* At its top, a screen shows headings, and a camera nothing important. */
    [part~='screen'] > .label {
      inset-block: auto 0;
    }
    .label bdi {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .you {
      flex: none;
    }
    .mark {
      display: flex;
    }
  `;

  static override readonly properties = {
    // The stage creates all tiles on every change of the call; only those that changed render again.
    tile: { hasChanged: isDifferent },
    stream: {},
    tokens: {},
    interaction: {},
    interactionState: {},
    hasFrame: { state: true },
    isUpright: { state: true },
  };

  /** The participant's camera or screen that the tile shows. */
  tile!: Tile;
  /** The video, if any. */
  stream: MediaStream | undefined;
  /** Part tokens for the state that the stage gives the tile. */
  tokens = '';
  interaction: TileInteraction | undefined;
  /** What `interaction` shows; if that changes, the tile renders again. */
  interactionState = '';

  /** Whether the first frame has arrived; until then the avatar is shown. */
  private hasFrame = false;
  private isUpright = false;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Without this callback, `moveBefore()` would disconnect and reconnect the element. */
  connectedMoveCallback(): void {}

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('tile') || changed.has('tokens')) {
      this.part.value = `${partsOf(this.tile)} ${this.tokens}`;
      this.style.setProperty('--vc-hue', `${hueOf(this.tile.id)}`);
    }
    // Not by a binding: Lit sets an object again on every render, which would restart the video.
    if (changed.has('stream')) this.querySelector('video')!.srcObject = this.stream ?? null;
  }

  private get words() {
    return wordsIn(vocabularyOf(this), 'words', english);
  }

  /** Whose tile it is. “(you)” is a separate element, so no name can imitate it. */
  get label(): string {
    const { name, source, isSelf } = this.tile;
    const { words } = this;
    if (source === 'screen') return isSelf ? words.yourScreen : words.screenOf(name);
    return name;
  }

  #handleFrame(event: Event): void {
    const { videoWidth, videoHeight } = event.target as HTMLVideoElement;
    this.hasFrame = videoWidth > 0;
    this.isUpright = videoHeight > videoWidth;
  }

  #handleEmptied(): void {
    this.hasFrame = false;
  }

  protected override render() {
    const { name, source, isSelf, isMicrophoneOff, isCameraOff, isInterrupted } = this.tile;
    const { words } = this;
    const isScreen = source === 'screen';
    const { facingMode } = this.stream?.getVideoTracks()[0]?.getSettings() ?? {};
    // A rear camera is not mirrored, so that text stays readable.
    const isMirrored = isSelf && !isScreen && facingMode !== 'environment';
    const shown = this.hasFrame && this.stream !== undefined;
    // Without a tabindex, the video is a tab stop in Firefox: https://github.com/jwplayer/jwplayer/pull/2898
    return html`
      <div class="avatar" part="avatar" aria-hidden="true">
        ${isScreen ? icon('screen') : html`<span>${initialsOf(name)}</span>`}
      </div>
      <video
        part="video ${isMirrored ? 'self' : ''} ${source}"
        class="${shown ? 'shown' : ''} ${isMirrored ? 'mirrored' : ''} ${
          isScreen ? 'whole' : ''
        } ${this.isUpright ? 'upright' : ''}"
        aria-hidden="true"
        tabindex="-1"
        autoplay
        playsinline
        disablepictureinpicture
        .muted=${true}
        @loadeddata=${this.#handleFrame}
        @resize=${this.#handleFrame}
        @emptied=${this.#handleEmptied}
      ></video>
      <div class="label" part="name">
        ${!isScreen && isMicrophoneOff ? this.#renderMark('microphone') : nothing}
        ${this.interaction?.renderMarks(this)}
        ${!isScreen && isCameraOff ? this.#renderMark('camera') : nothing}
        <bdi>${this.label}</bdi>
        ${isSelf && !isScreen ? html`<span class="you" part="you">${words.you}</span>` : nothing}
        ${
          isInterrupted
            ? html`<span class="interrupted" part="interrupted">${words.reconnecting}</span>`
            : nothing
        }
      </div>
      ${this.interaction?.renderOver(this)}
    `;
  }

  #renderMark(source: 'microphone' | 'camera') {
    return html`
      <span class="mark" part="${source}-off">
        ${icon(`${source}Off`)}
        <span class="unseen">${this.words.isOff[source]}</span>
      </span>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'video-call-tile': TileView;
  }
}

const partsOf = ({ source, isSelf, isMicrophoneOff, isCameraOff, isInterrupted }: Tile): string =>
  [
    'tile',
    isSelf && 'self',
    source === 'screen' && 'screen',
    isMicrophoneOff && 'microphone-off',
    isCameraOff && 'camera-off',
    isInterrupted && 'interrupted',
  ]
    .filter(Boolean)
    .join(' ');
