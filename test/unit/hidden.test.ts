/** Pages that are hidden, whose timers a browser slows down: the call goes on, and nobody is told otherwise. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { World, type Page } from '../fakes/world.js';

const MINUTES = 5 * 60_000;

/** What each page may have to say of the others, while nothing at all is wrong. */
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
