/** Sources that are toggled in quick succession: in the end, every link sends what is on, and nothing else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourcesOf, World, wronglySent, type Page } from '../../fakes/world.js';

const SOURCES = ['microphone', 'camera', 'screen'] as const;

/** Ana, Ben and Cleo on machines where a browser operation takes up to this many milliseconds. */
async function threeOn(connection: number): Promise<[World, Page, Page, Page]> {
  const world = await World.create();
  const pages = (await world.joined('Ana', 'Ben', 'Cleo')) as [Page, Page, Page];
  world.slowness = { ...world.slowness, connection };
  return [world, ...pages];
}

for (const source of SOURCES) {
  test(`${source}: off and on again at once is on, and on and off again is off`, async () => {
    const [world, ana, ben, cleo] = await threeOn(100);
    await ana.call.turnOn(source);
    await world.clock.advance(2_000);
    ana.call.turnOff(source);
    await ana.call.turnOn(source);
    await world.clock.advance(2_000);
    assert.deepEqual(wronglySent(ana), []);
    for (const page of [ben, cleo]) assert.ok(sourcesOf(page, 'Ana')?.includes(source));
    ana.call.turnOff(source);
    const turnedOn = ana.call.turnOn(source).catch(() => {});
    ana.call.turnOff(source);
    await turnedOn;
    await world.clock.advance(2_000);
    assert.deepEqual(wronglySent(ana), []);
    for (const page of [ben, cleo]) assert.deepEqual(sourcesOf(page, 'Ana'), []);
  });
}

test('a hundred toggles queue no more than one update behind the one that runs', async () => {
  const [world, ana] = await threeOn(100);
  await ana.call.turnOn('microphone');
  for (let count = 0; count < 100; count++) {
    ana.call.turnOff('microphone');
    await ana.call.turnOn('microphone');
  }
  await world.clock.advance(500);
  assert.deepEqual(wronglySent(ana), []);
});

test('what the browser refuses to set for a while is set in the end', async () => {
  const [world, ana] = await threeOn(4);
  for (const connection of ana.connections) {
    for (const { sender } of connection.getTransceivers()) sender.failures = 3;
  }
  await ana.call.turnOnAll(['microphone', 'camera']);
  await world.clock.advance(1_000);
  assert.notDeepEqual(wronglySent(ana), []);
  await world.clock.advance(4_000);
  assert.deepEqual(wronglySent(ana), []);
});
