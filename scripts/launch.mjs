/** What `npm start` and `npm run serve` share: arguments, the operator's settings, and the end. */
import { parseArgs } from 'node:util';

/** Stops with one sentence; a stack trace would say nothing to who just wants to see a call. */
export function fail(message) {
  console.error(message);
  process.exit(1);
}

/**
 * What was said on the command line, with `port` as a number.
 * @param {string} usage
 * @param {import('node:util').ParseArgsConfig['options']} options
 */
export function readOptions(usage, options) {
  try {
    const { values } = parseArgs({ options });
    const port = Number(values.port);
    if (Number.isInteger(port) && port > 0 && port < 65_536) return { ...values, port };
  } catch {
    // An argument that is not ours.
  }
  return fail(usage);
}

/** What the environment says of the room server; a wrong setting and a doubtful one are told right here. */
export async function readEnvironment() {
  const { readSettings, SETTINGS } = await import('../dist-server/settings.js');
  const known = Object.entries(process.env).filter(([name]) => SETTINGS.includes(name));
  const vars = Object.fromEntries(known);
  for (const warning of readSettings(vars).warnings) console.warn(`Attention: ${warning}`);
  return vars;
}
