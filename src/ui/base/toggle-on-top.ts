/** Opens or closes picture-in-picture at the user's request, and tells them if the browser refuses. */
import { noticeWordsFor } from '../i18n/notice-words.js';
import { say } from './say.js';
import type { HostElement } from './host.js';

export async function toggleOnTop(host: HostElement, place: Element): Promise<void> {
  try {
    await host.requestPictureInPicture();
  } catch {
    say(place, noticeWordsFor(place).noEffect.onTop);
  }
}
