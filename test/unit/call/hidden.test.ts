/** Hidden pages, whose timers a browser slows down: the call goes on, and no page reports otherwise. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, join, seatOf } from '../../fakes/guest.js';
import { World, type Page } from '../../fakes/world.js';

const MINUTES = 5 * 60_000;

/** Everything that pages report about each other although nothing is wrong. */
function watch(pages: readonly Page[]): string[] {
  const said: string[] = [];
  for (const { call, host } of pages) {
    call.on('status-change', (status) => said.push(`${host} is ${status}`));
    call.on('participant-leave', ({ name }) => said.push(`${host} lost ${name}`));
    call.on('change', () => {
      for (const { id, name, away } of call.participants) {
        if (away) said.push(`${host} sees ${name} away`);
        if (id === call.self?.id) continue;
        const status = call.linkStatus(id);
        if (status !== 'connected') said.push(`${host} sees ${name} ${status}`);
      }
    });
  }
  return said;
}

/** Counts the pings that a host sends to the Room from now on. */
function watchPings(world: World, of: string): { count: number } {
  const pings = { count: 0 };
  world.server.fate = ({ to, host, text }) => {
    if (to === 'room' && host === of && text === 'ping') pings.count++;
    return [10];
  };
  return pings;
}

const descriptions = (pages: readonly Page[]) =>
  pages.map(({ connections }) => connections.map(({ localDescription }) => localDescription?.sdp));

for (const [hidden, wakesEvery] of [
  [['Ana'], 1_000],
  [['Cleo'], 1_000],
  [['Ana', 'Ben', 'Cleo'], 1_000],
  [['Ana'], 60_000],
  [['Cleo'], 60_000],
  [['Ana', 'Ben', 'Cleo'], 60_000],
] as const) {
  test(`${hidden.join(', ')} hidden, with timers every ${wakesEvery / 1_000} s: nobody notices`, async () => {
    const world = await World.create();
    const pages = await world.joined('Ana', 'Ben', 'Cleo');
    await world.clock.advance(2_000);
    const said = watch(pages);
    const before = descriptions(pages);
    for (const page of pages) {
      if ((hidden as readonly string[]).includes(page.host)) world.hide(page, wakesEvery);
    }
    await world.clock.advance(MINUTES);
    assert.deepEqual([...new Set(said)], []);
    assert.deepEqual(descriptions(pages), before, 'no link was restarted or made anew');
  });
}

/** A signal that a page does not respond to. */
const signal = {
  type: 'candidates',
  page: 'another page',
  epoch: 1,
  number: 1,
  candidates: [
    { candidate: 'candidate:1 1 udp 1 192.0.2.7 9 typ host', sdpMid: '0', sdpMLineIndex: 0 },
  ],
};

test('a hidden page alone in its room is not lost, whatever is sent to it', async () => {
  const world = await World.create();
  const [ana] = (await world.joined('Ana')) as [Page];
  world.hide(ana, 60_000);
  // Just after the page's timers ran.
  await world.clock.advance(61_000 - (world.clock.now() % 60_000));
  const eve = await connect(world.server, world.clock, true, 'Eve');
  await eve.say(join(seatOf('e')));
  const statuses: string[] = [];
  ana.call.on('status-change', (status) => statuses.push(status));
  const to = ana.call.self!.id;
  const pings = watchPings(world, 'Ana');
  for (let count = 0; count < 250; count++) {
    await eve.say({ type: 'signal', to, signal });
    const seen = eve.roster!.participants.find(({ id }) => id === to);
    assert.equal(seen?.away, false, `after ${count / 5} s`);
    await world.clock.advance(100);
  }
  assert.deepEqual(statuses, []);
  assert.equal(ana.call.self!.id, to);
  assert.ok(pings.count <= 55, `${pings.count} pings in 50 s`);
});

test('a hidden page in the lobby does not answer everything', async () => {
  const world = await World.create();
  const ben = world.page('Ben');
  ben.call.open();
  await world.clock.advance(1_000);
  world.hide(ben, 60_000);
  const pings = watchPings(world, 'Ben');
  for (let count = 0; count < 60; count++) {
    const [other] = await world.joined(`Guest ${count}`);
    other!.call.leave();
    await world.clock.advance(1_000);
  }
  assert.ok(pings.count >= 2 && pings.count <= 10, `${pings.count}`);
});
