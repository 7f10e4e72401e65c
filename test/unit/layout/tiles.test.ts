/** Which tiles the stage shows, and in which order. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SOURCES, type Source } from '../../../src/protocol.js';
import {
  arrangeTiles,
  hueOf,
  initialsOf,
  setScene,
  soundOf,
  type Wishes,
} from '../../../src/layout/tiles.js';

const person = (id: number, sources: readonly Source[] = ['microphone', 'camera']) => ({
  id,
  name: `P${id}`,
  sources,
  away: false,
});
const keys = (...people: ReturnType<typeof person>[]) =>
  arrangeTiles(people, 2, () => false).map(({ key }) => key);

describe('the tiles of a stage', () => {
  it('are in the order of joining, regardless of the order of the roster', () => {
    assert.deepEqual(keys(person(3), person(1), person(2)), ['1 camera', '2 camera', '3 camera']);
  });

  it('start with screens of others, then your own screen', () => {
    assert.deepEqual(keys(person(1, SOURCES), person(2, SOURCES), person(3, ['screen'])), [
      '1 screen',
      '3 screen',
      '2 screen',
      '1 camera',
      '2 camera',
      '3 camera',
    ]);
  });

  it('show what is off', () => {
    const [tile] = arrangeTiles([person(1, ['camera'])], 2, () => false);
    assert.equal(tile?.isMicrophoneOff, true);
    assert.equal(tile?.isCameraOff, false);
  });

  it('show who is away or disconnected, but never yourself', () => {
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

describe('the scene of a stage', () => {
  const camera = ['microphone', 'camera'] as const;
  const none = { layout: 'auto', selfView: 'auto', pinned: undefined, active: undefined } as const;
  const anyFit = () => true;
  const noneFit = () => false;
  /** The local participant was the second to join. */
  const scene = (
    people: readonly (readonly Source[])[],
    wishes: Partial<Wishes> = {},
    fitsGrid = anyFit,
  ) => {
    const all = people.map((sources, index) => person(index + 1, sources));
    const tiles = arrangeTiles(all, 2, () => false);
    const { large, small, floating } = setScene(tiles, { ...none, ...wishes }, fitsGrid);
    const keysOf = (some: typeof large) => some.map(({ key }) => key).join();
    return [keysOf(large), keysOf(small), floating?.key ?? ''];
  };
  const pair = [camera, camera];
  const three = [camera, camera, camera];
  const presenting = [camera, camera, SOURCES];
  const rows: [name: string, actual: string[], expected: string[]][] = [
    ['nobody is large among people', scene(three), ['', '1 camera,2 camera,3 camera', '']],
    ['I float over the only other', scene(pair), ['', '1 camera', '2 camera']],
    ['but not in a grid', scene(pair, { layout: 'grid' }), ['', '1 camera,2 camera', '']],
    [
      'nor beside what is presented',
      scene([SOURCES, camera]),
      ['1 screen', '1 camera,2 camera', ''],
    ],
    ['I am a tile on wish', scene(pair, { selfView: 'tile' }), ['', '1 camera,2 camera', '']],
    [
      'I float on wish',
      scene(three, { selfView: 'floating' }),
      ['', '1 camera,3 camera', '2 camera'],
    ],
    ['I am hidden on wish', scene(three, { selfView: 'hidden' }), ['', '1 camera,3 camera', '']],
    [
      'what is presented is large',
      scene(presenting),
      ['3 screen', '1 camera,2 camera,3 camera', ''],
    ],
    [
      'but not in a grid',
      scene(presenting, { layout: 'grid' }),
      ['', '3 screen,1 camera,2 camera,3 camera', ''],
    ],
    [
      'my own screen is not',
      scene([camera, SOURCES, camera]),
      ['', '2 screen,1 camera,2 camera,3 camera', ''],
    ],
    [
      'a pin wins over what is presented',
      scene(presenting, { pinned: '1 camera' }),
      ['1 camera', '3 screen,2 camera,3 camera', ''],
    ],
    [
      'a pin wins in a grid too',
      scene(three, { layout: 'grid', pinned: '3 camera' }),
      ['3 camera', '1 camera,2 camera', ''],
    ],
    ['I can pin myself', scene(pair, { pinned: '2 camera' }), ['2 camera', '1 camera', '']],
    [
      'a pin of one who has gone is none',
      scene(three, { pinned: '9 camera' }),
      ['', '1 camera,2 camera,3 camera', ''],
    ],
    [
      'a spotlight is on who speaks',
      scene(three, { layout: 'spotlight', active: 3 }),
      ['3 camera', '1 camera,2 camera', ''],
    ],
    [
      'or on the first other while nobody has spoken',
      scene(three, { layout: 'spotlight' }),
      ['1 camera', '2 camera,3 camera', ''],
    ],
    [
      'presentations come before who speaks',
      scene(presenting, { layout: 'spotlight', active: 1 }),
      ['3 screen', '1 camera,2 camera,3 camera', ''],
    ],
    [
      'where all do not fit, who speaks is large',
      scene(three, { active: 3 }, noneFit),
      ['3 camera', '1 camera,2 camera', ''],
    ],
    [
      'a grid is a grid, however small',
      scene(three, { layout: 'grid', active: 3 }, noneFit),
      ['', '1 camera,2 camera,3 camera', ''],
    ],
    [
      'nobody is large beside nobody',
      scene(pair, { layout: 'spotlight' }),
      ['', '1 camera', '2 camera'],
    ],
  ];
  for (const [name, actual, expected] of rows) {
    it(`says: ${name}`, () => assert.deepEqual(actual, expected));
  }

  it('shows yourself while you are alone, regardless of the setting', () => {
    const tiles = arrangeTiles([person(2)], 2, () => false);
    for (const selfView of ['auto', 'floating', 'hidden'] as const) {
      const { small } = setScene(tiles, { ...none, selfView }, noneFit);
      assert.equal(small.length, 1, selfView);
    }
  });
});

describe('the sound of a tile', () => {
  it('is the microphone of a person and the sound of a screen', () => {
    const tiles = arrangeTiles([person(1, SOURCES)], 2, () => false);
    assert.deepEqual(tiles.map(soundOf), ['1 screen-audio', '1 microphone']);
  });
});

describe('initials', () => {
  it('are the first letters of the first and the last word', () => {
    assert.equal(initialsOf('ana'), 'A');
    assert.equal(initialsOf('  Ana Maria  da Silva '), 'AS');
    assert.equal(initialsOf('Élodie 😀'), 'É😀');
    assert.equal(initialsOf(''), '');
  });

  it('are never half of what one sees', () => {
    for (const [name, initials] of [
      ['🇩🇪 Ana', '🇩🇪A'],
      ['👨‍👩‍👧‍👦', '👨‍👩‍👧‍👦'],
      ['👍🏽 Ben 1️⃣', '👍🏽1️⃣'],
      ['e\u0301lodie', 'É'.normalize('NFD')],
      ['שָׁלוֹם', 'שָׁ'],
    ] as const) {
      assert.equal(initialsOf(name).normalize(), initials.normalize(), name);
    }
  });

  it('are neither the number of a look-alike nor a bracket', () => {
    for (const [name, initials] of [
      ['Ana (2)', 'A'],
      ['Ana Lima (13)', 'AL'],
      ['Ana (Berlin)', 'AB'],
      ['(Ana)', 'A'],
      ["O'Neill-Smith", 'O'],
      ['!!!', '!'],
    ] as const) {
      assert.equal(initialsOf(name), initials, name);
    }
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
