/** Many pairs at once, with the headless core in one page: every pair connects. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lab } from '../support/lab.js';

const PAIRS = 60;

const lab = await Lab.start();

test(`${PAIRS} pairs joining at the same moment all connect`, async () => {
  const page = await lab.open(lab.serve('<!doctype html><title>Crowd</title>'));
  const connected = await page.evaluate(
    async (server, pairs, patience) => {
      const { Call } = await import(`${server}/headless.js`);
      const newCall = (room: string, seatKey: string) => new Call({ server, room, seatKey });
      const isConnected = (call: InstanceType<typeof Call>) =>
        call.participants.length === 2 &&
        call.participants.some(({ id }: { id: number }) => call.linkStatus(id) === 'connected');
      const all = Array.from({ length: pairs }, (_, index) =>
        ['one', 'other'].map((key) => newCall(`pair ${index}`, key)),
      );
      const giveUp = AbortSignal.timeout(patience);
      const results = await Promise.all(
        all.map(async (pair) => {
          for (const call of pair) void call.join();
          await new Promise<void>((done) => {
            const check = () => pair.every(isConnected) && done();
            for (const call of pair) call.on('change', check);
            giveUp.addEventListener('abort', () => done());
          });
          return pair.every(isConnected);
        }),
      );
      for (const call of all.flat()) call.leave();
      return results;
    },
    lab.server.url,
    PAIRS,
    90_000,
  );
  assert.deepEqual(
    connected.flatMap((isUp, index) => (isUp ? [] : [index])),
    [],
    'pairs without a link',
  );
});
