/** Keeps view requests that arrive before their handlers are loaded, and repeats them afterwards. */

/** Events whose handlers are loaded after the first video frame. */
const LATE = ['ask-menu', 'ask-dialog', 'ask-announce'];

/** Maximum number of requests kept. */
const MOST = 4;

interface Ask {
  readonly target: EventTarget | null;
  readonly type: string;
  readonly detail: unknown;
}

const isPress = ({ type }: Ask): boolean => type !== 'ask-announce';

export class EarlyAsks {
  /** Resolves when the user waits for something: a menu or a dialog was requested. */
  readonly urgent: Promise<void>;
  #kept: Ask[] = [];
  readonly #listening = new AbortController();

  /** @param base the element that contains all views */
  constructor(base: EventTarget) {
    this.urgent = new Promise((resolve) => {
      const handleAsk = (event: Event) => {
        // Read now: after dispatch, `target` is null for an event from a shadow root.
        const { target, type, detail } = event as CustomEvent<unknown>;
        const ask: Ask = { target, type, detail };
        // Only one menu is open at a time, so only the last press counts.
        const kept = isPress(ask) ? this.#kept.filter((one) => !isPress(one)) : this.#kept;
        this.#kept = [...kept, ask].slice(-MOST);
        if (isPress(ask)) resolve();
      };
      for (const type of LATE) base.addEventListener(type, handleAsk, this.#listening);
    });
  }

  /** Dispatches the kept requests again, now that they are handled, and stops listening. */
  repeat(): void {
    this.#listening.abort();
    for (const { target, type, detail } of this.#kept.splice(0)) {
      target?.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
    }
  }
}
