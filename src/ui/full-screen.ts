/** The element on the whole screen, where the browser lets an element have it; an iPhone does not. */

export const canFillScreen = (element: Element): boolean =>
  document.fullscreenEnabled && 'requestFullscreen' in element;

export const fillsScreen = (element: Element): boolean => element.matches(':fullscreen');

/** Goes to the full screen and back; where the browser refuses, nothing changes. */
export async function toggleFullScreen(element: Element): Promise<void> {
  try {
    if (fillsScreen(element)) await document.exitFullscreen();
    else await element.requestFullscreen();
  } catch {
    // It wants a click or a key just before, and the one here may be too long ago.
  }
}
