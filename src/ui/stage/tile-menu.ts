/** The items of a tile's menu. */
import minus from 'lucide/dist/esm/icons/minus.mjs';
import pin from 'lucide/dist/esm/icons/pin.mjs';
import pinOff from 'lucide/dist/esm/icons/pin-off.mjs';
import plus from 'lucide/dist/esm/icons/plus.mjs';
import type { CallApi } from '../../call/call-api.js';
import { soundOf, type Tile } from '../../layout/tiles.js';
import { offers } from '../base/controls-list.js';
import type { PlaybackSettings } from './playback-settings.js';
import { hostOf } from '../base/host.js';
import type { DialogRequest, MenuItem } from '../base/menu-items.js';
import { panelsFor } from '../i18n/panel-words.js';
import { personActions } from '../people/person-actions.js';
import { selfViewItems } from './self-view-items.js';
import type { StageHost } from './stage-host.js';
import type { TileView } from './tile.js';
import type { Zooming } from './zooming.js';

/** The factor of one zoom step. */
export const ZOOM_STEP = 1.5;

/** Pins a tile, or unpins it. */
export function togglePin(stage: StageHost, { tile }: TileView): void {
  stage.pinned = stage.pinned === tile.key ? undefined : tile.key;
}

/** Whether a tile has audio, other than the user's own. */
const hasSound = (call: CallApi, { id, isSelf, source }: Tile): boolean =>
  !isSelf && (source === 'camera' || call.stream(id, 'screen-audio') !== undefined);

/** Whether the menu of a tile has a slider for its volume. */
export const hasVolume = (call: CallApi, tile: Tile, playback: PlaybackSettings): boolean =>
  hasSound(call, tile) && playback.canSetVolume;

export function tileMenu(
  stage: StageHost,
  view: TileView,
  zooming: Zooming,
  hearings: PlaybackSettings,
): MenuItem[] {
  const { key, source, isSelf } = view.tile;
  const panels = panelsFor(stage);
  const { tile: words } = panels;
  const hasSelfView = offers(hostOf(stage).controlsList, 'selfview');
  const isPinned = stage.pinned === key;
  const items: MenuItem[] = [
    {
      type: 'action',
      label: isPinned ? words.unpin : words.pin,
      icon: isPinned ? pinOff : pin,
      run: () => togglePin(stage, view),
    },
  ];
  if (zooming.canGrow(view)) {
    items.push({
      type: 'action',
      label: words.zoomIn,
      icon: plus,
      run: () => zooming.zoom(view, ZOOM_STEP),
    });
  }
  if (zooming.canShrink(view)) {
    items.push({
      type: 'action',
      label: words.zoomOut,
      icon: minus,
      run: () => zooming.zoom(view, 1 / ZOOM_STEP),
    });
  }
  if (!isSelf) items.push(...hearingItems(stage, view, hearings), ...hostItems(stage, view));
  if (!hasSelfView) return items;
  if (isSelf && source === 'camera') {
    items.push(...selfViewItems(panels, stage.selfView, (one) => stage.askSelfView(one)));
  } else if (stage.selfView === 'hidden') {
    items.push(
      { type: 'divider' },
      { type: 'action', label: words.showMe, run: () => stage.askSelfView('auto') },
    );
  }
  return items;
}

/** What the user can do about a participant as a host. */
function hostItems(stage: StageHost, view: TileView): MenuItem[] {
  const { id } = view.tile;
  const person = stage.call.participants.find((one) => one.id === id);
  if (!person) return [];
  const actions = personActions(stage, person, () => {
    const anchor = view.querySelector<HTMLElement>('.tile-button') ?? view;
    const detail: DialogRequest = { anchor, dialog: 'remove', id };
    view.dispatchEvent(new CustomEvent('ask-dialog', { detail, bubbles: true }));
  });
  const items: MenuItem[] = actions.map(({ name, label, icon, run }) => ({
    type: 'action',
    label,
    icon,
    opens: name === 'remove' ? 'dialog' : undefined,
    run,
  }));
  return items.length ? [{ type: 'divider' }, ...items] : [];
}

/** The volume of a participant, or of their screen if it has audio. */
function hearingItems(stage: StageHost, view: TileView, hearings: PlaybackSettings): MenuItem[] {
  if (!hasSound(stage.call, view.tile)) return [];
  const words = panelsFor(stage).tile;
  const key = soundOf(view.tile);
  const { volume, isMuted } = hearings.of(key);
  const slider: MenuItem = {
    type: 'slider',
    label: words.volume,
    value: volume,
    run: (value) => hearings.change(key, { volume: value, isMuted: false }),
  };
  return [
    { type: 'divider' },
    ...(hearings.canSetVolume ? [slider] : []),
    {
      type: 'check',
      label: words.mute,
      checked: isMuted,
      run: () => hearings.change(key, { isMuted: !isMuted }),
    },
  ];
}
