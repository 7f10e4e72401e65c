/** Link code that isn't needed while all is well. Loaded separately. */
export { isRelayed } from '../link/is-relayed.js';
export { LinkDiagnosis } from './link-diagnosis.js';
export { linkStats } from './link-stats.js';
export { withRedundancy } from '../link/redundancy.js';
