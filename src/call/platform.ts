/** Everything foreign that a call stands on, given in from outside so that all of it also runs in memory. */
import type * as LinkAsidesModule from './link-asides.js';
import type * as MediaAsidesModule from './media-asides.js';

/** Time, so that a test can turn it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs a callback once, `delay` milliseconds from now; returns what cancels it. */
  after(delay: number, callback: () => void): () => void;
}

/** One attempt at a WebSocket: it opens once and closes once, and never reconnects by itself. */
export interface Socket {
  /** Whether a frame would go out now. */
  readonly isOpen: boolean;
  send(text: string): void;
  close(): void;
}

export interface SocketEvents {
  onOpen(): void;
  onMessage(text: string): void;
  onClose(): void;
}

export interface SocketAddress {
  /** Origin of the room server, with its scheme. */
  server: string;
  room: string;
  /** Milliseconds after which an attempt is given up. */
  timeout: number;
}

/** Where a seat is kept, so that a reload finds it, and only one page at a time holds it. */
export interface SeatStore {
  /** The seat kept for this place, if no other page holds it. From then on this page does. */
  take(place: string): Promise<string | undefined>;
  /** Keeps a seat; undefined forgets it. */
  keep(place: string, seat: string | undefined): void;
  /** Leaves a note for the next page of this tab. */
  leaveNote(place: string, note: string): void;
  /** The note that the last page of this tab left, once. */
  takeNote(place: string): string | undefined;
}

/** What a person chose, kept for the next visit; where storage is blocked, for this one. */
export interface Memory {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
}

/** Tells how loud one track is, until it is closed. */
export interface Meter {
  /** From 0, which means that nothing at all comes, to 1. */
  level(): number;
  close(): void;
}

/** The level of what cannot be measured yet: next to nothing, but not nothing. */
export const FAINT = 1e-4;

/** What happens to the page or its network that a call must know of. */
export interface PageEvents {
  /** The page is being closed or put away; there is time for one message. */
  onHide(): void;
  /** The page went out of sight: its timers will be slow. */
  onHidden(): void;
  /** The page came back, into sight or to life: whatever was connected may be dead. */
  onReturn(): void;
  /** The person turned to the page again. */
  onFocus(): void;
  /** Another network, or the same one again: no path of before can be trusted. */
  onNetworkChange(): void;
}

export type MediaAsides = typeof MediaAsidesModule;
export type LinkAsides = typeof LinkAsidesModule;

export interface Platform {
  /** Whether there is WebRTC at all. */
  readonly isSupported: boolean;
  readonly clock: Clock;
  openSocket(address: SocketAddress, events: SocketEvents): Socket;
  createConnection(configuration: RTCConfiguration): RTCPeerConnection;
  /** One certificate for all links of a call; undefined lets each connection make its own. */
  createCertificate(): Promise<RTCCertificate | undefined>;
  createStream(tracks: MediaStreamTrack[]): MediaStream;
  /** Begins to measure a track of sound. */
  measure(track: MediaStreamTrack): Meter;
  /** Undefined on a page that is not secure. */
  readonly mediaDevices: MediaDevices | undefined;
  /** Whether the embedding page lets this one use a feature. */
  allowsFeature(feature: 'camera' | 'microphone' | 'display-capture'): boolean;
  readonly seats: SeatStore;
  readonly memory: Memory;
  readonly isHidden: boolean;
  watchPage(events: PageEvents, signal: AbortSignal): void;
  /** Loads what capture does without until a device is on, or is not to be had. */
  loadMediaAsides(): Promise<MediaAsides>;
  /** Loads what says why a link does not come up, what it carries, and what else few links ever need. */
  loadLinkAsides(): Promise<LinkAsides>;
  randomId(): string;
  /** A number from 0 up to, not including, 1. */
  random(): number;
}
