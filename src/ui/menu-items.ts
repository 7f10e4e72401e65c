/** What a view asks the element to show as a menu beside one of its buttons. */
import type { IconNode } from './icons.js';

export type MenuItem =
  /** Does something and closes the menu. */
  | {
      readonly type: 'action';
      readonly label: string;
      readonly icon?: IconNode;
      /** What it shows instead, if anything. */
      readonly opens?: 'menu' | 'dialog' | undefined;
      run(): void;
    }
  /** Is on or off; stays open. */
  | { readonly type: 'check'; readonly label: string; readonly checked: boolean; run(): void }
  /** One of several, those between two dividers; stays open. */
  | { readonly type: 'choice'; readonly label: string; readonly checked: boolean; run(): void }
  /** A value from 0 to 1; stays open. */
  | {
      readonly type: 'slider';
      readonly label: string;
      readonly value: number;
      run(value: number): void;
    }
  /** Parts what is above from what is below, with or without a heading. */
  | { readonly type: 'divider'; readonly label?: string };

/** The detail of `ask-menu`. */
export interface Menu {
  /** The button that opened it: the menu stands beside it and gives the focus back to it. */
  readonly anchor: HTMLElement;
  /** What a screen reader calls it. */
  readonly label: string;
  /** Asked again at each drawing, so that the menu shows what is. */
  items(): readonly MenuItem[];
  /** What stands below them, with nothing to choose; empty is nothing. */
  note?(): string;
}

/** One of the toolbar's own menus, as the detail of `ask-menu`: what is in it is loaded with it. */
export interface ControlsMenu {
  readonly anchor: HTMLElement;
  readonly name: 'more' | 'microphone' | 'camera';
}

/** The detail of `ask-dialog`. */
export interface DialogRequest {
  readonly anchor: HTMLElement;
  readonly dialog:
    'connection' | 'invite' | 'people' | 'remove' | 'settings' | 'shortcuts' | 'statistics';
  /** Whom it is about: who is to be removed. */
  readonly id?: number;
}
