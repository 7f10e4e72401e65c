/** The menu items for the place of the self view. */
import type { SelfView } from '../../layout/tiles.js';
import type { MenuItem } from '../base/menu-items.js';
import type { Panels } from '../i18n/panel-words.js';

const selfViews = ['auto', 'tile', 'floating', 'hidden'] as const satisfies SelfView[];

export const selfViewItems = (
  { controls }: Panels,
  chosen: SelfView,
  choose: (selfView: SelfView) => void,
): MenuItem[] => [
  { type: 'divider', label: controls.selfView },
  ...selfViews.map((one) => ({
    type: 'choice' as const,
    label: controls.selfViews[one],
    checked: one === chosen,
    run: () => choose(one),
  })),
];
