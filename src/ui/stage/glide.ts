/** Animates tiles to their new places. */

const DURATION = 160;

/**
 * Animates existing tiles from their visible place to where `place` puts them, with transforms only:
 * they cause no layout and leave the video untouched.
 */
export function glide(tiles: readonly HTMLElement[], place: () => void): void {
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const before = new Map<HTMLElement, DOMRect>();
  for (const tile of tiles) {
    // A new tile has no previous place, and appears in its final one.
    if (!isCalm && tile.style.getPropertyValue('--vc-width')) {
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
    // Measured in screen pixels, moved in the element's own pixels.
    const across = ((from.x - to.x) * tile.offsetWidth) / to.width;
    const down = ((from.y - to.y) * tile.offsetHeight) / to.height;
    const move = `translate(${across}px, ${down}px)`;
    const size = `scale(${from.width / to.width}, ${from.height / to.height})`;
    tile.animate(
      { transform: [`${move} ${size}`, 'none'], transformOrigin: ['0 0', '0 0'] },
      { duration: DURATION, easing: 'ease-out' },
    );
  }
}
