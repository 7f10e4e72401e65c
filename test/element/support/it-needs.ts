import { FEATURES } from './features.js';

/**
 * A test that is skipped, by name and with the reason, in an engine that lacks a feature. The end of its name tells
 * `test/runner/browser-reporter.mjs` that it has not failed.
 */
export function itNeeds(
  feature: keyof typeof FEATURES,
  name: string,
  test: () => void | Promise<void>,
): void {
  if (FEATURES[feature]) it(name, test);
  else it.skip(`${name} (needs ${feature})`, test);
}
