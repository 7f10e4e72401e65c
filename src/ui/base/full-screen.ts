/** Full screen for the element, if the browser supports it for elements; an iPhone does not. */
import { noticeWordsFor } from '../i18n/notice-words.js';
import { say } from './say.js';
import type { HostElement } from './host.js';

export const canFillScreen = (element: Element): boolean =>
  document.fullscreenEnabled && 'requestFullscreen' in element;

export const fillsScreen = (element: Element): boolean => element.matches(':fullscreen');

/** Toggles full screen; tells the user if the browser refuses, for example too long after a click. */
export async function toggleFullScreen(host: HostElement, place: Element): Promise<void> {
  try {
    if (fillsScreen(host)) await document.exitFullscreen();
    else await host.requestFullscreen();
  } catch {
    say(place, noticeWordsFor(place).noEffect.fullScreen);
  }
}
