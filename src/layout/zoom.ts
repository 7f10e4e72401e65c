/** Zooms a shared screen inside its tile without leaving it. */
import type { Size } from './layout.js';

/** The visible part of a picture: zoom factor, and offset in widths and heights of the tile. */
export interface Zoom {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const whole: Zoom = Object.freeze({ scale: 1, x: 0, y: 0 });

/** The maximum zoom; beyond it, only pixels would be visible. */
export const LARGEST = 6;

const between = (value: number, least: number, most: number) =>
  Math.min(Math.max(value, least), most);

/** The zoom closest to `wished` at which the picture still fills the tile as far as possible. */
export function clampZoom(wished: Zoom, picture: Size, tile: Size): Zoom {
  const scale = between(wished.scale, 1, LARGEST);
  if (scale === 1 || !picture.width || !tile.width) return whole;
  const fit = Math.min(tile.width / picture.width, tile.height / picture.height);
  const spare = (pictured: number, tiled: number) =>
    Math.max(0, ((pictured * fit * scale) / tiled - 1) / 2);
  const across = spare(picture.width, tile.width);
  const down = spare(picture.height, tile.height);
  return { scale, x: between(wished.x, -across, across), y: between(wished.y, -down, down) };
}

/** Zooms by a factor around a point, relative to the tile's middle, which stays in place. */
export function zoomAt(
  zoom: Zoom,
  factor: number,
  point: { readonly x: number; readonly y: number },
): Zoom {
  const scale = between(zoom.scale * factor, 1, LARGEST);
  const grown = scale / zoom.scale;
  return {
    scale,
    x: point.x - (point.x - zoom.x) * grown,
    y: point.y - (point.y - zoom.y) * grown,
  };
}
