/** The room server under partyserver and workerd, as on Cloudflare or self-hosted. */
import { keepsTheContract } from './support/contract.js';

keepsTheContract({
  runtime: 'workerd',
  main: 'test/server/support/lives-worker.ts',
  answersPings: true,
});
