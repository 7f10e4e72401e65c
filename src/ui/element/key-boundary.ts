/** Hides keys used inside the element from the page, which can't see that they were typed into a field. */
import type { ReactiveController } from 'lit';
import { isTextField } from '../dom/text-fields.js';
import type { HostElement } from '../base/host.js';

/** Keys that a field or button uses besides characters; not Escape and Tab, which leave it. */
const used = /^(Enter|Backspace|Delete|Arrow\w+|Home|End|Page(Up|Down)|Process|Dead|Unidentified)$/;

/** Keys that press a button or change a choice. */
const pressing = /^( |Enter)$/;

/** Whether a key without Ctrl, Alt or Meta types or presses something; AltGr types characters. */
function isUsed(event: KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey, altKey, isComposing } = event;
  if (isComposing) return true;
  if (metaKey || ((ctrlKey || altKey) && !event.getModifierState('AltGraph'))) return false;
  const target = event.composedPath()[0] as Element;
  if (isTextField(target)) return key.length === 1 || used.test(key);
  // One of the element's own shortcuts or menus has handled it.
  return event.defaultPrevented || (pressing.test(key) && target.matches('button, input'));
}

export class KeyBoundary implements ReactiveController {
  readonly #host: HostElement;
  #listening = new AbortController();
  /** The pressed keys that were used in here: their release is hidden too. */
  readonly #used = new Set<string>();

  constructor(host: HostElement) {
    this.#host = host;
  }

  hostConnected(): void {
    this.#listening = new AbortController();
    for (const type of ['keydown', 'keypress', 'keyup']) {
      this.#host.renderRoot.addEventListener(
        type,
        (event) => this.#handleKey(event as KeyboardEvent),
        this.#listening,
      );
    }
  }

  hostDisconnected(): void {
    this.#listening.abort();
  }

  /** Outside, the event's target is the whole element. Slotted content belongs to the page. */
  #handleKey(event: KeyboardEvent): void {
    const { type, code } = event;
    const target = event.composedPath()[0] as Element;
    const isOurs = target.getRootNode() === this.#host.renderRoot;
    if (type === 'keydown') this.#used.delete(code);
    if ((isOurs && isUsed(event)) || this.#used.has(code)) {
      this.#used.add(code);
      event.stopPropagation();
    }
    if (type === 'keyup') this.#used.delete(code);
  }
}
