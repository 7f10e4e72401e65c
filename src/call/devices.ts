/** Which microphones, cameras and speakers there are, followed through plugging in and out, and which are chosen. */
import type { Device, DeviceKind } from './call-face.js';
import type { Platform } from './platform.js';
import { TypedEventTarget } from './typed-event-target.js';

export interface DevicesEvents {
  /** Another device is there, gone or chosen. */
  change: void;
}

const KINDS: Readonly<Record<MediaDeviceKind, DeviceKind>> = {
  audioinput: 'microphone',
  videoinput: 'camera',
  audiooutput: 'speaker',
};

/** Chromium lists the system's choice once more under these names. */
export const isAlias = (id: string) => id === 'default' || id === 'communications';

const memoryKey = (kind: DeviceKind) => `device:${kind}`;

export class Devices extends TypedEventTarget<DevicesEvents> {
  readonly #platform: Platform;
  /** What is in use for now, without being what the person wants next time. */
  readonly #passing = new Map<DeviceKind, string>();
  #known: Partial<Record<DeviceKind, readonly Device[]>> = {};
  #watching: AbortController | undefined;

  constructor(platform: Platform) {
    super();
    this.#platform = platform;
  }

  /** Those that the browser names; it names none before it was allowed to use one of the kind. */
  list(kind: DeviceKind): readonly Device[] {
    return this.#known[kind] ?? [];
  }

  /** The id of the chosen one; empty leaves it to the system. */
  chosen(kind: DeviceKind): string {
    return this.#passing.get(kind) ?? this.#platform.memory.get(memoryKey(kind)) ?? '';
  }

  /** Remembers a choice, also for the next visit. */
  choose(kind: DeviceKind, id: string): void {
    this.#passing.delete(kind);
    this.#platform.memory.set(memoryKey(kind), id);
    this.emit('change');
  }

  /** Makes a choice for as long as this page lives. */
  choosePassing(kind: DeviceKind, id: string): void {
    this.#passing.set(kind, id);
    this.emit('change');
  }

  has(kind: DeviceKind, id: string): boolean {
    return this.list(kind).some((device) => device.id === id);
  }

  /** Looks again and, from then on, whenever a device comes or goes; not every browser tells of every one. */
  async refresh(): Promise<void> {
    const { mediaDevices } = this.#platform;
    if (!mediaDevices?.enumerateDevices) return;
    if (!this.#watching) {
      this.#watching = new AbortController();
      const { signal } = this.#watching;
      mediaDevices.addEventListener('devicechange', () => void this.refresh(), { signal });
    }
    const found = await mediaDevices.enumerateDevices().catch(() => []);
    const known: Partial<Record<DeviceKind, Device[]>> = {};
    for (const { kind, deviceId, label } of found) {
      if (!deviceId || !label || isAlias(deviceId)) continue;
      (known[KINDS[kind]] ??= []).push(Object.freeze({ id: deviceId, label }));
    }
    if (JSON.stringify(known) === JSON.stringify(this.#known)) return;
    this.#known = known;
    this.emit('change');
  }

  close(): void {
    this.#watching?.abort();
    this.#watching = undefined;
  }
}
