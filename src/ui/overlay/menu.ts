/** A menu beside the button that opened it, or a sheet at the bottom if there is little room. */
import { css, html, nothing, type CSSResult, type PropertyValues } from 'lit';
import check from 'lucide/dist/esm/icons/check.mjs';
import { draw } from '../base/icons.js';
import type { Menu, MenuItem } from '../base/menu-items.js';
import { onPressOutside } from '../dom/press-outside.js';
import { scaleOf } from '../dom/scale-of.js';
import { View } from '../base/view.js';

type Item = Exclude<MenuItem, { type: 'divider' }>;

/** The items between two dividers. */
interface Section {
  readonly label: string | undefined;
  readonly items: Item[];
}

/** Minimum distance of a menu from its button and from the edges of the element, in pixels. */
const DISTANCE = 8;
/** With less room than this above and below its button, a menu may cover the button, in pixels. */
const LEAST_HEIGHT = 160;

const roles = {
  menu: { action: 'menuitem', check: 'menuitemcheckbox', choice: 'menuitemradio' },
  dialog: { action: nothing, check: 'checkbox', choice: 'radio' },
} as const;

function sectionsOf(items: readonly MenuItem[]): Section[] {
  const sections: Section[] = [{ label: undefined, items: [] }];
  for (const item of items) {
    if (item.type === 'divider') sections.push({ label: item.label, items: [] });
    else sections.at(-1)!.items.push(item);
  }
  return sections.filter((section) => section.items.length);
}

/**
 * @fires ask-close - Inside the element only: close this menu.
 * @csspart menu - A menu beside a button; in a small element, a sheet at the bottom.
 * @csspart menu-heading - The heading of a group of items.
 * @csspart menu-item - An item of a menu, with one of the next four.
 * @csspart action - With `menu-item`: does something.
 * @csspart check - With `menu-item`: is on or off.
 * @csspart choice - With `menu-item`: one of several.
 * @csspart slider - With `menu-item`: a volume.
 * @csspart checked - With `menu-item`: is chosen, or on.
 * @csspart menu-note - The text below the items.
 */
export class MenuView extends View {
  static override readonly styles: CSSResult = css`
    video-call-menu {
      display: contents;
    }
    .menu {
      position: absolute;
      inset: var(--vc-y, 0) auto auto var(--vc-x, 0);
      box-sizing: border-box;
      width: max-content;
      min-width: 12em;
      max-width: min(20em, calc(100% - 16px));
      max-height: var(--vc-space, 100%);
      padding: 0.375em;
      overflow: auto;
      overscroll-behavior: contain;
      border-radius: var(--vc-radius);
      background: var(--vc-surface);
      color: var(--vc-text);
      box-shadow: var(--vc-shadow);
      font-size: 0.9375em;
    }
    .menu .section + .section {
      margin-block-start: 0.375em;
      padding-block-start: 0.375em;
      border-block-start: 1px solid color-mix(in srgb, var(--vc-text) 16%, transparent);
    }
    .menu .heading {
      padding: 0.25em 0.75em;
      color: var(--vc-muted);
      font-size: 0.8125em;
      font-weight: 600;
    }
    .menu .note {
      margin-block-start: 0.375em;
      padding: 0.5em 0.92em 0.25em;
      border-block-start: 1px solid color-mix(in srgb, var(--vc-text) 16%, transparent);
      color: var(--vc-muted);
      font-size: 0.8125em;
    }
    .item {
      display: flex;
      gap: 0.75em;
      align-items: center;
      box-sizing: border-box;
      width: 100%;
      min-height: 2.5em;
      padding: 0.25em 0.75em;
      border-radius: calc(var(--vc-radius) * 0.5);
      line-height: 1.3;
      text-align: start;
      overflow-wrap: anywhere;
    }
    .item > .lead {
      display: flex;
      flex: none;
      width: 1.25em;
    }
    .item.slider {
      flex-wrap: wrap;
      column-gap: 0.75em;
      row-gap: 0;
    }
    .item.slider input {
      flex: 1 1 8em;
      min-width: 0;
      margin: 0;
      accent-color: var(--vc-accent);
    }
    .menu .item:focus-visible {
      outline: 2px solid var(--vc-focus);
      outline-offset: -2px;
      box-shadow: none;
    }
    @media (hover: hover) {
      button.item:hover {
        background: color-mix(in srgb, var(--vc-text) 10%, transparent);
        filter: none !important;
      }
    }
    @media (pointer: coarse) {
      .item,
      .item.slider input {
        min-height: 44px;
      }
    }
    @container video-call (width < 25em) or (height < 18.75em) {
      .menu {
        inset: auto 0 0;
        width: auto;
        max-width: none;
        max-height: 100%;
        padding-block-end: calc(0.375em + env(safe-area-inset-bottom, 0px));
        border-end-start-radius: 0;
        border-end-end-radius: 0;
      }
    }
    @container video-call (width < 15em) {
      .menu {
        font-size: 0.8125em;
      }
    }
    @media (forced-colors: active) {
      .menu {
        border: 1px solid;
      }
    }
  `;

  static override readonly properties = { menu: {} };

  /** The content, and the button beside which it is shown. */
  menu!: Menu;

  /** The index of the focused item, in case it is removed. */
  #index = 0;
  #standing = new AbortController();
  #resizes: ResizeObserver | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#standing = new AbortController();
    // A press on the menu's own button is handled by the button, which closes the menu.
    const inside = () => [this, this.menu.anchor];
    onPressOutside(inside, () => this.ask('ask-close'), this.#standing.signal);
    this.#resizes = new ResizeObserver(() => this.#place());
    this.#resizes.observe(this.closest('.base')!);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#standing.abort();
    this.#resizes?.disconnect();
    this.menu.anchor.ariaExpanded = null;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get('menu');
    if (before) before.anchor.ariaExpanded = null;
    this.menu.anchor.ariaExpanded = 'true';
    this.#place();
    const items = this.#items;
    if (!items.length) this.ask('ask-close');
    else if (changed.has('menu')) items[0]!.focus({ preventScroll: true });
    else if (!items.some((item) => item.matches(':focus')) && this.#index >= items.length) {
      items.at(-1)!.focus();
    }
  }

  #handleKey(event: KeyboardEvent): void {
    const isSlider = event.target instanceof HTMLInputElement;
    const items = this.#items;
    const index = items.indexOf(event.target as HTMLElement);
    const steps: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1 + items.length,
      Home: 0,
      End: items.length - 1,
    };
    const next = steps[event.key];
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.ask('ask-close');
    } else if (event.key === 'Tab' && !this.#hasSlider) {
      // The focus returns to the button first, and moves on from there.
      this.ask('ask-close');
    } else if (next !== undefined && !isSlider) {
      event.preventDefault();
      items[next % items.length]?.focus();
    }
  }

  #handleFocusIn(event: FocusEvent): void {
    this.#index = this.#items.indexOf(event.target as HTMLElement);
  }

  #handleFocusOut({ relatedTarget }: FocusEvent): void {
    if (!(relatedTarget instanceof Node) || relatedTarget === this.menu.anchor) return;
    if (!this.contains(relatedTarget)) this.ask('ask-close');
  }

  #handleClick(item: Extract<Item, { run(): void }>): void {
    if (item.type === 'action') this.ask('ask-close');
    item.run();
    this.requestUpdate();
  }

  get #items(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('button, input')];
  }

  get #hasSlider(): boolean {
    return this.menu.items().some(({ type }) => type === 'slider');
  }

  /** Places the menu beside its button, on the side with more room, and always inside the element. */
  #place(): void {
    const menu = this.querySelector<HTMLElement>('.menu');
    const base = this.closest('.base')?.getBoundingClientRect();
    // A tile may be removed while its menu is open; the menu then stays where it is.
    if (!menu || !base || !this.menu.anchor.isConnected) return;
    const anchor = this.menu.anchor.getBoundingClientRect();
    // The page may have scaled the element: all values set here are in its own pixels.
    const { offsetWidth, offsetHeight } = this.closest<HTMLElement>('.base')!;
    const scale = scaleOf(this.closest<HTMLElement>('.base')!);
    const top = (anchor.top - base.top) / scale.y;
    const bottom = (anchor.bottom - base.top) / scale.y;
    const above = top - 2 * DISTANCE;
    const below = offsetHeight - bottom - 2 * DISTANCE;
    const whole = offsetHeight - 2 * DISTANCE;
    const space = Math.max(above, below) < LEAST_HEIGHT ? whole : Math.max(above, below);
    const height = Math.min(menu.scrollHeight, space);
    const isRightToLeft = getComputedStyle(this).direction === 'rtl';
    const x = isRightToLeft
      ? (anchor.right - base.left) / scale.x - menu.offsetWidth
      : (anchor.left - base.left) / scale.x;
    const y = below > above ? bottom + DISTANCE : top - DISTANCE - height;
    const within = (value: number, most: number) =>
      Math.max(DISTANCE, Math.min(value, most - DISTANCE));
    menu.style.setProperty('--vc-space', `${space}px`);
    menu.style.setProperty('--vc-x', `${within(x, offsetWidth - menu.offsetWidth)}px`);
    menu.style.setProperty('--vc-y', `${within(y, offsetHeight - height)}px`);
  }

  protected override render() {
    const items = this.menu.items();
    // ARIA allows no slider in a menu, so a menu with one is a dialog with plain buttons.
    const role = this.#hasSlider ? 'dialog' : 'menu';
    const note = this.menu.note?.();
    const hasLead = items.some((item) => 'checked' in item || 'icon' in item);
    return html`
      <div
        class="menu"
        part="menu"
        role=${role}
        aria-label=${this.menu.label}
        aria-describedby=${note ? 'menu-note' : nothing}
        tabindex="-1"
        @keydown=${this.#handleKey}
        @focusin=${this.#handleFocusIn}
        @focusout=${this.#handleFocusOut}
      >
        ${sectionsOf(items).map(
          (section) => html`
            <div
              class="section"
              role=${role === 'dialog' && section.items[0]?.type === 'choice' ? 'radiogroup' : 'group'}
              aria-label=${section.label ?? nothing}
            >
              ${
                section.label
                  ? html`
                      <div class="heading" part="menu-heading" aria-hidden="true">
                        ${section.label}
                      </div>
                    `
                  : nothing
              }
              ${section.items.map((item) => this.#renderItem(item, role, hasLead))}
            </div>
          `,
        )}
        ${note ? html`<div class="note" part="menu-note" id="menu-note">${note}</div>` : nothing}
      </div>
    `;
  }

  #renderItem(item: Item, role: keyof typeof roles, hasLead: boolean) {
    if (item.type === 'slider') {
      return html`
        <label class="item slider" part="menu-item slider">
          <span>${item.label}</span>
          <input
            type="range"
            min="0"
            max="100"
            step="5"
            .value=${`${Math.round(item.value * 100)}`}
            @input=${({ target }: InputEvent) => {
              item.run((target as HTMLInputElement).valueAsNumber / 100);
              this.requestUpdate();
            }}
          />
        </label>
      `;
    }
    const isChecked = item.type !== 'action' && item.checked;
    const mark = isChecked ? check : item.type === 'action' ? item.icon : undefined;
    return html`
      <button
        class="item"
        part="menu-item ${item.type} ${isChecked ? 'checked' : ''}"
        role=${roles[role][item.type]}
        aria-haspopup=${(item.type === 'action' && item.opens) || nothing}
        aria-checked=${item.type === 'action' ? nothing : isChecked}
        tabindex=${role === 'menu' ? -1 : 0}
        @click=${() => this.#handleClick(item)}
      >
        ${hasLead ? html`<span class="lead">${mark ? draw(mark) : nothing}</span>` : nothing}
        <span>${item.label}</span>
      </button>
    `;
  }
}
