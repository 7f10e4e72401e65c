/** The room server under partyserver and workerd, as on Cloudflare or on a machine of one's own. */
import { keepsTheContract } from './contract.js';

keepsTheContract({
  runtime: 'workerd',
  main: 'test/server/lives-worker.ts',
  answersPings: true,
});
