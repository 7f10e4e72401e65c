/** The test files of a tier. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const tests = fileURLToPath(new URL('..', import.meta.url));

/**
 * The paths of a tier's test files, those in its folders included; the largest first, so that none is left running
 * long after the others.
 * @param {string} tier
 */
export function filesOf(tier) {
  const folder = join(tests, tier);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => join(folder, path))
    .sort((a, b) => statSync(b).size - statSync(a).size);
}

/**
 * What a test file is called in the output: its path below `test`, without its ending.
 * @param {string} file
 */
export function nameOf(file) {
  return file.slice(tests.length, -'.test.ts'.length).replaceAll('\\', '/');
}
