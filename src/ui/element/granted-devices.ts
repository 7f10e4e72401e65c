/** Turns on devices in the lobby that need no permission prompt, so that users see themselves immediately. */
import type { ReactiveController } from 'lit';
import type { CallApi } from '../../call/call-api.js';
import type { HostElement } from '../base/host.js';

const devices = ['microphone', 'camera'] as const;

/** Older versions of Firefox don't support these permission names, and throw. */
async function grantedDevices(): Promise<(typeof devices)[number][]> {
  const states = await Promise.all(
    devices.map(async (name) => {
      try {
        return (await navigator.permissions.query({ name: name as PermissionName })).state;
      } catch {
        return undefined;
      }
    }),
  );
  return devices.filter((_, index) => states[index] === 'granted');
}

export class GrantedDevices implements ReactiveController {
  readonly #host: HostElement;
  #seen: CallApi | undefined;

  constructor(host: HostElement) {
    this.#host = host;
  }

  hostConnected(): void {
    this.hostUpdated();
  }

  hostUpdated(): void {
    const { call, demo } = this.#host;
    if (call === this.#seen) return;
    this.#seen = call;
    if (call && !demo) void this.#take(call);
  }

  async #take(call: CallApi): Promise<void> {
    const granted = await grantedDevices();
    if (!granted.length || call !== this.#host.call || call.status !== 'idle') return;
    call.open();
    await call.turnOnAll(granted.filter((one) => call.sourceState(one).status === 'wanted'));
  }
}
