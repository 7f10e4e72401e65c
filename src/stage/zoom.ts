/** How a presentation is enlarged inside its tile without ever leaving it. */
import type { Size } from './layout.js';

/** What is seen of a picture: how often enlarged, and moved by how many widths and heights of the tile. */
export interface Zoom {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const whole: Zoom = Object.freeze({ scale: 1, x: 0, y: 0 });

/** As large as one may see it; beyond, there are only blocks. */
export const LARGEST = 6;

const between = (value: number, least: number, most: number) =>
  Math.min(Math.max(value, least), most);

/** The zoom next to the one wished for in which the picture still fills the tile wherever it can. */
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

/** Enlarges by a factor so that what is under a point, counted from the tile's middle, stays there. */
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
