/** What capture does without until a device is on. Loaded by itself. */
export { DeviceKeeper } from './device-keeper.js';
