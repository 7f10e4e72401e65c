/** The room server under `partykit dev`, where it runs locally. */
import { test } from 'node:test';
import { startRoomServer } from '../../scripts/room-server.mjs';
import { keepsTheContract } from './support/contract.js';
import { servesTheSite } from './support/site.js';

// partykit has no API to answer a ping without waking the room.
keepsTheContract({
  runtime: 'partykit',
  main: 'test/server/support/lives-party.ts',
  answersPings: false,
});

test('`partykit dev` serves scripts and pages with the same headers as the others', async () => {
  const server = await startRoomServer({ vars: { STUN_URLS: 'none' } });
  try {
    await servesTheSite(server.url);
  } finally {
    await server.stop();
  }
});
