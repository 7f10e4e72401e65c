/** Shared by the commands: arguments, the operator's settings, and exiting with an error. */
import { parseArgs } from 'node:util';

/** Exits with one sentence; a stack trace would not help a user who just wants to see a call. */
export function fail(message) {
  console.error(message);
  process.exit(1);
}

/**
 * The command line options, with `port` as a number.
 * @param {string} usage
 * @param {import('node:util').ParseArgsConfig['options']} options
 */
export function readOptions(usage, options) {
  try {
    const { values } = parseArgs({ options });
    const port = Number(values.port);
    if (Number.isInteger(port) && port > 0 && port < 65_536) return { ...values, port };
  } catch {
    // An unknown argument.
  }
  return fail(usage);
}

/** The room server's settings from the environment; throws for invalid settings, and prints warnings. */
export async function readEnvironment() {
  const { readSettings, SETTINGS } = await import('../dist-server/settings.js');
  const known = Object.entries(process.env).filter(([name]) => SETTINGS.includes(name));
  const vars = Object.fromEntries(known);
  for (const warning of readSettings(vars).warnings) console.warn(`Warning: ${warning}`);
  return vars;
}
