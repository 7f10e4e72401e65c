/** The states that a page's style sheet can match with `:state()`. */
import type { ReactiveController } from 'lit';
import { isInRoom } from '../../call/call-api.js';
import { isHost } from '../base/moderation.js';
import type { HostElement } from '../base/host.js';

function statesOf(element: HostElement): Record<string, boolean> {
  const { call, status, participants } = element;
  const isOff = (source: 'microphone' | 'camera') => call?.sourceState(source).status === 'off';
  const isIn = isInRoom(status);
  return {
    joined: isIn,
    host: call !== undefined && isHost(call),
    reconnecting: status === 'reconnecting',
    alone: isIn && participants.length === 1,
    muted: isOff('microphone'),
    'camera-off': isOff('camera'),
    sharing: call?.sourceState('screen').status === 'on',
    presenting: participants.some(({ sources }) => sources.includes('screen')),
    'picture-in-picture': element.pictureInPicture !== undefined,
    fullscreen: element.matches(':fullscreen'),
  };
}

export class States implements ReactiveController {
  readonly #host: HostElement;
  readonly #internals: ElementInternals;
  #listening = new AbortController();

  constructor(host: HostElement, internals: ElementInternals) {
    this.#host = host;
    this.#internals = internals;
  }

  hostConnected(): void {
    this.#listening = new AbortController();
    const change = () => this.#host.requestUpdate();
    this.#host.addEventListener('fullscreenchange', change, this.#listening);
    this.hostUpdated();
  }

  hostDisconnected(): void {
    this.#listening.abort();
  }

  hostUpdated(): void {
    for (const [name, isSet] of Object.entries(statesOf(this.#host))) {
      try {
        if (isSet) this.#internals.states.add(name);
        else this.#internals.states.delete(name);
      } catch {
        // Browsers before 2024 lack states or use another syntax; nothing depends on them.
      }
    }
  }
}
