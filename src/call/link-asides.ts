/** Link code that isn't needed while all is well. Loaded separately. */
export { isRelayed } from './is-relayed.js';
export { LinkJudge } from './link-judge.js';
export { linkStats } from './link-stats.js';
export { withRedundancy } from './redundancy.js';
