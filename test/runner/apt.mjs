/** Installs Debian packages, even while another installation is running. */
import { spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

import { endOf, startChild } from '../../scripts/children.mjs';

/** How long to wait for another `apt-get`, in seconds. */
const LOCK_TIMEOUT = 300;
const LOCKED = /could not get lock|unable to (lock|acquire)/i;
const OPTIONS = [
  ...['-y', '-qq', '-o', `DPkg::Lock::Timeout=${LOCK_TIMEOUT}`],
  ...['-o', 'Acquire::Retries=3', '-o', 'Dpkg::Use-Pty=0'],
];

/**
 * Installs all packages with one `apt-get install`; prints the reason if that fails.
 * @param {readonly string[]} packages
 * @param {boolean} mayUseSudo Whether to use `sudo` if it needs no password.
 * @param {object} [options] Replaced in tests.
 * @param {(args: string[]) => Promise<{ exit: number | string, errors: string }>} [options.aptGet]
 * @param {() => Promise<void>} [options.pause] Waits between two attempts.
 */
export async function installPackages(
  packages,
  mayUseSudo,
  { aptGet = findAptGet(mayUseSudo), pause = () => delay(1_000) } = {},
) {
  if (!aptGet) return;
  console.log(`Installing ${packages.join(', ')}…`);
  const deadline = Date.now() + LOCK_TIMEOUT * 1_000;
  // An update that fails for one source may have refreshed the others.
  for (const args of [['update'], ['install', ...packages]]) {
    for (;;) {
      const { exit, errors } = await aptGet([...OPTIONS, ...args]);
      if (exit === 0) break;
      // The `Lock::Timeout` option waits for the dpkg lock, but not for those of downloads and lists.
      if (!LOCKED.test(errors) || Date.now() > deadline) {
        console.error(`apt-get ${args.join(' ')} failed (${exit}).\n${errors.trim()}`);
        break;
      }
      await pause();
    }
  }
}

/** Runs `apt-get` as root; undefined if this process is not root and cannot become it. */
function findAptGet(mayUseSudo) {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && !(mayUseSudo && spawnSync('sudo', ['-n', 'true']).status === 0)) return undefined;
  const environment = ['env', 'DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C'];
  const [command = '', ...before] = [...(isRoot ? [] : ['sudo', '-n']), ...environment, 'apt-get'];
  return async (args) => {
    // Even with `-qq`, it prints several lines for each of about a hundred packages.
    const stdio = /** @type {const} */ (['ignore', 'ignore', 'pipe']);
    const child = startChild(command, [...before, ...args], { stdio: [...stdio] });
    let errors = '';
    child.stderr?.setEncoding('utf8').on('data', (text) => (errors += text));
    const exit = await endOf(child).catch((error) => error.message);
    return { exit, errors };
  };
}
