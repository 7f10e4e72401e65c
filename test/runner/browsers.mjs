/** How the tests launch browsers. */

/** Chromium features that tests do not need. */
const DISABLED = [
  // Two browsers on one machine would wait for multicast names that never resolve.
  'WebRtcHideLocalIpsWithMdns',
  // Each window loads two pages for its address bar in a separate process: half the cost of opening a window.
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'],
  // A process that is started in advance for a window's next page is useless for windows with one page.
  'SpareRendererForSitePerProcess',
];

/**
 * Flags for Chromium: simulated devices, automatic permission answers, no background activity.
 * @param {object} [options]
 * @param {string} [options.devices] E.g. `fps=15,device-count=3`; `device-count=0` for a machine without devices.
 * @param {boolean} [options.deny] Whether every permission request for a device is denied.
 * @param {string} [options.autoplay] E.g. `user-gesture-required`.
 */
export const chromiumFlags = ({ devices = 'fps=15', deny = false, autoplay } = {}) => [
  // Chromium does not run as root with its sandbox.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  `--use-fake-device-for-media-stream=${devices}`,
  `--use-fake-ui-for-media-stream${deny ? '=deny' : ''}`,
  `--autoplay-policy=${autoplay ?? 'no-user-gesture-required'}`,
  '--mute-audio',
  `--disable-features=${DISABLED.join()}`,
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  ...['--disable-quic', '--no-first-run', '--no-default-browser-check'],
];

/** The same for Firefox, as preferences. */
export const firefoxPreferences = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'app.update.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.enabled': false,
};
