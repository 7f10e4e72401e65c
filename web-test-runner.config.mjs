/** Runs the element's tests in Chromium, with simulated devices. */
import { fileURLToPath } from 'node:url';

import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';

import { browserReporter } from './scripts/browser-reporter.mjs';
import { chromiumFlags, findChromium } from './scripts/browsers.mjs';

const chromium = await findChromium();
const countsFile = process.env.TEST_COUNTS;

export default {
  files: 'test/element/**/*.test.ts',
  nodeResolve: { exportConditions: ['production', 'browser'] },
  plugins: [
    esbuildPlugin({ ts: true, tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)) }),
  ],
  browsers: [
    chromeLauncher({
      launchOptions: { executablePath: chromium.path, args: chromiumFlags(), pipe: true },
    }),
  ],
  testFramework: { config: { timeout: 10_000 } },
  reporters: [defaultReporter(), ...(countsFile ? [browserReporter(countsFile)] : [])],
};
