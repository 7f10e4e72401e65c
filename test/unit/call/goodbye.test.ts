/** A goodbye sent over a link is reported to the Room, and can't be abused to make other participants send messages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXIT, type ClientMessage } from '../../../src/protocol.js';
import { areAllConnected, World, type Page } from '../../fakes/world.js';

test('an invalid goodbye is ignored, and a false one is not reported forever', async () => {
  const world = await World.create();
  const [ana, ben, eve] = (await world.joined('Ana', 'Ben', 'Eve')) as [Page, Page, Page];
  const leaves: string[] = [];
  world.server.fate = ({ to, text, host }) => {
    const { type } =
      to === 'room' && text.startsWith('{') ? (JSON.parse(text) as ClientMessage) : {};
    if (type === 'leave') leaves.push(host);
    return [10];
  };
  const link = eve.connections.find(({ other }) => other?.host === 'Ana')!;
  const rosters = async () => {
    for (let count = 0; count < 20; count++) {
      ben.call.name = `Ben ${count}`;
      await world.clock.advance(200);
    }
  };
  for (const data of [
    undefined,
    null,
    0,
    '',
    'x',
    { toString: 1 },
    ['x'.repeat(EXIT)],
    'x'.repeat(EXIT + 1),
  ]) {
    link.sendOn('data', JSON.stringify({ topic: '~bye', data }));
  }
  await rosters();
  assert.deepEqual(leaves, []);
  assert.ok(areAllConnected([ana, ben, eve]));
  link.sendOn('data', JSON.stringify({ topic: '~bye', data: 'x'.repeat(EXIT) }));
  await rosters();
  assert.ok(leaves.length > 0 && leaves.length <= 5, `${leaves.length} times`);
  assert.ok(leaves.every((host) => host === 'Ana'));
});
