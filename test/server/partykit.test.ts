/** The room server under `partykit dev`, where it runs on one machine. */
import { keepsTheContract } from './contract.js';

// partykit gives no access to what would answer a ping without waking the room.
keepsTheContract({
  runtime: 'partykit',
  main: 'test/server/lives-party.ts',
  answersPings: false,
});
