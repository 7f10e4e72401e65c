/** Capture code that isn't needed until a device is on or fails. Loaded separately. */
export { DeviceRecovery } from './device-recovery.js';
export { OwnMeters } from './own-meters.js';
