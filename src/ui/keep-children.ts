/** Keeps one child element for each key: a video that is made anew goes black. */

/**
 * Makes the children of a place be one element for each key, in that order; those that are there
 * stay, and none is moved unless the order changed. Lit's `repeat` does the same and more for 0.8 kB.
 */
export function keepChildren<Tag extends keyof HTMLElementTagNameMap>(
  place: Element,
  tag: Tag,
  keys: readonly string[],
): HTMLElementTagNameMap[Tag][] {
  const known = [...place.children] as HTMLElementTagNameMap[Tag][];
  const wanted = keys.map((key) => {
    const child = known.find((one) => one.dataset.key === key) ?? document.createElement(tag);
    child.dataset.key = key;
    return child;
  });
  for (const child of known) if (!wanted.includes(child)) child.remove();
  for (const [index, child] of wanted.entries()) {
    const there = place.children[index];
    if (there !== child) place.insertBefore(child, there ?? null);
  }
  return wanted;
}
