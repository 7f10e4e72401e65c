/** The room server under workerd, among people who mean ill. */
import { withstandsSieges } from './sieges.js';

withstandsSieges({ runtime: 'workerd', main: 'test/server/lives-worker.ts' });
