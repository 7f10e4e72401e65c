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
  /** Asks for the large part of the stage: what somebody else shows. One's own screen does not. */
  readonly isLarge: boolean;
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
    isLarge: source === 'screen' && person.id !== selfId,
    isMicrophoneOff: !person.sources.includes('microphone'),
    isCameraOff: !person.sources.includes('camera'),
    isInterrupted: person.id !== selfId && (person.away || isInterrupted(person.id)),
  });
  const screens = byArrival
    .filter(({ sources }) => sources.includes('screen'))
    .map((person) => tile(person, 'screen'));
  return [
    ...screens.filter(({ isLarge }) => isLarge),
    ...screens.filter(({ isLarge }) => !isLarge),
    ...byArrival.map((person) => tile(person, 'camera')),
  ];
}

/** One or two letters that stand for a name where there is no picture. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? '')][0] ?? '';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toLocaleUpperCase();
}

/** A hue in degrees for an id; ids that follow each other get hues far apart. */
export const hueOf = (id: number): number => Math.round((id * 137.508) % 360);
