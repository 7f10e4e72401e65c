/** Which tiles the stage shows, in which order: the roster in, tiles out. */
import type { Source } from '../protocol.js';

/** What a tile must know of a participant. */
export interface Person {
  readonly id: number;
  readonly name: string;
  readonly sources: readonly Source[];
  readonly away: boolean;
}

export interface Tile {
  /** Stays the same as long as the tile does, so that its video element does too. */
  readonly key: string;
  readonly id: number;
  readonly name: string;
  readonly source: 'camera' | 'screen';
  readonly isSelf: boolean;
  readonly isMicrophoneOff: boolean;
  readonly isCameraOff: boolean;
  /** Nothing comes from there now, but it may at any moment. */
  readonly isInterrupted: boolean;
}

/** What others present, then my own screen, then people; each by arrival, so that nobody changes places. */
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

/** All equal, one large with the others in a strip, or whichever of the two fits. */
export type Layout = 'auto' | 'grid' | 'spotlight';

/** How I see myself; `auto` floats in a call of two and is a tile among the others in any other. */
export type SelfView = 'auto' | 'tile' | 'floating' | 'hidden';

/** What is wished of the stage. */
export interface Wishes {
  readonly layout: Layout;
  readonly selfView: SelfView;
  /** The key of the tile that I want large. */
  readonly pinned: string | undefined;
  /** Who speaks, or spoke last. */
  readonly active: number | undefined;
}

/** Who stands where on the stage. Each list is in the order of the tiles. */
export interface Scene {
  readonly large: readonly Tile[];
  readonly small: readonly Tile[];
  /** My own picture, where it lies over the others. */
  readonly floating: Tile | undefined;
}

/**
 * Makes a scene of the tiles. Large is what I pinned, else what others present (one's own screen does
 * not ask for it), else who speaks, where the layout or the lack of room asks for somebody large.
 */
export function setScene(
  tiles: readonly Tile[],
  wishes: Wishes,
  fitsGrid: (count: number) => boolean,
): Scene {
  const { layout, selfView, pinned, active } = wishes;
  const others = tiles.filter(({ source, isSelf }) => source === 'camera' && !isSelf);
  const self = tiles.find(({ source, isSelf }) => source === 'camera' && isSelf);
  // Alone, there is nobody else to look at, and no other tile whose menu would bring me back.
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
  // Nobody is large beside nobody.
  if (large.length === placed.length && large.every(({ source }) => source === 'camera'))
    large = [];
  return {
    large,
    small: placed.filter((tile) => !large.includes(tile)),
    floating: isFloating ? self : undefined,
  };
}

/** The sound that belongs to a tile, as its participant and source. */
export const soundOf = ({ id, source }: Tile): string =>
  `${id} ${source === 'camera' ? 'microphone' : 'screen-audio'}`;

/** One or two letters that stand for a name where there is no picture. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? '')][0] ?? '';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toLocaleUpperCase();
}

/** A hue in degrees for an id; ids that follow each other get hues far apart. */
export const hueOf = (id: number): number => Math.round((id * 137.508) % 360);
