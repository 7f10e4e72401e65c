/** The position of an element in its page: stable across reloads, and across all shadow roots. */
export function placeInPage(element: Element): string {
  const root = element.getRootNode() as Document | ShadowRoot | DocumentFragment;
  const here = element.id || `${[...root.querySelectorAll(element.localName)].indexOf(element)}`;
  return root instanceof ShadowRoot ? `${placeInPage(root.host)}/${here}` : here;
}
