/** Keys on the stage: moving between tiles, pinning, zooming, moving the self view. */
import { nextCorner, type Step } from '../../layout/corners.js';
import { hostOf } from '../base/host.js';
import type { StageHost } from './stage-host.js';
import { togglePin, ZOOM_STEP } from './tile-menu.js';
import type { TileView } from './tile.js';
import type { Zooming } from './zooming.js';

/** Distance that an arrow key moves an enlarged screen, in CSS pixels. */
const PAN = 64;

const arrows: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

export class StageKeyboard {
  readonly #stage: StageHost;
  readonly #zooming: Zooming;
  /** The tile that is the tab stop, if it still exists. */
  #current: TileView | undefined;

  /** @param place the element that contains the tiles */
  constructor(stage: StageHost, place: HTMLElement, zooming: Zooming, signal: AbortSignal) {
    this.#stage = stage;
    this.#zooming = zooming;
    place.addEventListener('keydown', (event) => this.#handleKey(event), { signal });
    place.addEventListener('focusin', (event) => this.#handleFocus(event), { signal });
  }

  /** The tile whose button is reached with the Tab key. */
  get tabStop(): TileView | undefined {
    const { views } = this.#stage;
    return this.#current && views.includes(this.#current) ? this.#current : views[0];
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
    if (hasShortcuts && (key === 'p' || key === 'P')) togglePin(this.#stage, view);
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
}

function focusOn(view: TileView | undefined): void {
  view?.querySelector<HTMLElement>('.tile-button')?.focus();
}
