/** What the element does besides showing views: keys, states, permissions, wake lock, tab. A separate chunk. */
import { AutoPictureInPicture } from '../picture-in-picture/auto-picture-in-picture.js';
import { Activity } from './activity.js';
import { DeviceErrors } from './device-errors.js';
import { GrantedDevices } from './granted-devices.js';
import { KeyBoundary } from './key-boundary.js';
import { LanguageObserver } from './language-observer.js';
import { Overlays } from './overlays.js';
import { Shortcuts } from './shortcuts.js';
import { States } from './states.js';
import { TileSizeReporter } from './tile-size-reporter.js';
import { TokenExpiry } from './token-expiry.js';
import { WakeLock } from './wake-lock.js';
import type { HostElement } from '../base/host.js';

/** Adds all controllers, in the order in which they matter. */
export function addBehaviors(
  element: HostElement,
  internals: ElementInternals,
  calmAfter: () => number,
): void {
  // Before devices are requested: audio-only mode needs no camera.
  element.addController(new TileSizeReporter(element));
  element.addController(new DeviceErrors(element));
  element.addController(new GrantedDevices(element));
  element.addController(new AutoPictureInPicture(element));
  element.addController(new Activity(element, calmAfter));
  element.addController(new Overlays(element));
  element.addController(new LanguageObserver(element));
  element.addController(new Shortcuts(element));
  element.addController(new KeyBoundary(element));
  element.addController(new States(element, internals));
  element.addController(new TokenExpiry(element));
  element.addController(new WakeLock(element));
}
