/** The words of menus and dialogs, which are loaded when the first of them is opened. */
import { vocabularyOf, wordsIn } from './words.js';

export const englishPanels = {
  /** Choosing microphone, camera and speaker. */
  devices: {
    camera: 'Camera',
    microphone: 'Microphone',
    speaker: 'Speaker',
    /** The choice that leaves it to the system. */
    system: 'System default',
    level: 'Microphone level',
    test: 'Test speaker',
    testing: 'Three tones are playing now.',
    tested: 'Heard nothing? Turn up the volume or choose another speaker.',
    testFailed: 'The browser could not play a sound there.',
    unnamed: 'Turn on your camera or microphone to see the names of all devices.',
    notUsable: 'This device cannot be used right now.',
  },
  /** The menu of a tile. */
  tile: {},
  /** The toolbar's menu and the dialogs that it opens. */
  controls: {},
};
export type Panels = typeof englishPanels;

/** The words of menus and dialogs in the language of a view. */
export const panelsFor = (view: Element): Panels =>
  wordsIn(vocabularyOf(view), 'panels', englishPanels);
