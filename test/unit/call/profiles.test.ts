/** A changed profile travels through the Room, and over the links only to those whom the Room doesn't reach. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClientMessage } from '../../../src/protocol.js';
import { sourcesOf, World, type Page } from '../../fakes/world.js';

/** Counts the profiles that a page sends over its links from now on. */
function watchProfiles({ connections }: Page): { count: number } {
  const sent = { count: 0 };
  for (const connection of connections) {
    const sendOn = connection.sendOn.bind(connection);
    connection.sendOn = (label, data) => {
      if (label === 'data' && data.includes('"~profile"')) sent.count++;
      sendOn(label, data);
    };
  }
  return sent;
}

const typeOf = (text: string) =>
  text.startsWith('{') ? (JSON.parse(text) as ClientMessage).type : undefined;
const shows = (page: Page, name: string) => sourcesOf(page, name)?.includes('microphone') ?? false;

test('while the Room answers, turning a source on and off sends nothing over the links', async () => {
  const world = await World.create();
  const [ana, ben, cleo] = (await world.joined('Ana', 'Ben', 'Cleo')) as [Page, Page, Page];
  const sent = watchProfiles(ana);
  for (const on of [true, false, true]) {
    if (on) await ana.call.turnOn('microphone');
    else ana.call.turnOff('microphone');
    await world.clock.advance(3_000);
    assert.equal(shows(ben, 'Ana'), on);
    assert.equal(shows(cleo, 'Ana'), on);
  }
  assert.equal(sent.count, 0);
});

test('while the server is down, every link carries the profile at once', async () => {
  const world = await World.create();
  const [ana, ben, cleo] = (await world.joined('Ana', 'Ben', 'Cleo')) as [Page, Page, Page];
  world.server.kill();
  await world.clock.until(() => ana.call.status === 'reconnecting');
  const sent = watchProfiles(ana);
  await ana.call.turnOn('microphone');
  await world.clock.advance(50);
  assert.ok(shows(ben, 'Ana') && shows(cleo, 'Ana'));
  await world.clock.advance(10_000);
  // One for each link.
  assert.equal(sent.count, 2);
  await world.server.start();
  await world.clock.until(() =>
    [ana, ben, cleo].every(
      ({ call }) => call.status === 'joined' && !call.participants.some(({ away }) => away),
    ),
  );
  ana.call.turnOff('microphone');
  await world.clock.advance(3_000);
  assert.equal(sent.count, 2);
  assert.ok(!shows(ben, 'Ana') && !shows(cleo, 'Ana'));
});

test('a Room that does not answer, behind a socket that does, is noticed within a second', async () => {
  const world = await World.create();
  const [ana, ben] = (await world.joined('Ana', 'Ben')) as [Page, Page];
  world.server.fate = ({ text, host }) => (host === 'Ana' && typeOf(text) === 'update' ? [] : [10]);
  await ana.call.turnOn('microphone');
  const from = world.clock.now();
  await world.clock.until(() => shows(ben, 'Ana'));
  assert.ok(world.clock.now() - from < 1_200, `${world.clock.now() - from} ms`);
  assert.equal(ana.call.status, 'joined');
});

test('a link that opens while the server is down carries the profile that changed meanwhile', async () => {
  const world = await World.create();
  const [ana, ben] = [world.page('Ana'), world.page('Ben')];
  void ana.call.join();
  await world.clock.until(() => ana.call.status === 'joined');
  world.internet.latency = 1_000;
  void ben.call.join();
  await world.clock.until(() => ben.call.status === 'joined');
  await world.clock.advance(100);
  world.server.kill();
  await world.clock.until(() => ana.call.status === 'reconnecting');
  await ana.call.turnOn('microphone');
  const id = ben.call.self!.id;
  assert.equal(ana.call.linkStatus(id), 'connecting');
  assert.ok(!shows(ben, 'Ana'));
  await world.clock.until(() => ana.call.linkStatus(id) === 'connected', 3_000);
  await world.clock.until(() => shows(ben, 'Ana'), 3_000);
});

test('someone whom only the server has lost gets the profile over the link', async () => {
  const world = await World.create();
  const [ana, ben, cleo] = (await world.joined('Ana', 'Ben', 'Cleo')) as [Page, Page, Page];
  world.server.fate = ({ host }) => (host === 'Ben' ? [] : [10]);
  world.server.noticeDead([...world.server.connections][1]!);
  const isBenAway = () => ana.call.participants.some(({ name, away }) => name === 'Ben' && away);
  await world.clock.until(isBenAway, 5_000);
  const sent = watchProfiles(ana);
  await ana.call.turnOn('microphone');
  await world.clock.advance(500);
  assert.ok(shows(ben, 'Ana') && shows(cleo, 'Ana'));
  assert.equal(sent.count, 1);
});
