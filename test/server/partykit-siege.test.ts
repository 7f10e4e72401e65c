/** The room server under partykit, under attack. */
import { withstandsSieges } from './support/sieges.js';

withstandsSieges({ runtime: 'partykit', main: 'test/server/support/lives-party.ts' });
