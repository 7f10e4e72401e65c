/** Touch and mouse gestures on tiles: drag the self view into a corner, zoom and pan a shared screen. */
import { nearestCorner } from '../../layout/corners.js';
import { glide } from './glide.js';
import { scaleOf } from '../dom/scale-of.js';
import type { StageHost } from './stage-host.js';
import type { TileView } from './tile.js';
import type { Point, Zooming } from './zooming.js';

/** Zoom exponent per pixel of wheel movement. */
const WHEEL = 0.004;

/** Distance before a press becomes a drag, in CSS pixels. */
const SLACK = 4;

const middleOf = (points: readonly Point[]): Point => ({
  x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
  y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
});
const spreadOf = ([one, other]: readonly Point[]): number =>
  one && other ? Math.hypot(one.x - other.x, one.y - other.y) : 0;

export class Gestures {
  readonly #stage: StageHost;
  readonly #zooming: Zooming;
  readonly #listening = new AbortController();
  /** The touched tile and the positions of the pointers. */
  #view: TileView | undefined;
  readonly #touches = new Map<number, Point>();
  /** Distance moved so far, so that an unsteady hand doesn't start a drag. */
  #gone: Point = { x: 0, y: 0 };
  #isDragging = false;

  constructor(stage: StageHost, place: HTMLElement, zooming: Zooming) {
    this.#stage = stage;
    this.#zooming = zooming;
    const { signal } = this.#listening;
    place.addEventListener('pointerdown', (event) => this.#handleDown(event), { signal });
    place.addEventListener('pointermove', (event) => this.#handleMove(event), { signal });
    for (const type of ['pointerup', 'pointercancel'] as const) {
      place.addEventListener(type, (event) => this.#handleUp(event), { signal });
    }
    place.addEventListener('wheel', (event) => this.#handleWheel(event), {
      signal,
      passive: false,
    });
  }

  close(): void {
    this.#listening.abort();
    this.#drop();
  }

  #handleDown(event: PointerEvent): void {
    const view = (event.target as Element).closest('video-call-tile');
    // A tile that was removed while touched was never released.
    if (this.#view && !this.#view.isConnected) this.#drop();
    if (!view || event.button > 0 || (this.#view && view !== this.#view)) return;
    const isFloating = view.part.contains('floating');
    if (!isFloating && view.tile.source !== 'screen') return;
    this.#view = view;
    this.#touches.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  #handleMove(event: PointerEvent): void {
    const view = this.#view;
    if (!view || !this.#touches.has(event.pointerId)) return;
    // Released where no event reached us, such as over another window.
    if (!event.buttons) return this.#handleUp(event);
    const before = [...this.#touches.values()];
    this.#touches.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const after = [...this.#touches.values()];
    const from = middleOf(before);
    const to = middleOf(after);
    const by = { x: to.x - from.x, y: to.y - from.y };
    this.#gone = { x: this.#gone.x + by.x, y: this.#gone.y + by.y };
    const spread = spreadOf(before);
    const isFloating = view.part.contains('floating');
    if (spread && !isFloating) this.#zooming.zoom(view, spreadOf(after) / spread, from);
    if (!this.#isDragging) {
      this.#isDragging = Math.hypot(this.#gone.x, this.#gone.y) >= SLACK;
      if (!this.#isDragging || !(isFloating || this.#zooming.canShrink(view))) return;
      // From now on, the drag continues over other elements, and releasing it clicks no button.
      view.setPointerCapture(event.pointerId);
    }
    // Pointer positions are in screen pixels, transforms in the element's own pixels.
    const scale = scaleOf(view.parentElement!);
    if (isFloating) {
      const { x, y } = this.#gone;
      view.style.setProperty('transform', `translate(${x / scale.x}px, ${y / scale.y}px)`);
    } else if (this.#zooming.canShrink(view)) {
      this.#zooming.pan(view, { x: by.x / scale.x, y: by.y / scale.y });
    }
  }

  #handleUp(event: PointerEvent): void {
    if (!this.#touches.delete(event.pointerId) || this.#touches.size) return;
    if (event.type === 'pointerup') this.#settle();
    this.#drop();
  }

  #handleWheel(event: WheelEvent): void {
    const view = tileAt(event);
    if (!event.ctrlKey || view?.tile.source !== 'screen') return;
    // Otherwise, the page would zoom instead.
    event.preventDefault();
    const factor = Math.exp(-event.deltaY * WHEEL);
    this.#zooming.zoom(view, factor, { x: event.clientX, y: event.clientY });
  }

  /** The self view moves to the nearest corner. */
  #settle(): void {
    const view = this.#view;
    if (!view?.style.transform) return;
    const tile = view.getBoundingClientRect();
    const stage = view.parentElement!.getBoundingClientRect();
    const across = tile.x + tile.width / 2 - stage.x;
    const isRtl = getComputedStyle(view).direction === 'rtl';
    this.#stage.corner = nearestCorner(
      { x: isRtl ? stage.width - across : across, y: tile.y + tile.height / 2 - stage.y },
      stage,
    );
  }

  #drop(): void {
    const view = this.#view;
    this.#view = undefined;
    this.#touches.clear();
    this.#gone = { x: 0, y: 0 };
    this.#isDragging = false;
    if (view?.style.transform) glide([view], () => view.style.removeProperty('transform'));
  }
}

/** The tile under an event, unless the target is the tile's button. */
export function tileAt(event: Event): TileView | null {
  const target = event.target as Element;
  return target.closest('button') ? null : target.closest('video-call-tile');
}
