/** Finds the programs that tests need besides Node, and installs missing ones if allowed. */
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { installPackages } from './apt.mjs';

/** Whether this is continuous integration, where everything is installed and no test may be skipped. */
export const isCI = !['', '0', 'false'].includes(process.env.CI ?? '');

/**
 * For each program: variables that may hold its path, its names in `PATH`, other places where it may be, and
 * its Debian packages.
 * @typedef {{ variables?: string[], commands: string[], places?: string[], package: string | string[] }} Program
 */
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
  // Chromium without an interface of its own: a call in it takes a fifth less of the processor.
  HeadlessChromium: {
    variables: ['HEADLESS_CHROME_PATH'],
    commands: ['chromium-headless-shell', 'chrome-headless-shell'],
    // Ubuntu has none.
    package: distribution() === 'debian' ? 'chromium-headless-shell' : [],
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
  curl: { commands: ['curl'], package: 'curl' },
  WebKit: {
    commands: ['WebKitWebDriver'],
    // The plug-ins play and record in the page.
    package: ['webkit2gtk-driver', 'gstreamer1.0-plugins-good', 'gstreamer1.0-plugins-bad'],
  },
  Xvfb: { commands: ['Xvfb'], package: 'xvfb' },
  coturn: { variables: ['TURNSERVER_PATH'], commands: ['turnserver'], package: 'coturn' },
  certutil: { variables: ['CERTUTIL_PATH'], commands: ['certutil'], package: 'libnss3-tools' },
  nftables: { commands: ['nft'], places: systemPlaces('nft'), package: 'nftables' },
  conntrack: { commands: ['conntrack'], places: systemPlaces('conntrack'), package: 'conntrack' },
  iproute2: { commands: ['ip'], places: systemPlaces('ip'), package: 'iproute2' },
};

/** @typedef {keyof typeof PROGRAMS} ProgramName */

/** The programs that build the test networks. */
export const NETWORK_PROGRAMS = /** @type {const} */ ([
  ...['coturn', 'certutil', 'nftables', 'conntrack', 'iproute2'],
]);

/** The browser engines that run the element's tests, with the programs that each needs. */
export const ENGINES = /** @type {const} */ ({
  Chromium: ['Chromium'],
  Firefox: ['Firefox'],
  WebKit: ['WebKit', 'Xvfb'],
});

/**
 * Finds programs; in place of the headless Chromium, any other will do. In continuous integration, all missing ones are
 * installed together; elsewhere only Chromium, since most tests need it.
 * @param {readonly ProgramName[]} names
 * @param {object} [options]
 * @param {boolean} [options.all] Whether to install all missing programs.
 * @param {(packages: string[]) => Promise<void>} [options.install] By default `apt-get`, if available.
 * @returns {Promise<Partial<Record<ProgramName, string>>>} the path of each program that was found
 */
export async function findPrograms(
  names,
  { all = isCI, install = distribution() && ((packages) => installPackages(packages, isCI)) } = {},
) {
  const missing = names.filter((name) => !locate(name));
  const isWanted = (name) => all || (missing.includes('Chromium') && name.endsWith('Chromium'));
  const packages = packagesOf(missing.filter(isWanted));
  if (packages.length && install) await install(packages);
  const find = (name) =>
    locate(name) ?? (name === 'HeadlessChromium' ? locate('Chromium') : undefined);
  return Object.fromEntries(names.map((name) => [name, find(name)]));
}

/** Finds only Chromium, with a hint what to do if it is missing. */
export async function findChromium() {
  const { Chromium: path } = await findPrograms(['Chromium']);
  return { path, hint: `Chromium is missing: ${installCommand(['Chromium'])}` };
}

/**
 * The command, or instruction, to install missing programs.
 * @param {readonly ProgramName[]} names
 */
export function installCommand(names) {
  if (distribution()) return `apt-get install -y ${packagesOf(names).join(' ')}`;
  const each = names.map((name) => {
    const { variables } = /** @type {Program} */ (PROGRAMS[name]);
    return variables ? `${name} (or set ${variables[0]} to its path)` : name;
  });
  return `install ${each.join(', ')}`;
}

/** @param {readonly ProgramName[]} names */
const packagesOf = (names) => [...new Set(names.flatMap((name) => PROGRAMS[name].package))];

/** @param {ProgramName} name */
function locate(name) {
  const { variables = [], commands, places = [] } = /** @type {Program} */ (PROGRAMS[name]);
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

/**
 * Where programs for root are, which may not be in the `PATH` of ordinary users.
 * @param {string} command
 */
function systemPlaces(command) {
  return [`/usr/sbin/${command}`, `/sbin/${command}`];
}

/** `debian` or `ubuntu`, where `apt-get` has these packages; otherwise undefined. */
function distribution() {
  try {
    const id = /^ID=(.*)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
    return id === 'debian' || id === 'ubuntu' ? id : undefined;
  } catch {
    return undefined;
  }
}
