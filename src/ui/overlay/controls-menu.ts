/** The items of the toolbar's menus: devices, layout, and everything without a button. */
import invite from 'lucide/dist/esm/icons/user-round-plus.mjs';
import keyboard from 'lucide/dist/esm/icons/keyboard.mjs';
import people from 'lucide/dist/esm/icons/users-round.mjs';
import layout from 'lucide/dist/esm/icons/layout-grid.mjs';
import quality from 'lucide/dist/esm/icons/gauge.mjs';
import figures from 'lucide/dist/esm/icons/chart-no-axes-column.mjs';
import settings from 'lucide/dist/esm/icons/settings.mjs';
import turnCamera from 'lucide/dist/esm/icons/switch-camera.mjs';
import onTop from 'lucide/dist/esm/icons/picture-in-picture-2.mjs';
import speaker from 'lucide/dist/esm/icons/volume-2.mjs';
import whole from 'lucide/dist/esm/icons/maximize.mjs';
import { CallError } from '../../call/call-error.js';
import type { DeviceKind } from '../../call/call-api.js';
import { VIDEO_QUALITIES } from '../../features/adaptive-sending/video-quality.js';
import { mayPublish, type Source } from '../../protocol.js';
import { adopt } from '../dom/adopt.js';
import { noticeWordsFor } from '../i18n/notice-words.js';
import { offers, type Control } from '../base/controls-list.js';
import { canFillScreen, fillsScreen, toggleFullScreen } from '../base/full-screen.js';
import { nodes, type IconNode } from '../base/icons.js';
import { invitationLink, sendInvitation } from './invitation.js';
import type { ControlsMenu, DialogRequest, Menu, MenuItem } from '../base/menu-items.js';
import { panelsFor } from '../i18n/panel-words.js';
import { canShowOnTop } from '../picture-in-picture/picture-in-picture.js';
import { say } from '../base/say.js';
import { selfViewItems } from '../stage/self-view-items.js';
import { toggleOnTop } from '../base/toggle-on-top.js';
import type { HostElement } from '../base/host.js';
import { chooseVideoQuality, videoQualityOf } from '../base/video-quality.js';
import { vocabularyOf, wordsIn } from '../i18n/vocabulary.js';
import { english } from '../i18n/words.js';
import { loadChunk } from '../../call/base/load-chunk.js';

const layouts = ['auto', 'grid', 'spotlight'] as const;
const switches = ['camera', 'screen'] as const;

const isShown = (element: Element | null) => Boolean(element?.getClientRects().length);

/** The overlay that shows the menu. */
interface OverlayHost extends HTMLElement {
  show(request: Menu | DialogRequest): void;
}

/** One of the toolbar's menus, shown in an overlay. */
export function controlsMenu(
  { anchor, name }: ControlsMenu,
  host: HostElement,
  overlay: OverlayHost,
): Menu {
  const vocabulary = vocabularyOf(overlay);
  const words = wordsIn(vocabulary, 'words', english);
  const panels = panelsFor(overlay);
  const { controls } = panels;
  const call = host.call!;
  const link = invitationLink(host.inviteUrl);
  const has = (control: Control) => offers(host.controlsList, control);
  const publishes = (source: Source) => mayPublish(call.self?.role ?? 'host', source);
  const ask = <Detail>(type: string, detail: Detail) =>
    overlay.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  const dialog = (dialog: DialogRequest['dialog']) => () => overlay.show({ anchor, dialog });
  const action = (
    label: string,
    icon: IconNode,
    run: () => void,
    opens?: 'menu' | 'dialog',
  ): MenuItem => ({ type: 'action', label, icon, run, opens });

  /** Rarely used, so loaded on demand. */
  async function showStatistics(): Promise<void> {
    try {
      adopt(
        host.renderRoot as ShadowRoot,
        await loadChunk(() => import('../diagnostics/statistics.js')),
      );
    } catch {
      return say(overlay, noticeWordsFor(overlay).loadFailed);
    }
    overlay.show({ anchor, dialog: 'statistics' });
  }

  /** If a device can't be used, the previous one stays, which would look as if nothing had happened. */
  async function tryDevice(attempt: Promise<void>): Promise<void> {
    try {
      await attempt;
    } catch (error) {
      const isMissing = error instanceof CallError && error.reason === 'load-failed';
      say(overlay, isMissing ? noticeWordsFor(overlay).loadFailed : panels.devices.notUsable);
    }
  }

  function choices(kind: DeviceKind): MenuItem[] {
    const devices = call.devices(kind);
    if (!devices.length) return [];
    const chosen = devices.find(({ id }) => id === call.chosenDevice(kind))?.id ?? '';
    return [{ id: '', label: panels.devices.system }, ...devices].map(({ id, label }) => ({
      type: 'choice',
      label,
      checked: id === chosen,
      run: () => void tryDevice(call.chooseDevice(kind, id)),
    }));
  }

  /** With headings if there is more than one kind. */
  const devices = (...kinds: DeviceKind[]): MenuItem[] =>
    kinds
      .map((kind) => ({ kind, items: choices(kind) }))
      .filter(({ items }) => items.length)
      .flatMap(({ kind, items }) => [{ type: 'divider', label: controls[kind] }, ...items]);

  const flip = (): MenuItem[] =>
    call.canFlipCamera && call.sourceState('camera').status === 'on'
      ? [action(controls.flipCamera, turnCamera, () => void tryDevice(call.flipCamera()))]
      : [];

  const microphone = (): MenuItem[] => devices('microphone', 'speaker');
  const camera = (): MenuItem[] => [...flip(), ...devices('camera')];

  const view = (): MenuItem[] => [
    ...(has('layout')
      ? [
          { type: 'divider', label: controls.layout } as const,
          ...layouts.map((one) => ({
            type: 'choice' as const,
            label: controls.layouts[one],
            checked: host.layout === one,
            run: () => void (host.layout = one),
          })),
        ]
      : []),
    ...(has('selfview')
      ? selfViewItems(panels, host.selfView, (one) => (host.selfView = one))
      : []),
  ];

  const qualities = (): MenuItem[] =>
    VIDEO_QUALITIES.map((one) => ({
      type: 'choice',
      label: controls.videoQualities[one],
      checked: videoQualityOf(host) === one,
      run: () => chooseVideoQuality(host, one),
    }));

  /** Controls that don't fit in the toolbar. */
  function spare(): MenuItem[] {
    return switches
      .filter((source) => {
        const button = host.renderRoot.querySelector(`[part~='${source}-button']`);
        return button && !isShown(button);
      })
      .map((source) => {
        const isOff = call.sourceState(source).status === 'off';
        return action(
          (isOff ? words.turnOn : words.turnOff)[source],
          source === 'camera' && !isOff ? nodes.cameraOff : nodes[source],
          () => ask(isOff ? 'ask-turn-on' : 'ask-turn-off', source),
        );
      });
  }

  /** The menu of a device, if the toolbar has no button for it. */
  function spareMenu(
    source: 'microphone' | 'camera',
    items: () => readonly MenuItem[],
  ): MenuItem[] {
    const button = host.renderRoot.querySelector(`[part~='${source}-devices']`);
    const label = words.choose[source];
    return has('devices') && publishes(source) && !isShown(button) && items().length
      ? [action(label, nodes[source], () => overlay.show({ anchor, label, items }), 'menu')]
      : [];
  }

  /** Viewers can choose a speaker too. */
  function spareSpeaker(): MenuItem[] {
    const label = controls.speaker;
    const items = () => choices('speaker');
    return has('devices') && !publishes('microphone') && items().length
      ? [action(label, speaker, () => overlay.show({ anchor, label, items }), 'menu')]
      : [];
  }

  const more = (): MenuItem[] => [
    ...spare(),
    ...flip(),
    ...spareMenu('microphone', microphone),
    ...spareMenu('camera', () => devices('camera')),
    ...spareSpeaker(),
    { type: 'divider' },
    ...(has('people')
      ? [
          action(
            noticeWordsFor(overlay).hosting.people(call.knocking.length),
            people,
            dialog('people'),
            'dialog',
          ),
        ]
      : []),
    ...(link && has('invite')
      ? [
          action(controls.invite, invite, () => {
            void sendInvitation(link).then((outcome) => {
              if (outcome === 'copied') say(overlay, controls.linkCopied);
              else if (outcome === 'refused') overlay.show({ anchor, dialog: 'invite' });
            });
          }),
        ]
      : []),
    ...(view().length
      ? [
          action(
            controls.view,
            layout,
            () => overlay.show({ anchor, label: controls.view, items: view }),
            'menu',
          ),
        ]
      : []),
    ...(has('videoquality')
      ? [
          action(
            controls.videoQuality,
            quality,
            () =>
              overlay.show({
                anchor,
                label: controls.videoQuality,
                items: qualities,
                note: () => controls.videoQualityNotes[videoQualityOf(host)],
              }),
            'menu',
          ),
        ]
      : []),
    ...(has('pictureinpicture') && canShowOnTop()
      ? [
          action(
            host.pictureInPicture ? controls.leaveOnTop : controls.onTop,
            onTop,
            () => void toggleOnTop(host, overlay),
          ),
        ]
      : []),
    ...(has('fullscreen') && canFillScreen(host)
      ? [
          action(
            fillsScreen(host) ? controls.leaveFullScreen : controls.fullScreen,
            whole,
            () => void toggleFullScreen(host, overlay),
          ),
        ]
      : []),
    { type: 'divider' },
    ...(has('settings') ? [action(controls.settings, settings, dialog('settings'), 'dialog')] : []),
    action(controls.shortcuts, keyboard, dialog('shortcuts'), 'dialog'),
    ...(has('statistics')
      ? [action(controls.statistics, figures, () => void showStatistics(), 'dialog')]
      : []),
  ];

  switch (name) {
    case 'microphone':
      return { anchor, label: words.choose.microphone, items: microphone };
    case 'camera':
      return { anchor, label: words.choose.camera, items: camera };
    case 'more':
      return { anchor, label: words.more, items: more };
    default:
      return name satisfies never;
  }
}
