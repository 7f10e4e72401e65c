/** Lets tiles move to where they are put instead of jumping there. */

const DURATION = 160;

/**
 * Moves what is there already from where it is seen to where `place` puts it. By transforms alone,
 * which never lay out anew and leave the pictures as they are.
 */
export function glide(tiles: readonly HTMLElement[], place: () => void): void {
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const before = new Map<HTMLElement, DOMRect>();
  for (const tile of tiles) {
    // What has just come has no place yet, and shows where it belongs.
    if (!isCalm && tile.style.getPropertyValue('--width')) {
      before.set(tile, tile.getBoundingClientRect());
    }
  }
  place();
  for (const animation of tiles.flatMap((tile) => tile.getAnimations())) animation.cancel();
  const after = [...before.keys()].map((tile) => tile.getBoundingClientRect());
  for (const [index, [tile, from]] of [...before].entries()) {
    const to = after[index]!;
    const isSame =
      from.x === to.x && from.y === to.y && from.width === to.width && from.height === to.height;
    if (isSame || !to.width || !to.height) continue;
    const move = `translate(${from.x - to.x}px, ${from.y - to.y}px)`;
    const size = `scale(${from.width / to.width}, ${from.height / to.height})`;
    tile.animate(
      { transform: [`${move} ${size}`, 'none'], transformOrigin: ['0 0', '0 0'] },
      { duration: DURATION, easing: 'ease-out' },
    );
  }
}
