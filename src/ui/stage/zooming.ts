/** Zooms shared screens inside their tiles. */
import { LARGEST, clampZoom, whole, zoomAt, type Zoom } from '../../layout/zoom.js';
import type { TileView } from './tile.js';

/** A point on the screen, in CSS pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export class Zooming {
  readonly #zooms = new WeakMap<TileView, Zoom>();

  /** The zoom factor of a tile's picture; 1 shows the whole. */
  scale(view: TileView): number {
    return this.#of(view).scale;
  }

  canGrow(view: TileView): boolean {
    return view.tile.source === 'screen' && this.scale(view) < LARGEST;
  }

  canShrink(view: TileView): boolean {
    return this.scale(view) > 1;
  }

  /** Zooms around a point, by default the middle. */
  zoom(view: TileView, factor: number, point?: Point): void {
    if (view.tile.source !== 'screen') return;
    const { left, top, width, height } = view.getBoundingClientRect();
    const there = point
      ? { x: (point.x - left) / width - 0.5, y: (point.y - top) / height - 0.5 }
      : { x: 0, y: 0 };
    this.#set(view, zoomAt(this.#of(view), factor, there));
  }

  /** Moves the picture by a distance in the tile's pixels; returns whether it moved. */
  pan(view: TileView, by: Point): boolean {
    const zoom = this.#of(view);
    const { clientWidth, clientHeight } = view;
    this.#set(view, { ...zoom, x: zoom.x + by.x / clientWidth, y: zoom.y + by.y / clientHeight });
    const { x, y } = this.#of(view);
    return x !== zoom.x || y !== zoom.y;
  }

  /** Shows the whole picture. */
  reset(view: TileView): void {
    this.#set(view, whole);
  }

  /** Keeps the picture in its tile after the size of either changed. */
  clamp(view: TileView): void {
    if (this.canShrink(view)) this.#set(view, this.#of(view));
  }

  #of(view: TileView): Zoom {
    return this.#zooms.get(view) ?? whole;
  }

  #set(view: TileView, wished: Zoom): void {
    const video = view.querySelector('video')!;
    const picture = { width: video.videoWidth, height: video.videoHeight };
    const tile = { width: view.clientWidth, height: view.clientHeight };
    const zoom = clampZoom(wished, picture, tile);
    this.#zooms.set(view, zoom);
    view.classList.toggle('zoomed', zoom.scale > 1);
    const { x, y, scale } = zoom;
    video.style.setProperty(
      'transform',
      scale > 1 ? `translate(${x * 100}%, ${y * 100}%) scale(${scale})` : '',
    );
  }
}
