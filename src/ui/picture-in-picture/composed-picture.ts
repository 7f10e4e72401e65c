/** Draws all tiles of a stage into one picture, for browsers that support picture-in-picture only for a video. */
import { placeTiles, type Box } from '../../layout/layout.js';
import { hueOf, initialsOf } from '../../layout/tiles.js';
import type { TileView } from '../stage/tile.js';

const GAP = 8;

/** Draws the tiles of a stage, each with its video or initials, and its name. */
export function drawTiles(canvas: HTMLCanvasElement, tiles: readonly TileView[]): void {
  const context = canvas.getContext('2d')!;
  const large = tiles.filter(({ part }) => part.contains('large'));
  const inOrder = [...large, ...tiles.filter((view) => !large.includes(view))];
  const isPersonLarge = large.every(({ tile }) => tile.source === 'camera');
  const counts = { large: large.length, small: tiles.length - large.length, isPersonLarge };
  const boxes = placeTiles(counts, canvas, GAP);
  context.fillStyle = '#0e0f12';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.textBaseline = 'middle';
  for (const [index, view] of inOrder.entries()) {
    const box = boxes[index]!;
    context.save();
    context.beginPath();
    context.roundRect(box.x, box.y, box.width, box.height, GAP);
    context.clip();
    drawTile(context, box, view);
    context.restore();
  }
}

function drawTile(context: CanvasRenderingContext2D, box: Box, view: TileView): void {
  const { id, name, source } = view.tile;
  const video = view.querySelector('video');
  context.fillStyle = '#1e2026';
  context.fillRect(box.x, box.y, box.width, box.height);
  if (view.stream && video && video.videoWidth > 0) {
    const isMirrored = video.classList.contains('mirrored');
    drawVideo(context, box, video, { isWhole: source === 'screen', isMirrored });
  } else drawInitials(context, box, initialsOf(name), hueOf(id));
  context.font = '14px system-ui, sans-serif';
  context.textAlign = 'start';
  const width = Math.min(context.measureText(name).width + 16, box.width - 16);
  context.fillStyle = 'rgb(16 17 20 / 0.72)';
  context.beginPath();
  context.roundRect(box.x + 8, box.y + 8, width, 24, 12);
  context.fill();
  context.fillStyle = '#fff';
  context.fillText(name, box.x + 16, box.y + 20, width - 16);
}

function drawVideo(
  context: CanvasRenderingContext2D,
  box: Box,
  video: HTMLVideoElement,
  { isWhole, isMirrored }: { isWhole: boolean; isMirrored: boolean },
): void {
  const { videoWidth, videoHeight } = video;
  const ratios = [box.width / videoWidth, box.height / videoHeight];
  const scale = isWhole ? Math.min(...ratios) : Math.max(...ratios);
  const width = videoWidth * scale;
  const height = videoHeight * scale;
  context.save();
  context.translate(box.x + box.width / 2, box.y + box.height / 2);
  if (isMirrored) context.scale(-1, 1);
  context.drawImage(video, -width / 2, -height / 2, width, height);
  context.restore();
}

function drawInitials(
  context: CanvasRenderingContext2D,
  box: Box,
  initials: string,
  hue: number,
): void {
  const radius = Math.min(box.width, box.height) * 0.23;
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  context.fillStyle = `hsl(${hue} 30% 36%)`;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = '#fff';
  context.font = `600 ${radius * 0.75}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.fillText(initials, x, y);
}
