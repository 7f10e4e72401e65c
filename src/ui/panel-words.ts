/** The words of menus and dialogs, which are loaded when the first of them is opened. */
import { vocabularyOf, wordsIn } from './words.js';

export const englishPanels = {
  /** Choosing microphone, camera and speaker. */
  devices: {},
  /** The menu of a tile. */
  tile: {},
  /** The toolbar's menu and the dialogs that it opens. */
  controls: {},
};
export type Panels = typeof englishPanels;

/** The words of menus and dialogs in the language of a view. */
export const panelsFor = (view: Element): Panels =>
  wordsIn(vocabularyOf(view), 'panels', englishPanels);
