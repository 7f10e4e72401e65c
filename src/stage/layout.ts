/** Where each tile goes on a stage of a given size. */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Shapes a camera tile may take, as width / height; what is cut off is the background at its sides. */
const WIDEST = 16 / 9;
const NARROWEST = { alone: 0.45, portrait: 3 / 4, landscape: 1 };

/**
 * Places equal tiles so that they cover as much of the box as they can; rows are centred, also the
 * last one. `shape` bounds width / height of a tile; without it a tile fills its whole cell.
 */
export function placeGrid(
  count: number,
  box: Box,
  gap: number,
  shape?: { readonly narrowest: number; readonly widest: number },
): Box[] {
  if (count === 0) return [];
  let best = { columns: 1, width: 0, height: 0, score: -1 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    // A row left empty or a column more than needed is never better.
    if (Math.ceil(count / rows) < columns) continue;
    let width = Math.max(0, (box.width - gap * (columns - 1)) / columns);
    let height = Math.max(0, (box.height - gap * (rows - 1)) / rows);
    // A presentation is never cut, so what counts is how large a 16:9 picture is seen in the cell.
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
 * Places `large` tiles (presentations) and then `small` ones (people): the people fill the stage, or
 * stand in a strip at the side (below, on a stage higher than wide) when something is presented.
 */
export function placeTiles(
  counts: { readonly large: number; readonly small: number },
  size: { readonly width: number; readonly height: number },
  gap: number,
): Box[] {
  const { large, small } = counts;
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
    const main = Math.min(height * 0.65, (width / WIDEST + gap) * large);
    const strip = Math.max(0, height - main - gap);
    return [
      ...placeGrid(large, { ...stage, height: main }, gap),
      ...placeGrid(small, { ...stage, y: main + gap, height: strip }, gap, people),
    ];
  }
  const strip = Math.min(Math.max(width * 0.2, 48), 280);
  const main = Math.max(0, width - strip - gap);
  return [
    ...placeGrid(large, { ...stage, width: main }, gap),
    ...placeGrid(small, { ...stage, x: main + gap, width: strip }, gap, people),
  ];
}
