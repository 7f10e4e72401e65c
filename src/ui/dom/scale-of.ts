/** How much an element is scaled on the screen, by `scale` or `zoom` on itself or an ancestor. */

/** The factor from an element's own pixels to those of pointer events and `getBoundingClientRect()`, on each axis. */
export function scaleOf(element: HTMLElement): { x: number; y: number } {
  const { width, height } = element.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = element;
  return { x: width / offsetWidth || 1, y: height / offsetHeight || 1 };
}
