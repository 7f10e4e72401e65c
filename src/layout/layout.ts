/** Computes the place of each tile on a stage of a given size. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

/** The corner of a floating tile: block axis first, then inline axis. */
export type Corner = 'start-start' | 'start-end' | 'end-start' | 'end-end';

/** Allowed shapes of a camera tile, as width / height; only the background at the sides is cropped. */
const WIDEST = 16 / 9;
const NARROWEST = { alone: 0.45, portrait: 3 / 4, landscape: 1 };

/** Below this size, a face can't be recognised, in CSS pixels. */
const USEFUL: Size = { width: 88, height: 60 };
/** Share of the stage's width for the strip beside a large tile: more if its tiles would be tiny. */
const STRIPS = [0.2, 0.3, 0.4];
const STRIP_TILE = 56;

/**
 * Places equal tiles so that they cover as much of the box as possible; rows are centred, including the
 * last one. `shape` limits width / height of a tile; without it, a tile fills its whole cell.
 */
function placeGrid(
  count: number,
  box: Box,
  gap: number,
  shape?: { readonly narrowest: number; readonly widest: number },
): Box[] {
  if (count === 0) return [];
  let best = { columns: 1, width: 0, height: 0, score: -1 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    // An empty row or a superfluous column is never better.
    if (Math.ceil(count / rows) < columns) continue;
    let width = Math.max(0, (box.width - gap * (columns - 1)) / columns);
    let height = Math.max(0, (box.height - gap * (rows - 1)) / rows);
    // A shared screen is never cropped, so what counts is the visible size of a 16:9 picture in the cell.
    let score = Math.min(width, height * WIDEST) * Math.min(height, width / WIDEST);
    if (shape) {
      width = Math.min(width, height * shape.widest);
      height = Math.min(height, width / shape.narrowest);
      score = width * height;
    }
    if (score > best.score) best = { columns, width, height, score };
  }
  const width = Math.floor(best.width);
  const height = Math.floor(best.height);
  const rows = Math.ceil(count / best.columns);
  const top = box.y + (box.height - rows * height - (rows - 1) * gap) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / best.columns);
    const inRow = row < rows - 1 ? best.columns : count - row * best.columns;
    const left = box.x + (box.width - inRow * width - (inRow - 1) * gap) / 2;
    const column = index - row * best.columns;
    return {
      x: Math.round(left + column * (width + gap)),
      y: Math.round(top + row * (height + gap)),
      width,
      height,
    };
  });
}

/**
 * Places `large` tiles, then `small` ones. Without large tiles, the people fill the stage; otherwise they
 * are in a strip at the side (below, on a portrait stage). A large tile is a shared screen, shown
 * whole, or a person, who may fill a taller tile.
 */
export function placeTiles(
  counts: { readonly large: number; readonly small: number; readonly isPersonLarge?: boolean },
  size: Size,
  gap: number,
): Box[] {
  const { large, small, isPersonLarge } = counts;
  const { width, height } = size;
  const stage: Box = { x: 0, y: 0, width, height };
  const isPortrait = height > width;
  if (large === 0) {
    const narrowest =
      small === 1 ? NARROWEST.alone : isPortrait ? NARROWEST.portrait : NARROWEST.landscape;
    return placeGrid(small, stage, gap, { narrowest, widest: WIDEST });
  }
  if (small === 0) return placeGrid(large, stage, gap);
  const people = { narrowest: NARROWEST.landscape, widest: WIDEST };
  if (isPortrait) {
    const shape = isPersonLarge ? NARROWEST.portrait : WIDEST;
    const main = Math.min(height * 0.65, (width / shape + gap) * large);
    const strip = Math.max(0, height - main - gap);
    return [
      ...placeGrid(large, { ...stage, height: main }, gap),
      ...placeGrid(small, { ...stage, y: main + gap, height: strip }, gap, people),
    ];
  }
  let main = 0;
  let strip: Box[] = [];
  for (const share of STRIPS) {
    const across = Math.min(Math.max(width * share, 48), 280);
    main = Math.max(0, width - across - gap);
    strip = placeGrid(small, { ...stage, x: main + gap, width: across }, gap, people);
    if (strip[0]!.width >= STRIP_TILE) break;
  }
  // The space that a strip of many rows leaves at its sides is better used by the large tile.
  const spare = Math.min(...strip.map(({ x }) => x)) - main - gap;
  main += 2 * spare;
  strip = strip.map((box) => ({ ...box, x: box.x + spare }));
  return [...placeGrid(large, { ...stage, width: main }, gap), ...strip];
}

/** Whether this many people can be recognised in an equal grid. */
export function fitsGrid(count: number, size: Size, gap: number): boolean {
  const [box] = placeTiles({ large: 0, small: count }, size, gap);
  // A stage without a size yet is no reason to enlarge anyone.
  if (!box || !box.width) return true;
  return count < 3 || (box.width >= USEFUL.width && box.height >= USEFUL.height);
}

/**
 * Places the floating tile in a corner, far enough from the edges to cover no name and
 * never over the toolbar.
 */
export function placeFloating(
  corner: Corner,
  size: Size,
  gap: number,
  free: {
    readonly above: number;
    readonly below: number;
    readonly toolbar?: Box | null | undefined;
  },
): Box {
  const isPortrait = size.height > size.width;
  const shape = isPortrait ? NARROWEST.portrait : WIDEST;
  const across = isPortrait ? size.width * 0.28 : size.width * 0.2;
  const width = Math.round(
    Math.min(Math.max(across, 72), isPortrait ? 144 : 256, size.height * 0.3 * shape),
  );
  const height = Math.round(width / shape);
  const [block, inline] = corner.split('-');
  const x = inline === 'start' ? gap : size.width - width - gap;
  let y = block === 'start' ? free.above + gap : size.height - height - gap - free.below;
  const { toolbar } = free;
  const isOver =
    toolbar &&
    x < toolbar.x + toolbar.width + gap &&
    toolbar.x - gap < x + width &&
    y < toolbar.y + toolbar.height + gap &&
    toolbar.y - gap < y + height;
  if (isOver) y = Math.max(0, toolbar.y - gap - height);
  return { x: Math.round(x), y: Math.round(y), width, height };
}
