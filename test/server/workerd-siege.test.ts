/** The room server under workerd, under attack. */
import { withstandsSieges } from './sieges.js';

withstandsSieges({ runtime: 'workerd', main: 'test/server/lives-worker.ts' });
