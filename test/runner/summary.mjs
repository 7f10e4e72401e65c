/** Summarizes the results of the tiers of `npm test` in its last lines of output. */

/**
 * @typedef {{ name: string, reason: string }} Skipped
 * @typedef {object} Result
 * @property {number} passed
 * @property {number} failed
 * @property {Skipped[]} skipped
 * @property {Skipped[]} [unsupported] Tests of what a browser engine does not have.
 */

/** Reported as the tier if the preparation for all tiers failed. */
export const PREPARATION = 'preparation';

/**
 * @param {readonly (readonly [tier: string, result: Result])[]} results
 * @param {object} options
 * @param {boolean} options.isCI Whether skipped tests count as failed.
 * @param {readonly string[]} options.remedies What to do so that nothing is skipped.
 * @returns {{ lines: string[], isGreen: boolean }} the last line has the counts
 */
export function summarize(results, { isCI, remedies }) {
  const lines = [];
  const total = { passed: 0, failed: 0, skipped: 0 };
  const rerun = new Set();
  for (const [tier, { passed, failed, skipped, unsupported = [] }] of results) {
    for (const { name, reason } of unsupported)
      lines.push(`unsupported  ${tier}: ${name} (${reason})`);
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped.length;
    for (const { name, reason } of skipped) {
      lines.push(`skipped  ${tier}: ${name}${reason && ` (${reason})`}`);
      rerun.add(tier);
    }
  }
  if (total.skipped && isCI) {
    lines.push(`With CI set, each of these ${total.skipped} counts as failed.`);
    total.failed += total.skipped;
    total.skipped = 0;
  }
  if (rerun.size && remedies.length) {
    lines.push('To run what was skipped:');
    for (const remedy of remedies) lines.push(`  ${remedy}`);
    lines.push(`  npm test -- ${[...rerun].join(' ')}`);
  }
  for (const [tier, { failed, skipped }] of results) {
    const again = tier === PREPARATION ? '' : `: npm test -- ${tier}`;
    if (failed || (isCI && skipped.length)) lines.push(`failed   ${tier}${again}`);
  }
  lines.push(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return { lines, isGreen: total.failed === 0 };
}
