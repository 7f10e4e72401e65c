/** The room server under partykit, under attack. */
import { withstandsSieges } from './sieges.js';

withstandsSieges({ runtime: 'partykit', main: 'test/server/lives-party.ts' });
