/** The words of menus and dialogs, which are loaded when the first of them is opened. */
import { isolate, vocabularyOf, wordsIn } from './words.js';

export const englishPanels = {
  /** Choosing microphone, camera and speaker. */
  devices: {},
  /** The menu of a tile. */
  tile: {
    options: (who: string) => `${isolate(who)}: options`,
    pin: 'Pin for me',
    unpin: 'Unpin',
    pinned: 'Pinned for you',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    volume: 'Volume',
    mute: 'Mute for me',
    muted: 'Muted for you',
    myPicture: 'My picture',
    selfViews: {
      auto: 'Automatic',
      tile: 'Beside the others',
      floating: 'In a corner',
      hidden: 'Hidden',
    },
    showMe: 'Show my picture',
  },
  /** The toolbar's menu and the dialogs that it opens. */
  controls: {},
};
export type Panels = typeof englishPanels;

/** The words of menus and dialogs in the language of a view. */
export const panelsFor = (view: Element): Panels =>
  wordsIn(vocabularyOf(view), 'panels', englishPanels);
