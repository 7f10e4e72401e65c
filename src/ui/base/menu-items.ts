/** The content of a menu that a view asks the element to show beside a button. */
import type { IconNode } from './icons.js';

export type MenuItem =
  /** Runs an action and closes the menu. */
  | {
      readonly type: 'action';
      readonly label: string;
      readonly icon?: IconNode;
      /** What it opens instead, if anything. */
      readonly opens?: 'menu' | 'dialog' | undefined;
      run(): void;
    }
  /** On or off; the menu stays open. */
  | { readonly type: 'check'; readonly label: string; readonly checked: boolean; run(): void }
  /** One of the choices between two dividers; the menu stays open. */
  | { readonly type: 'choice'; readonly label: string; readonly checked: boolean; run(): void }
  /** A value from 0 to 1; the menu stays open. */
  | {
      readonly type: 'slider';
      readonly label: string;
      readonly value: number;
      run(value: number): void;
    }
  /** Separates groups of items, with or without a heading. */
  | { readonly type: 'divider'; readonly label?: string };

/** The detail of `ask-menu`. */
export interface Menu {
  /** The button that opened the menu; the menu is placed beside it, and the focus returns to it. */
  readonly anchor: HTMLElement;
  /** The accessible label. */
  readonly label: string;
  /** Called on every render, so that the menu shows the current state. */
  items(): readonly MenuItem[];
  /** Text below the items; empty for none. */
  note?(): string;
}

/** One of the toolbar's own menus, as the detail of `ask-menu`; its items are loaded with it. */
export interface ControlsMenu {
  readonly anchor: HTMLElement;
  readonly name: 'more' | 'microphone' | 'camera';
}

/** The detail of `ask-dialog`. */
export interface DialogRequest {
  readonly anchor: HTMLElement;
  readonly dialog:
    'connection' | 'invite' | 'people' | 'remove' | 'settings' | 'shortcuts' | 'statistics';
  /** The participant concerned, such as the one to remove. */
  readonly id?: number;
}
