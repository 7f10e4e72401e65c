/** What a toolbar does after the first video frame: it fits its buttons in, and is a single tab stop. */
import { Roving } from '../dom/roving.js';

/** What is hidden, step by step, if there is no room: device menus, people, screen, camera. */
const goes = ['', 'd', 'dp', 'dps', 'dpsc'] as const;

export class ToolbarFit {
  readonly #toolbar: HTMLElement;
  readonly #roving: Roving;
  readonly #resizes: ResizeObserver;
  readonly #comings = new MutationObserver(() => this.update());
  readonly #listening = new AbortController();

  constructor(toolbar: HTMLElement) {
    this.#toolbar = toolbar;
    this.#roving = new Roving(toolbar);
    // A toolbar may be in the picture-in-picture window.
    const { ResizeObserver } = toolbar.ownerDocument.defaultView ?? window;
    this.#resizes = new ResizeObserver(() => this.update());
    this.#resizes.observe(toolbar.closest('.base')!);
    // A button that is added later makes the toolbar wider, and may not fit.
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

  /** Hides what doesn't fit; it is then in the menu. */
  update(): void {
    const toolbar = this.#toolbar;
    const space = toolbar.closest('.base')?.clientWidth;
    if (!space) return;
    const spare = [...toolbar.querySelectorAll<HTMLElement>('[data-goes]')];
    const held = toolbar.querySelector<HTMLElement>(':focus');
    for (const letters of goes) {
      for (const one of spare) one.hidden = letters.includes(one.dataset['goes']!);
      // The page may have made the toolbar as wide as the element, or placed it at a side.
      const { offsetLeft, offsetWidth, scrollWidth, clientWidth } = toolbar;
      if (offsetLeft >= 0 && offsetLeft + offsetWidth <= space && scrollWidth <= clientWidth) break;
    }
    if (held && !held.getClientRects().length) toolbar.querySelector<HTMLElement>('.more')?.focus();
    this.#roving.update();
  }
}
