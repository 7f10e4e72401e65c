/** A call of four in real browsers: twelve link ends with audio and video, which keep two cores busy. */
import { test } from 'node:test';
import { untilFrames, untilPeople, untilSound } from '../support/facts.js';
import { Lab } from '../support/lab.js';

const lab = await Lab.start();

test('4 people: each pair sees and hears each other both ways', async () => {
  const names = ['Ana', 'Ben', 'Cleo', 'Dan'];
  const open = (name: string) => lab.open(lab.embed(`room="of 4" name="${name}" autojoin`));
  const pages = await Promise.all(names.map(open));
  await Promise.all(pages.map((page) => untilPeople(page, names)));
  const pairs = pages.flatMap((page, index) =>
    names.filter((_, other) => other !== index).map((name) => [page, name] as const),
  );
  await Promise.all(pairs.map(([page, name]) => untilFrames(page, name)));
  await Promise.all(pairs.map(([page, name]) => untilSound(page, name)));
});
