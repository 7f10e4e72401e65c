/** What a link does without while all is well. Loaded by itself. */
export { isRelayed } from './is-relayed.js';
export { LinkJudge } from './link-judge.js';
export { linkStats } from './link-stats.js';
export { withRedundancy } from './redundancy.js';
