/** Runs the element's tests in Chromium, with simulated devices. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';

import { browserReporter } from './test/runner/browser-reporter.mjs';
import { chromiumFlags } from './test/runner/browsers.mjs';
import { bundlePlugin } from './test/runner/bundle-plugin.mjs';
import { freePort } from './scripts/free-port.mjs';
import { findChromium } from './test/runner/programs.mjs';

const chromium = await findChromium();
const countsFile = process.env.TEST_COUNTS;

const root = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(join(root, 'test/element'))
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => join(root, 'test/element', name));

export default {
  files,
  // Two runners that start at the same time would take the same one.
  port: await freePort(),
  // In one browser only one page at a time has the focus.
  concurrency: 1,
  plugins: [bundlePlugin(root, files)],
  browsers: [
    chromeLauncher({
      launchOptions: { executablePath: chromium.path, args: chromiumFlags(), pipe: true },
    }),
  ],
  testsFinishTimeout: 300_000,
  testFramework: { config: { timeout: 60_000 } },
  reporters: [
    defaultReporter({ reportTestProgress: Boolean(process.stdout.isTTY) }),
    ...(countsFile ? [browserReporter(countsFile)] : []),
  ],
};
