/** Runs a program in its own namespaces: nothing else sees its networks, mounts and processes. */
import { spawnSync } from 'node:child_process';

/**
 * All its processes end with it, and so do its networks. It also has its own list of named networks, so that two
 * runs on one machine do not interfere.
 */
const UNSHARE = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
const OWN_LIST = 'mkdir -p /run/netns && mount -t tmpfs netns /run/netns && exec "$0" "$@"';

/**
 * The command and arguments that run a program in its own namespaces.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {[command: string, args: string[]]}
 */
export const isolated = (command, args) => [
  'unshare',
  [...UNSHARE, 'sh', '-c', OWN_LIST, command, ...args],
];

/**
 * Why that is not possible on this machine; undefined if it is.
 * @param {string} ip Path of the program that creates networks.
 */
export function whyNotIsolated(ip) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return 'only root can make networks, and only on Linux';
  }
  const [command, args] = isolated(ip, ['netns', 'add', 'probe']);
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return undefined;
  return `this machine doesn't allow network namespaces (${error?.message ?? stderr.trim()})`;
}
