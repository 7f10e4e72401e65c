/** A reporter for web-test-runner that writes counts to a file, in the format that `run.mjs` reads. */
import { writeFileSync } from 'node:fs';

/** The end of the name of a test that an engine cannot run: `test/element/support/it-needs.ts`. */
const NEEDS = / \(needs (.+)\)$/;

/**
 * @param {string} file
 * @param {string} engine
 */
export const browserReporter = (file, engine) => ({
  stop({ sessions }) {
    const counts = { passed: 0, failed: 0, skipped: [], unsupported: [] };
    const count = ({ tests, suites }) => {
      for (const { name, passed, skipped } of tests) {
        const need = NEEDS.exec(name)?.[1];
        if (!skipped) counts[passed ? 'passed' : 'failed']++;
        // Chromium has all features, so no test is skipped in every engine.
        else if (!need || engine === 'Chromium') counts.skipped.push({ name, reason: '' });
        else
          counts.unsupported.push({
            name: name.replace(NEEDS, ''),
            reason: `${engine}: no ${need}`,
          });
      }
      suites.forEach(count);
    };
    for (const { testResults, passed, errors } of sessions) {
      if (testResults) count(testResults);
      // A file that never ran has no tests that could fail.
      if (!testResults || (!passed && errors.length > 0)) counts.failed++;
    }
    writeFileSync(file, JSON.stringify(counts));
  },
});
