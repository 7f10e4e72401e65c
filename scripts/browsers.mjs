/** Finds, and where we may installs, the browsers and the TURN server of the tests; says how they are launched. */
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { endOf, startChild } from './children.mjs';

/** For each program: who points at it, its names on the path, where else it lives, Debian's package. */
const PROGRAMS = {
  Chromium: {
    variables: ['CHROME_PATH', 'CHROMIUM'],
    commands: [
      ...['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'],
      ...['microsoft-edge-stable', 'microsoft-edge', 'msedge'],
    ],
    places: [
      '/snap/bin/chromium',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
      ...underProgramFiles('Google/Chrome/Application/chrome.exe'),
      ...underProgramFiles('Microsoft/Edge/Application/msedge.exe'),
    ],
    package: distribution() === 'ubuntu' ? 'chromium-browser' : 'chromium',
  },
  Firefox: {
    variables: ['FIREFOX_PATH'],
    commands: ['firefox-esr', 'firefox'],
    places: [
      '/snap/bin/firefox',
      '/Applications/Firefox.app/Contents/MacOS/firefox',
      ...underProgramFiles('Mozilla Firefox/firefox.exe'),
    ],
    // Ubuntu has no firefox-esr.
    package: distribution() === 'ubuntu' ? 'firefox' : 'firefox-esr',
  },
  coturn: {
    variables: ['TURNSERVER_PATH'],
    commands: ['turnserver'],
    places: [],
    package: 'coturn',
  },
  nftables: {
    variables: ['NFT_PATH'],
    commands: ['nft'],
    places: ['/usr/sbin/nft'],
    package: 'nftables',
  },
  conntrack: {
    variables: ['CONNTRACK_PATH'],
    commands: ['conntrack'],
    places: ['/usr/sbin/conntrack'],
    package: 'conntrack',
  },
  certutil: {
    variables: ['CERTUTIL_PATH'],
    commands: ['certutil'],
    places: [],
    package: 'libnss3-tools',
  },
};

/**
 * @typedef {object} Program
 * @property {string | undefined} path Where it is; undefined if it is not on this machine.
 * @property {string} hint One sentence that says what to install, or what to type.
 */

/** A Chromium, Chrome or Edge; installed where we can, since most tests need one. */
export const findChromium = () => find('Chromium', true);
/** Firefox; installed only in continuous integration. */
export const findFirefox = () => find('Firefox', process.env.CI === 'true');
/** What a network of the tests is made of; installed only in continuous integration. */
export const findNetworkTools = () => {
  const isInstalled = process.env.CI === 'true';
  return Promise.all(
    /** @type {const} */ (['coturn', 'nftables', 'conntrack', 'certutil']).map((name) =>
      find(name, isInstalled),
    ),
  );
};

/**
 * @param {keyof typeof PROGRAMS} name
 * @param {boolean} install
 * @returns {Promise<Program>}
 */
async function find(name, install) {
  const { package: debianPackage } = PROGRAMS[name];
  const debian = distribution() !== undefined;
  const hint = debian
    ? `${name} is missing: apt-get install ${debianPackage}`
    : `${name} is missing: install it, or set ${PROGRAMS[name].variables[0]} to where it is`;
  let path = locate(name);
  if (!path && install && debian && process.getuid?.() === 0) {
    console.log(`${name} is missing, so it is installed now: apt-get install ${debianPackage}`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await endOf(startChild('apt-get', ['update', '-qq'], { env }));
    await endOf(startChild('apt-get', ['install', '-y', '-qq', debianPackage], { env }));
    path = locate(name);
  }
  return { path, hint };
}

/** @param {keyof typeof PROGRAMS} name */
function locate(name) {
  const { variables, commands, places } = PROGRAMS[name];
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return [
    ...variables.flatMap((variable) => process.env[variable] ?? []),
    ...commands.flatMap((command) => folders.map((folder) => join(folder, command + suffix))),
    ...places,
  ].find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** @param {string} path */
function underProgramFiles(path) {
  const { ProgramFiles, LOCALAPPDATA } = process.env;
  const folders = [ProgramFiles, process.env['ProgramFiles(x86)'], LOCALAPPDATA];
  return folders.flatMap((folder) => (folder ? [join(folder, path)] : []));
}

/** `debian` or `ubuntu` where `apt-get` has our packages, else undefined. */
function distribution() {
  try {
    const id = /^ID=(.*)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
    return id === 'debian' || id === 'ubuntu' ? id : undefined;
  } catch {
    return undefined;
  }
}

/**
 * How we launch Chromium: devices that are simulated, questions answered, nothing in the background.
 * @param {object} [options]
 * @param {string} [options.devices] E.g. `fps=15,device-count=3`; `device-count=0` for a machine without.
 * @param {boolean} [options.deny] Whether every question for a device is answered with no.
 * @param {string} [options.autoplay] E.g. `user-gesture-required`.
 */
export const chromiumFlags = ({ devices = 'fps=15', deny = false, autoplay } = {}) => [
  // Chromium refuses to run as root with its sandbox.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  `--use-fake-device-for-media-stream=${devices}`,
  `--use-fake-ui-for-media-stream${deny ? '=deny' : ''}`,
  `--autoplay-policy=${autoplay ?? 'no-user-gesture-required'}`,
  '--mute-audio',
  // Two browsers on one machine would wait for multicast names that nobody answers.
  '--disable-features=WebRtcHideLocalIpsWithMdns',
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
