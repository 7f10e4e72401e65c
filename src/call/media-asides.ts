/** What capture does without until a device is on, or is not to be had. Loaded by itself. */
export { DeviceKeeper } from './device-keeper.js';
export { mediaReasonOf } from './media-reason-of.js';
export { OwnMeters } from './own-meters.js';
