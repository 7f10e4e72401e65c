/** Who is in a simulated call: their names, sources, and looks. */
import type { LinkStatus } from '../../call/call-api.js';
import type { Source } from '../../protocol.js';
import type { Conditions } from './traffic.js';

export type Hair = 'short' | 'long' | 'curls' | 'bun' | 'crop' | 'scarf' | 'bob' | 'bald';
export type Room = 'window' | 'shelf' | 'plant' | 'picture' | 'lamp' | 'plain';

/** How a face is drawn; colors are CSS values. */
export interface Look {
  readonly skin: string;
  readonly hair: Hair;
  /** Of the hair, or of the scarf. */
  readonly hairColour: string;
  readonly top: string;
  readonly wall: string;
  readonly room: Room;
  readonly hasGlasses?: boolean;
  readonly hasBeard?: boolean;
}

export interface Person {
  readonly name: string;
  readonly sources: readonly Source[];
  readonly link: LinkStatus;
  /** Network conditions that differ from good ones. */
  readonly conditions: Partial<Conditions>;
  readonly look: Look;
}

/** Sixteen different people. */
const looks: readonly (readonly [name: string, look: Look])[] = [
  [
    'Amara Okafor',
    {
      skin: '#8d5a3b',
      hair: 'curls',
      hairColour: '#221a1c',
      top: '#e2a33c',
      wall: '#cfe0d8',
      room: 'plant',
    },
  ],
  [
    'Jonas Lindqvist',
    {
      skin: '#f1c9a9',
      hair: 'short',
      hairColour: '#c08a4a',
      top: '#2f5d7c',
      wall: '#e9e1d3',
      room: 'shelf',
      hasBeard: true,
    },
  ],
  [
    'Misaki Tanaka',
    {
      skin: '#f3d2b3',
      hair: 'bob',
      hairColour: '#26201f',
      top: '#b8475a',
      wall: '#d9dfee',
      room: 'window',
    },
  ],
  [
    'ليلى حداد',
    {
      skin: '#d9a679',
      hair: 'scarf',
      hairColour: '#3f7f86',
      top: '#2a4a57',
      wall: '#eadfd6',
      room: 'lamp',
    },
  ],
  [
    'Mateo Fernández',
    {
      skin: '#c98f62',
      hair: 'short',
      hairColour: '#33241d',
      top: '#5a7d4f',
      wall: '#e3e6ea',
      room: 'picture',
      hasGlasses: true,
    },
  ],
  [
    'Priya Raman',
    {
      skin: '#a86f48',
      hair: 'long',
      hairColour: '#2a1c1a',
      top: '#7a4f9a',
      wall: '#f0e4cf',
      room: 'window',
    },
  ],
  [
    'Kwame Mensah',
    {
      skin: '#6f4630',
      hair: 'crop',
      hairColour: '#1d1716',
      top: '#d4d9de',
      wall: '#c9d6df',
      room: 'picture',
    },
  ],
  [
    'Zofia Wójcik',
    {
      skin: '#f4d3bc',
      hair: 'bun',
      hairColour: '#8a4b2a',
      top: '#39695d',
      wall: '#e8dde4',
      room: 'shelf',
      hasGlasses: true,
    },
  ],
  [
    'Henry Oakes',
    {
      skin: '#efc5a6',
      hair: 'bald',
      hairColour: '#b9b3ab',
      top: '#44506b',
      wall: '#dfe3d4',
      room: 'plant',
      hasBeard: true,
    },
  ],
  [
    'Nguyễn Minh Anh',
    {
      skin: '#edc49b',
      hair: 'long',
      hairColour: '#1f1a1b',
      top: '#e6c3c8',
      wall: '#cddcdc',
      room: 'lamp',
    },
  ],
  [
    'Иван Петров',
    {
      skin: '#f0c8ab',
      hair: 'crop',
      hairColour: '#6b5544',
      top: '#8f3d3d',
      wall: '#e4e0ee',
      room: 'plain',
    },
  ],
  [
    'Aroha Ngata',
    {
      skin: '#b77e57',
      hair: 'curls',
      hairColour: '#382620',
      top: '#1f7a74',
      wall: '#efe3d8',
      room: 'picture',
    },
  ],
  [
    'דניאל לוי',
    {
      skin: '#e3b48d',
      hair: 'short',
      hairColour: '#3b2c25',
      top: '#cfd6dd',
      wall: '#d6e0e6',
      room: 'shelf',
      hasBeard: true,
    },
  ],
  [
    'Chloé Dubois',
    {
      skin: '#f3cdb4',
      hair: 'bob',
      hairColour: '#b5532f',
      top: '#33415c',
      wall: '#e7e7da',
      room: 'window',
    },
  ],
  [
    'Ji-woo Park',
    {
      skin: '#f1cfae',
      hair: 'bun',
      hairColour: '#221c1d',
      top: '#d98b5f',
      wall: '#dbe3da',
      room: 'plant',
    },
  ],
  [
    'Thandiwe Nkosi',
    {
      skin: '#7b4d34',
      hair: 'bun',
      hairColour: '#1e1717',
      top: '#c9503f',
      wall: '#e5ddcc',
      room: 'lamp',
      hasGlasses: true,
    },
  ],
];

/** The local participant. */
export const ownLook: Look = {
  skin: '#e8b993',
  hair: 'long',
  hairColour: '#5a3826',
  top: '#0f766e',
  wall: '#ece6dc',
  room: 'lamp',
};

/** The look of a participant who was not added by `peopleFor`. */
export const lookFor = (id: number): Look => looks[id % looks.length]![1];

/** The name of the next participant after this many. */
export const nameAfter = (count: number): string => looks[count % looks.length]![0];

const weak: Partial<Conditions> = { loss: 0.06, roundTrip: 320, jitter: 22 };
const middling: Partial<Conditions> = { loss: 0.04, roundTrip: 140 };

/**
 * With three there is a presentation and a weak link, with four a camera that is off, with five a link that is lost,
 * with six a fair link.
 */
export function peopleFor(count: number): Person[] {
  return looks.slice(0, Math.max(0, count)).map(([name, look], index) => {
    const sources: Source[] = [];
    if (index !== 2) sources.push('microphone');
    if (index !== 3) sources.push('camera');
    if (index === 0 && count >= 3) sources.push('screen');
    const link = index === 4 ? 'interrupted' : 'connected';
    const isWeak = index === 1 && count >= 3;
    const conditions = isWeak ? weak : index === 5 ? middling : {};
    return { name, sources, link, conditions, look };
  });
}
