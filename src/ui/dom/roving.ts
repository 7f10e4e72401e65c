/** Roving focus: a row of buttons is a single tab stop, with arrow keys inside. */

/** See https://www.w3.org/WAI/ARIA/apg/patterns/toolbar/. */
export class Roving {
  readonly #row: HTMLElement;
  /** The button that is the tab stop. */
  #current: HTMLElement | undefined;

  readonly #listening = new AbortController();

  constructor(row: HTMLElement) {
    this.#row = row;
    row.addEventListener('keydown', (event) => this.#handleKey(event), this.#listening);
    row.addEventListener('focusin', (event) => this.#handleFocus(event), this.#listening);
  }

  close(): void {
    this.#listening.abort();
  }

  /** Updates the tab stop after the buttons have changed. */
  update(): void {
    const buttons = this.#buttons;
    const current = buttons.find((one) => one === this.#current) ?? buttons[0];
    for (const one of buttons) one.tabIndex = one === current ? 0 : -1;
  }

  get #buttons(): HTMLElement[] {
    return [...this.#row.querySelectorAll('button')].filter((one) => one.getClientRects().length);
  }

  #handleFocus(event: FocusEvent): void {
    const target = event.target as HTMLElement;
    if (this.#buttons.includes(target)) this.#current = target;
    this.update();
  }

  #handleKey(event: KeyboardEvent): void {
    const buttons = this.#buttons;
    const index = buttons.indexOf(event.target as HTMLElement);
    const isRtl = getComputedStyle(this.#row).direction === 'rtl';
    const steps: Record<string, number> = {
      [isRtl ? 'ArrowLeft' : 'ArrowRight']: index + 1,
      [isRtl ? 'ArrowRight' : 'ArrowLeft']: index - 1 + buttons.length,
      Home: 0,
      End: buttons.length - 1,
    };
    const next = steps[event.key];
    if (index < 0 || next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    buttons[next % buttons.length]?.focus();
  }
}
