/** Decides which tiles the stage shows, and in which order, based on the roster. */
import type { Source } from '../protocol.js';

/** What a tile needs to know about a participant. */
export interface Person {
  readonly id: number;
  readonly name: string;
  readonly sources: readonly Source[];
  readonly away: boolean;
}

export interface Tile {
  /** Stays the same as long as the tile exists, so that its video element is kept. */
  readonly key: string;
  readonly id: number;
  readonly name: string;
  readonly source: 'camera' | 'screen';
  readonly isSelf: boolean;
  readonly isMicrophoneOff: boolean;
  readonly isCameraOff: boolean;
  /** Nothing is received now, but it may resume at any moment. */
  readonly isInterrupted: boolean;
}

/** Remote screens, then the local screen, then people; each by arrival, so that no one changes places. */
export function arrangeTiles(
  people: readonly Person[],
  selfId: number | undefined,
  isInterrupted: (id: number) => boolean,
): Tile[] {
  const byArrival = people.toSorted((one, other) => one.id - other.id);
  const tile = (person: Person, source: Tile['source']): Tile => ({
    key: `${person.id} ${source}`,
    id: person.id,
    name: person.name,
    source,
    isSelf: person.id === selfId,
    isMicrophoneOff: !person.sources.includes('microphone'),
    isCameraOff: !person.sources.includes('camera'),
    isInterrupted: person.id !== selfId && (person.away || isInterrupted(person.id)),
  });
  const screens = byArrival
    .filter(({ sources }) => sources.includes('screen'))
    .map((person) => tile(person, 'screen'));
  return [
    ...screens.filter(({ isSelf }) => !isSelf),
    ...screens.filter(({ isSelf }) => isSelf),
    ...byArrival.map((person) => tile(person, 'camera')),
  ];
}

/** `grid`: equal tiles; `spotlight`: one large tile and a strip; `auto`: whichever fits. */
export type Layout = 'auto' | 'grid' | 'spotlight';

/** Place of the self view; `auto` floats in a call of two, and is a tile in larger calls. */
export type SelfView = 'auto' | 'tile' | 'floating' | 'hidden';

/** The wanted state of the stage. */
export interface Wishes {
  readonly layout: Layout;
  readonly selfView: SelfView;
  /** The key of the pinned tile. */
  readonly pinned: string | undefined;
  /** The participant who is speaking, or spoke last. */
  readonly active: number | undefined;
}

/** Which tile is where on the stage. Each list is in the order of the tiles. */
export interface Scene {
  readonly large: readonly Tile[];
  readonly small: readonly Tile[];
  /** The self view, if it floats over the others. */
  readonly floating: Tile | undefined;
}

/**
 * Arranges the tiles. Large is the pinned tile, or else a remote screen (the local one is not enlarged),
 * or else the speaker, if the layout or a lack of room requires someone large.
 */
export function setScene(
  tiles: readonly Tile[],
  wishes: Wishes,
  fitsGrid: (count: number) => boolean,
): Scene {
  const { layout, selfView, pinned, active } = wishes;
  const others = tiles.filter(({ source, isSelf }) => source === 'camera' && !isSelf);
  const self = tiles.find(({ source, isSelf }) => source === 'camera' && isSelf);
  // Alone, there is no one else to look at, and no other tile whose menu could show the self view again.
  const isApart = self !== undefined && others.length > 0;
  const isPair = others.length === 1 && tiles.length === 2;
  const isHidden = isApart && selfView === 'hidden';
  const isFloating =
    isApart &&
    self.key !== pinned &&
    (selfView === 'floating' || (selfView === 'auto' && isPair && layout !== 'grid'));
  const placed = isHidden || isFloating ? tiles.filter((tile) => tile !== self) : tiles;

  const presented = placed.filter(({ source, isSelf }) => source === 'screen' && !isSelf);
  let large = placed.filter(({ key }) => key === pinned);
  if (!large.length && layout !== 'grid') {
    large = presented;
    if (!large.length && (layout === 'spotlight' || !fitsGrid(placed.length))) {
      const speaker = others.find(({ id }) => id === active);
      large = speaker ? [speaker] : others.slice(0, 1);
    }
  }
  // With no one beside them, no person is large.
  if (large.length === placed.length && large.every(({ source }) => source === 'camera'))
    large = [];
  return {
    large,
    small: placed.filter((tile) => !large.includes(tile)),
    floating: isFloating ? self : undefined,
  };
}

/** The audio stream of a tile, as its participant and source. */
export const soundOf = ({ id, source }: Tile): string =>
  `${id} ${source === 'camera' ? 'microphone' : 'screen-audio'}`;

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A flag, an emoji or a letter with combining marks counts as one character. */
function firstCharacter(text = ''): string {
  for (const { segment } of characters.segment(text)) return segment;
  return '';
}

/** One or two initials of a name, shown if there is no video. */
export function initialsOf(name: string): string {
  // Neither the number of a duplicate name nor a bracket is an initial.
  const words = name.replace(/ \(\d+\)$/, '').split(/[\s\p{P}]*\s[\s\p{P}]*|^\p{P}+/u);
  const [first, ...others] = words.filter(Boolean);
  return (firstCharacter(first ?? name) + firstCharacter(others.at(-1))).toLocaleUpperCase();
}

/** A hue in degrees for an id; consecutive ids get distant hues. */
export const hueOf = (id: number): number => Math.round((id * 137.508) % 360);
