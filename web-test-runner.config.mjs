/** Runs the element's tests in one browser engine: `ENGINE=Firefox npx web-test-runner`; by default in Chromium. */
import { fileURLToPath } from 'node:url';

import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';

import { endOnSignals } from './scripts/children.mjs';
import { freePort } from './scripts/free-port.mjs';
import { browserReporter } from './test/runner/browser-reporter.mjs';
import { chromiumFlags, firefoxPreferences } from './test/runner/browsers.mjs';
import { bundlePlugin } from './test/runner/bundle-plugin.mjs';
import { ENGINES, findPrograms, installCommand } from './test/runner/programs.mjs';
import { filesOf } from './test/runner/test-files.mjs';
import { webkitLauncher } from './test/runner/webkit-launcher.mjs';

const { ENGINE: engine = 'Chromium', TEST_COUNTS: countsFile } = process.env;
const needed = ENGINES[engine];
if (!needed) throw new Error(`ENGINE is one of ${Object.keys(ENGINES).join(', ')}.`);
const programs = await findPrograms(needed);
const missing = needed.filter((name) => !programs[name]);
if (missing.length) throw new Error(`${engine} is missing: ${installCommand(missing)}`);

/** @type {Record<keyof typeof ENGINES, () => import('@web/test-runner').BrowserLauncher>} */
const launchers = {
  Chromium: () =>
    chromeLauncher({
      launchOptions: { executablePath: programs.Chromium, args: chromiumFlags(), pipe: true },
    }),
  Firefox: () =>
    chromeLauncher({
      launchOptions: {
        browser: 'firefox',
        executablePath: programs.Firefox,
        extraPrefsFirefox: firefoxPreferences,
      },
    }),
  WebKit: () => webkitLauncher(programs),
};

endOnSignals(130);

const root = fileURLToPath(new URL('.', import.meta.url));
const files = filesOf('element');

export default {
  files,
  // Two runners that start at the same time would take the same one.
  port: await freePort(),
  // In one browser only one page at a time has the focus.
  concurrency: 1,
  plugins: [bundlePlugin(root, files)],
  browsers: [launchers[engine]()],
  testsFinishTimeout: 300_000,
  testFramework: { config: { timeout: 60_000 } },
  reporters: [
    defaultReporter({ reportTestProgress: Boolean(process.stdout.isTTY) }),
    ...(countsFile ? [browserReporter(countsFile, engine)] : []),
  ],
};
