/** Detects a press outside of elements, even if the whole component is inside a closed shadow root. */

/** Calls back for each press outside of `inside`, whose elements are all in the same shadow root. */
export function onPressOutside(
  inside: () => readonly Element[],
  run: () => void,
  signal: AbortSignal,
): void {
  const options = { capture: true, signal };
  // A closed root hides its part of the path from outer listeners, so each root has its own listener.
  let root = inside()[0]!.getRootNode();
  const own = (event: Event) => {
    const path = event.composedPath();
    if (!inside().some((one) => path.includes(one))) run();
  };
  root.addEventListener('pointerdown', own, options);
  while (root instanceof ShadowRoot) {
    const { host } = root;
    root = host.getRootNode();
    root.addEventListener('pointerdown', ({ target }) => target !== host && run(), options);
  }
}
