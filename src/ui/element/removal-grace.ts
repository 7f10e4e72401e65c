/** Ends the call of a removed element, unless it is inserted again soon: a page may await something while moving it. */

/** Announces the room and server of a newly inserted element, so that a removed element ends its call. */
const CONNECTED = 'video-call-connect';

export class RemovalGrace {
  #ending = new AbortController();

  /** Starts the grace period, in milliseconds. `place` identifies the call's server and room. */
  start(place: string, milliseconds: number, end: () => void): void {
    this.cancel();
    const ending = (this.#ending = new AbortController());
    const { signal } = ending;
    const endNow = () => {
      ending.abort();
      end();
    };
    const timer = setTimeout(endNow, milliseconds);
    signal.addEventListener('abort', () => clearTimeout(timer));
    // Before the call itself treats this as a reload and resumes afterwards.
    window.addEventListener('pagehide', endNow, { signal, capture: true });
    // A framework may create a new element instead of moving this one: no one must be in the room twice.
    const handleConnected = (event: Event) => {
      if ((event as CustomEvent<string>).detail === place) endNow();
    };
    document.addEventListener(CONNECTED, handleConnected, { signal });
  }

  cancel(): void {
    this.#ending.abort();
  }

  static announce(element: Element, place: string): void {
    const options = { detail: place, bubbles: true, composed: true };
    element.dispatchEvent(new CustomEvent(CONNECTED, options));
  }
}
