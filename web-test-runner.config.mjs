/** Runs the element's tests in Chromium, with simulated devices. */
import { fileURLToPath } from 'node:url';

import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';

import { browserReporter } from './test/runner/browser-reporter.mjs';
import { chromiumFlags } from './test/runner/browsers.mjs';
import { freePort } from './scripts/free-port.mjs';
import { findChromium } from './test/runner/programs.mjs';

const chromium = await findChromium();
const countsFile = process.env.TEST_COUNTS;

export default {
  files: 'test/element/**/*.test.ts',
  // Two runners that start at the same time would take the same one.
  port: await freePort(),
  // In one browser only one page at a time has the focus.
  concurrency: 1,
  nodeResolve: { exportConditions: ['production', 'browser'] },
  plugins: [
    esbuildPlugin({ ts: true, tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)) }),
  ],
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
