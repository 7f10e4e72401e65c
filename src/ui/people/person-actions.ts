/** What a host can do about another participant, in the list of people and in the menu of a tile. */
import mute from 'lucide/dist/esm/icons/mic-off.mjs';
import stop from 'lucide/dist/esm/icons/monitor-x.mjs';
import remove from 'lucide/dist/esm/icons/user-round-x.mjs';
import type { Participant } from '../../call/call-api.js';
import { requestModeration, isHost } from '../base/moderation.js';
import type { IconNode } from '../base/icons.js';
import { panelsFor } from '../i18n/panel-words.js';
import { say } from '../base/say.js';
import type { View } from '../base/view.js';

/** All actions, in the order in which they are shown. */
export const ACTIONS = ['mute', 'stop', 'remove'] as const;

export interface PersonAction {
  readonly name: (typeof ACTIONS)[number];
  readonly label: string;
  readonly icon: IconNode;
  run(): void;
}

/** None if the user is not a host or is the participant; removing needs confirmation. */
export function personActions(
  view: View,
  { id, name, sources }: Participant,
  confirmRemoval: () => void,
): PersonAction[] {
  const { call } = view;
  const words = panelsFor(view).company;
  if (!isHost(call) || id === call.self?.id) return [];
  const actions: PersonAction[] = [];
  if (sources.includes('microphone')) {
    actions.push({
      name: 'mute',
      label: words.askToMute,
      icon: mute,
      run() {
        // Asking to mute has no visible effect at first, so confirm that the request was sent.
        if (requestModeration(view, (call) => call.ask('mute', id))) say(view, words.asked(name));
      },
    });
  }
  if (sources.includes('screen')) {
    actions.push({
      name: 'stop',
      label: words.stopSharing,
      icon: stop,
      run: () => void requestModeration(view, (call) => call.ask('stop-screen', id)),
    });
  }
  actions.push({ name: 'remove', label: words.remove, icon: remove, run: confirmRemoval });
  return actions;
}
