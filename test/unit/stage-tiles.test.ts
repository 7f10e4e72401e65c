/** Which tiles the stage shows, in which order. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SOURCES, type Source } from '../../src/protocol.js';
import { arrangeTiles, hueOf, initialsOf } from '../../src/stage/tiles.js';

const person = (id: number, sources: readonly Source[] = ['microphone', 'camera']) => ({
  id,
  name: `P${id}`,
  sources,
  away: false,
});
const keys = (...people: ReturnType<typeof person>[]) =>
  arrangeTiles(people, 2, () => false).map(({ key }) => key);

describe('the tiles of a stage', () => {
  it('stand in the order in which people came, whatever order they are told in', () => {
    assert.deepEqual(keys(person(3), person(1), person(2)), ['1 camera', '2 camera', '3 camera']);
  });

  it('begin with what others present, then my own screen', () => {
    assert.deepEqual(keys(person(1, SOURCES), person(2, SOURCES), person(3, ['screen'])), [
      '1 screen',
      '3 screen',
      '2 screen',
      '1 camera',
      '2 camera',
      '3 camera',
    ]);
  });

  it('are large for what others present, and for nothing else', () => {
    const tiles = arrangeTiles([person(1, SOURCES), person(2, SOURCES)], 2, () => false);
    assert.deepEqual(
      tiles.filter(({ isLarge }) => isLarge).map(({ key }) => key),
      ['1 screen'],
    );
  });

  it('tell what is off', () => {
    const [tile] = arrangeTiles([person(1, ['camera'])], 2, () => false);
    assert.equal(tile?.isMicrophoneOff, true);
    assert.equal(tile?.isCameraOff, false);
  });

  it('tell who is away or not heard, but never that I am', () => {
    const people = [
      { ...person(1), away: true },
      { ...person(2), away: true },
      person(3),
      person(4),
    ];
    const tiles = arrangeTiles(people, 2, (id) => id === 3);
    assert.deepEqual(
      tiles.map(({ isInterrupted }) => isInterrupted),
      [true, false, true, false],
    );
  });
});

describe('initials', () => {
  it('are the first letters of the first and the last word', () => {
    assert.equal(initialsOf('ana'), 'A');
    assert.equal(initialsOf('  Ana Maria  da Silva '), 'AS');
    assert.equal(initialsOf('Élodie 😀'), 'É😀');
    assert.equal(initialsOf(''), '');
  });
});

describe('hues', () => {
  it('lie far apart for people who came one after the other, and stay in the circle', () => {
    const stamp = 1_795_000_000_000;
    const hues = [0, 1, 2].map((step) => hueOf(stamp + step));
    for (const hue of hues) assert.ok(hue >= 0 && hue <= 360, `${hue}`);
    assert.ok(Math.abs(hues[0]! - hues[1]!) > 60);
    assert.ok(Math.abs(hues[1]! - hues[2]!) > 60);
  });
});
