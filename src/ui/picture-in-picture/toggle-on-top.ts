/** Opens or closes picture-in-picture at the user's request, and tells them if the browser refuses. */
import { asidesFor } from '../i18n/aside-words.js';
import { say } from '../base/say.js';
import type { HostElement } from '../base/host.js';

export async function toggleOnTop(host: HostElement, place: Element): Promise<void> {
  try {
    await host.requestPictureInPicture();
  } catch {
    say(place, asidesFor(place).noEffect.onTop);
  }
}
