/** Opens picture-in-picture when the user leaves the tab during a call, if the page and the browser allow it. */
import type { ReactiveController } from 'lit';
import type { HostElement } from '../base/host.js';

/** Chromium calls this action in pages that use camera or microphone; TypeScript doesn't have it yet. */
const ACTION = 'enterpictureinpicture' as MediaSessionAction;

export class AutoPictureInPicture implements ReactiveController {
  readonly #host: HostElement;
  #isSet = false;

  constructor(host: HostElement) {
    this.#host = host;
  }

  hostUpdated(): void {
    this.#set(this.#host.autoPictureInPicture && Boolean(this.#host.self));
  }

  hostDisconnected(): void {
    this.#set(false);
  }

  #set(isWanted: boolean): void {
    if (isWanted === this.#isSet) return;
    this.#isSet = isWanted;
    const open = () => {
      if (!this.#host.pictureInPicture) void this.#host.requestPictureInPicture().catch(() => {});
    };
    try {
      navigator.mediaSession?.setActionHandler(ACTION, isWanted ? open : null);
    } catch {
      // Browsers without this action throw.
    }
  }
}
