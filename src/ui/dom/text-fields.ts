/** The fields in which a letter is typed text. */

const fields =
  'textarea, select, [contenteditable]:not([contenteditable=false]), input:not([type=range], [type=checkbox], [type=radio], [type=button])';

export const isTextField = (target: Element): boolean => target.closest(fields) !== null;
