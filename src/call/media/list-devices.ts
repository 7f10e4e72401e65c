/** The devices that the browser lists, by kind. */
import type { Device, DeviceKind } from '../call-api.js';
import type { KnownDevices } from './devices.js';

const KINDS: Readonly<Record<MediaDeviceKind, DeviceKind>> = {
  audioinput: 'microphone',
  videoinput: 'camera',
  audiooutput: 'speaker',
};

/** Chromium lists the system's choice a second time under these ids. */
export const isAlias = (id: string) => id === 'default' || id === 'communications';

export async function listDevices(mediaDevices: MediaDevices): Promise<KnownDevices> {
  const found = await mediaDevices.enumerateDevices().catch(() => []);
  const known: Partial<Record<DeviceKind, Device[]>> = {};
  for (const { kind, deviceId, label } of found) {
    if (!deviceId || !label || isAlias(deviceId)) continue;
    (known[KINDS[kind]] ??= []).push(Object.freeze({ id: deviceId, label }));
  }
  return known;
}
