/** What a host can do about somebody else: the same beside the name among people and in the menu of a tile. */
import mute from 'lucide/dist/esm/icons/mic-off.mjs';
import stop from 'lucide/dist/esm/icons/monitor-x.mjs';
import remove from 'lucide/dist/esm/icons/user-round-x.mjs';
import type { Participant } from '../call/call-face.js';
import { askRoom, isHost, say } from './as-host.js';
import type { IconNode } from './icons.js';
import { panelsFor } from './panel-words.js';
import type { View } from './view.js';

/** All that can be done, in the order in which it stands. */
export const ACTIONS = ['mute', 'stop', 'remove'] as const;

export interface PersonAction {
  readonly name: (typeof ACTIONS)[number];
  readonly label: string;
  readonly icon: IconNode;
  run(): void;
}

/** None where I am no host, or it is me; removing is asked about first. */
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
        // That they may think about it would else look as if nothing had happened.
        if (askRoom(view, (call) => call.ask('mute', id))) say(view, words.asked(name));
      },
    });
  }
  if (sources.includes('screen')) {
    actions.push({
      name: 'stop',
      label: words.stopSharing,
      icon: stop,
      run: () => void askRoom(view, (call) => call.ask('stop-screen', id)),
    });
  }
  actions.push({ name: 'remove', label: words.remove, icon: remove, run: confirmRemoval });
  return actions;
}
