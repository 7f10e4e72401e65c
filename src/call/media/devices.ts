/** Which microphones, cameras and speakers are available, and which are chosen. */
import type { Device, DeviceKind } from '../call-api.js';
import { isSame } from '../base/is-same.js';
import type { Platform } from '../platform.js';
import { TypedEventTarget } from '../base/typed-event-target.js';

export interface DevicesEvents {
  /** A device was connected, disconnected or chosen. */
  change: void;
}

const DEVICE_KINDS: readonly DeviceKind[] = ['microphone', 'camera', 'speaker'];

export type KnownDevices = Readonly<Partial<Record<DeviceKind, readonly Device[]>>>;

const memoryKey = (kind: DeviceKind) => `device:${kind}`;
const nameKey = (kind: DeviceKind) => `device-name:${kind}`;

/**
 * Identifies a device if its id changed, as after site data was cleared: by its label and its index among devices with
 * the same label, since nothing else distinguishes two of a kind.
 */
function nameOf(devices: readonly Device[], id: string): string {
  const device = devices.find((one) => one.id === id);
  if (!device) return '';
  const alike = devices.filter(({ label }) => label === device.label);
  return `${alike.indexOf(device)} ${device.label}`;
}

export class Devices extends TypedEventTarget<DevicesEvents> {
  readonly #platform: Platform;
  /** Choices for this page only, which are not the user's choice for next time. */
  readonly #passing = new Map<DeviceKind, string>();
  #known: KnownDevices = {};

  constructor(platform: Platform) {
    super();
    this.#platform = platform;
  }

  /** The devices that the browser lists; none until it may use one of the kind. */
  list(kind: DeviceKind): readonly Device[] {
    return this.#known[kind] ?? [];
  }

  /** The id of the chosen device; empty leaves it to the system. */
  chosen(kind: DeviceKind): string {
    return this.#passing.get(kind) ?? this.#platform.memory.get(memoryKey(kind)) ?? '';
  }

  /** Remembers a choice, also for the next visit. */
  choose(kind: DeviceKind, id: string): void {
    this.#passing.delete(kind);
    this.#platform.memory.set(memoryKey(kind), id);
    this.#platform.memory.set(nameKey(kind), nameOf(this.list(kind), id));
    this.emit('change');
  }

  /** Makes a choice for the lifetime of this page. */
  chooseForSession(kind: DeviceKind, id: string): void {
    this.#passing.set(kind, id);
    this.emit('change');
  }

  /** The label of the chosen device if it is not connected; empty if it is, or if its label is unknown. */
  missing(kind: DeviceKind): string {
    const devices = this.list(kind);
    if (this.#passing.has(kind) || !devices.length || this.has(kind, this.chosen(kind))) return '';
    if (!this.chosen(kind)) return '';
    // The label follows the index among devices with the same label.
    return this.#platform.memory.get(nameKey(kind))?.replace(/^\d+ /, '') ?? '';
  }

  has(kind: DeviceKind, id: string): boolean {
    return this.list(kind).some((device) => device.id === id);
  }

  /** Stores which devices are connected; returns the kinds whose chosen device has a new id. */
  know(known: KnownDevices): DeviceKind[] {
    if (isSame(known, this.#known)) return [];
    this.#known = known;
    const renamed = DEVICE_KINDS.filter((kind) => this.#findRenamed(kind));
    this.emit('change');
    return renamed;
  }

  /** Looks for the chosen device under a new id. */
  #findRenamed(kind: DeviceKind): boolean {
    const { memory } = this.#platform;
    const chosen = memory.get(memoryKey(kind));
    const devices = this.list(kind);
    if (!chosen || !devices.length) return false;
    if (this.has(kind, chosen)) {
      // Also for a choice of which only the id has been stored.
      memory.set(nameKey(kind), nameOf(devices, chosen));
      return false;
    }
    const name = memory.get(nameKey(kind));
    const device = name && devices.find(({ id }) => nameOf(devices, id) === name);
    if (!device) return false;
    memory.set(memoryKey(kind), device.id);
    return true;
  }
}
