/** The room server under partykit, among people who mean ill. */
import { withstandsSieges } from './sieges.js';

withstandsSieges({ runtime: 'partykit', main: 'test/server/lives-party.ts' });
