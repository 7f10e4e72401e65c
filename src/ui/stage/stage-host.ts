/** The stage, as its parts see it. */
import type { Corner } from '../../layout/layout.js';
import type { SelfView } from '../../layout/tiles.js';
import type { View } from '../base/view.js';
import type { TileView } from './tile.js';

/** Playback settings of one audio stream. */
export interface AudioSettings {
  /** The volume, from 0 to 1. */
  readonly volume: number;
  readonly isMuted: boolean;
}

export interface StageHost extends View {
  /** Which part of the call is rendered here: while a window shows the people, the page plays the audio. */
  readonly shows: 'all' | 'people' | 'sound';
  readonly selfView: SelfView;
  /** The visible tiles, in order. */
  readonly views: readonly TileView[];
  /** Tiles without video: the link carries audio only (`weak`), or the user chose audio only (`chosen`). */
  readonly heldBack: ReadonlyMap<string, 'weak' | 'chosen'>;
  /** By participant and source; anything missing plays at full volume. */
  readonly hearings: Map<string, AudioSettings>;
  /** The key of the pinned tile. */
  pinned: string | undefined;
  /** Corner of the floating self view, if there is one. */
  corner: Corner;
  /** The remote participant who is speaking, or spoke last. */
  active: number | undefined;
  /** Who is speaking right now. */
  speakers: ReadonlySet<number>;
  /** Requests another self view. */
  askSelfView(selfView: SelfView): void;
  /** Puts each tile in its place; `glides` animates it, if the people changed and not the stage. */
  layOut(glides: boolean): void;
  /** Plays what is paused. */
  play(): void;
}
