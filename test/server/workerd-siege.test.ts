/** The room server under workerd, under attack. */
import { withstandsSieges } from './support/sieges.js';

withstandsSieges({ runtime: 'workerd', main: 'test/server/support/lives-worker.ts' });
