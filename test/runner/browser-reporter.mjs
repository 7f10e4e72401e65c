/** A reporter for web-test-runner that writes counts to a file, in the format that `run.mjs` reads. */
import { writeFileSync } from 'node:fs';

/** @param {string} file */
export const browserReporter = (file) => ({
  stop({ sessions }) {
    const counts = { passed: 0, failed: 0, skipped: [] };
    const count = ({ tests, suites }) => {
      for (const { name, passed, skipped } of tests) {
        if (skipped) counts.skipped.push({ name, reason: '' });
        else counts[passed ? 'passed' : 'failed']++;
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
