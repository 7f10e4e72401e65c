/** Which microphones, cameras and speakers are known to be there, and which are chosen. */
import type { Device, DeviceKind } from './call-face.js';
import { isSame } from './is-same.js';
import type { Platform } from './platform.js';
import { TypedEventTarget } from './typed-event-target.js';

export interface DevicesEvents {
  /** Another device is there, gone or chosen. */
  change: void;
}

export type KnownDevices = Readonly<Partial<Record<DeviceKind, readonly Device[]>>>;

const memoryKey = (kind: DeviceKind) => `device:${kind}`;

export class Devices extends TypedEventTarget<DevicesEvents> {
  readonly #platform: Platform;
  /** What is in use for now, without being what the person wants next time. */
  readonly #passing = new Map<DeviceKind, string>();
  #known: KnownDevices = {};

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

  /** Takes note of what is there now. */
  know(known: KnownDevices): void {
    if (isSame(known, this.#known)) return;
    this.#known = known;
    this.emit('change');
  }
}
