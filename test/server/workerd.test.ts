/** The room server under partyserver and workerd, as on Cloudflare or self-hosted. */
import { keepsTheContract } from './contract.js';

keepsTheContract({
  runtime: 'workerd',
  main: 'test/server/lives-worker.ts',
  answersPings: true,
});
