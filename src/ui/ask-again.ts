/** Turns a refused device on as soon as the browser's permission for it changes: without a reload, without a button. */
import type { ReactiveController } from 'lit';
import type { View } from './view.js';

const devices = ['microphone', 'camera'] as const;
type Device = (typeof devices)[number];

export class AskAgain implements ReactiveController {
  readonly #view: View;
  /** What is waited for, with what ends the waiting. */
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
      // An older Firefox knows no such permission; there the button remains.
    }
  }

  #stop(device: Device): void {
    this.#waiting.get(device)?.abort();
    this.#waiting.delete(device);
  }
}
