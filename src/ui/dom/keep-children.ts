/** Keeps one child element per key: a new video element would be black at first. */

/**
 * Gives a parent one child element per key, in that order. Existing ones stay,
 * and are moved only if the order changed. Lit's `repeat` does the same and more, but costs 0.8 kB.
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
