/** Opens or closes picture-in-picture at the user's request, and tells them if the browser refuses. */
import { asidesFor } from '../i18n/aside-words.js';
import { say } from '../base/say.js';
import type { VideoCallElement } from '../element/video-call.js';

export async function toggleOnTop(host: VideoCallElement, place: Element): Promise<void> {
  try {
    await host.requestPictureInPicture();
  } catch {
    say(place, asidesFor(place).noEffect.onTop);
  }
}
