/** Turns on a refused device as soon as the browser's permission changes: without a reload, without a button. */
import type { ReactiveController } from 'lit';
import type { View } from '../base/view.js';

const devices = ['microphone', 'camera'] as const;
type Device = (typeof devices)[number];

export class AskAgain implements ReactiveController {
  readonly #view: View;
  /** The devices waited for, each with the controller that stops waiting. */
  readonly #waiting = new Map<Device, AbortController>();

  constructor(view: View) {
    this.#view = view;
  }

  hostUpdated(): void {
    for (const device of devices) {
      if (this.#isRefused(device)) void this.#wait(device);
      else this.#stop(device);
    }
  }

  hostDisconnected(): void {
    for (const device of devices) this.#stop(device);
  }

  #isRefused(device: Device): boolean {
    const { problem } = this.#view.call.sourceState(device);
    return problem === 'media-denied' || problem === 'media-dismissed';
  }

  async #wait(device: Device): Promise<void> {
    if (this.#waiting.has(device)) return;
    const waiting = new AbortController();
    this.#waiting.set(device, waiting);
    try {
      const permission = await navigator.permissions.query({ name: device as PermissionName });
      const handleChange = () => {
        if (permission.state !== 'denied') void this.#view.call.turnOnAll([device]);
      };
      permission.addEventListener('change', handleChange, waiting);
    } catch {
      // Older versions of Firefox don't support this permission; the button remains.
    }
  }

  #stop(device: Device): void {
    this.#waiting.get(device)?.abort();
    this.#waiting.delete(device);
  }
}
