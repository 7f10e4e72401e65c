/** What a toolbar does after the first picture: it makes room, and is one stop for the tab key. */
import { Roving } from './roving.js';

/** What goes where there is no room, one after the other: the menus of devices, people, the screen, the camera. */
const goes = ['', 'd', 'dp', 'dps', 'dpsc'] as const;

export class ToolbarExtras {
  readonly #toolbar: HTMLElement;
  readonly #roving: Roving;
  readonly #resizes: ResizeObserver;
  readonly #comings = new MutationObserver(() => this.update());
  readonly #listening = new AbortController();

  constructor(toolbar: HTMLElement) {
    this.#toolbar = toolbar;
    this.#roving = new Roving(toolbar);
    // A toolbar may stand in a window of its own.
    const { ResizeObserver } = toolbar.ownerDocument.defaultView ?? window;
    this.#resizes = new ResizeObserver(() => this.update());
    this.#resizes.observe(toolbar.closest('.base')!);
    // A button that comes into it later makes it wider, and may be too much.
    for (const one of toolbar.querySelectorAll('video-call-people-button')) {
      this.#comings.observe(one, { childList: true });
    }
    toolbar.addEventListener('slotchange', () => this.update(), this.#listening);
    this.update();
  }

  close(): void {
    this.#listening.abort();
    this.#resizes.disconnect();
    this.#comings.disconnect();
    this.#roving.close();
  }

  /** Takes away what has no room: it is in the menu then. */
  update(): void {
    const toolbar = this.#toolbar;
    const space = toolbar.closest('.base')?.clientWidth;
    if (!space) return;
    const spare = [...toolbar.querySelectorAll<HTMLElement>('[data-goes]')];
    const held = toolbar.querySelector<HTMLElement>(':focus');
    for (const letters of goes) {
      for (const one of spare) one.hidden = letters.includes(one.dataset['goes']!);
      // A page may have made it as wide as the element, or put it at a side.
      const { offsetLeft, offsetWidth, scrollWidth, clientWidth } = toolbar;
      if (offsetLeft >= 0 && offsetLeft + offsetWidth <= space && scrollWidth <= clientWidth) break;
    }
    if (held && !held.getClientRects().length) toolbar.querySelector<HTMLElement>('.more')?.focus();
    this.#roving.update();
  }
}
