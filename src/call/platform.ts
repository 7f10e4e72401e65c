/** Everything external that a call depends on, injected so that all of it also runs in memory. */

/** Time, so that a test can control it. */
export interface Clock {
  /** Milliseconds since an arbitrary moment; never goes back. */
  now(): number;
  /** Milliseconds since 1970 by the system clock: it may jump, and continues across pages. */
  date(): number;
  /** Runs a callback once, `delay` milliseconds from now; returns a function that cancels it. */
  after(delay: number, callback: () => void): () => void;
}

/** One attempt at a WebSocket: it opens once and closes once, and never reconnects by itself. */
export interface Socket {
  /** Whether a frame can be sent now. */
  readonly isOpen: boolean;
  send(text: string): void;
  close(): void;
}

export interface SocketEvents {
  onOpen(): void;
  onMessage(text: string): void;
  /** @param code of the close, RFC 6455 section 7.4; 1006 if there was no close frame */
  onClose(code: number): void;
}

interface SocketAddress {
  /** Origin of the room server, with its scheme. */
  server: string;
  room: string;
  /** Milliseconds after which an attempt is abandoned. */
  timeout: number;
}

/** Where a seat is stored, so that a reload finds it, and only one page at a time holds it. */
export interface SeatStore {
  /** The seat stored for this place, if no other page holds it. From then on this page does. */
  take(place: string): Promise<string | undefined>;
  /** Stores a seat; undefined removes it. */
  keep(place: string, seat: string | undefined): void;
  /** Leaves a note for the next page of this tab. */
  leaveNote(place: string, note: string): void;
  /** Returns the note left by the last page of this tab, once. */
  takeNote(place: string): string | undefined;
}

/** Stores the user's choices for the next visit; if storage is blocked, for this one. */
export interface Memory {
  /** The stored value of a key, if any. */
  get(key: string): string | undefined;
  /** Stores a value. */
  set(key: string, value: string): void;
}

/** Measures how loud one track is, until it is closed. */
export interface Meter {
  /** From 0, which means no signal at all, to 1. */
  level(): number;
  /** Stops measuring. */
  close(): void;
}

/** The level of audio that can't be measured yet: almost zero, but not zero. */
export const FAINT = 1e-4;

/** Events of the page or its network that a call needs. */
export interface PageEvents {
  /** The page is being closed or put away; there is time for one message. */
  onHide(): void;
  /** The page was hidden: its timers will be slow. */
  onHidden(): void;
  /** The page became visible or was resumed: all connections may be dead. */
  onReturn(): void;
  /** The page has focus again. */
  onFocus(): void;
  /** A new network, or the same one again: no earlier path can be trusted. */
  onNetworkChange(): void;
}

export interface Platform {
  /** Whether WebRTC is available. */
  readonly isSupported: boolean;
  readonly clock: Clock;
  openSocket(address: SocketAddress, events: SocketEvents): Socket;
  createConnection(configuration: RTCConfiguration): RTCPeerConnection;
  /** One certificate for all links of a call; undefined lets each connection create its own. */
  createCertificate(): Promise<RTCCertificate | undefined>;
  createStream(tracks: MediaStreamTrack[]): MediaStream;
  /** Starts measuring an audio track. */
  measure(track: MediaStreamTrack): Meter;
  /** Whether the page is secure; insecure pages have no `mediaDevices`. */
  readonly isSecure: boolean;
  /** Undefined on insecure pages and in some browsers. */
  readonly mediaDevices: MediaDevices | undefined;
  /** Whether the embedding page lets this one use a feature. */
  allowsFeature(feature: 'camera' | 'microphone' | 'display-capture'): boolean;
  readonly seats: SeatStore;
  readonly memory: Memory;
  readonly isHidden: boolean;
  watchPage(events: PageEvents, signal: AbortSignal): void;
  /** Runs a callback once, with the page's next frame, or soon if it draws none; returns a function that cancels it. */
  nextFrame(callback: () => void): () => void;
  randomId(): string;
  /** A number from 0 up to, not including, 1. */
  random(): number;
}
