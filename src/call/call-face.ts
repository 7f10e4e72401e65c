/** What a view, a feature or a page sees of a call. `Call` is the real one; tests and design mode bring others. */
import type {
  Action,
  Asked,
  HostPolicy,
  Knocker,
  Policy,
  Refusal,
  Role,
  Source,
} from '../protocol.js';
import type { CallError, LinkReason, MediaReason } from './call-error.js';
import type { Channel } from './channel.js';
import type { LinkStats } from './link-stats.js';
import type { TypedEventTarget } from './typed-event-target.js';

/**
 * Where the call stands. `idle`: the lobby. `joining`: on the way in. `knocking`: a host will say. `joined`. `reconnecting`: joined,
 * but the room server is out of reach (media goes on). `left`: ended here. `refused`: the Room said no.
 */
export type CallStatus =
  'idle' | 'joining' | 'knocking' | 'joined' | 'reconnecting' | 'left' | 'refused';

/** Whether one is in the room, be the server within reach or not. */
export const isInRoom = (status: CallStatus): boolean =>
  status === 'joined' || status === 'reconnecting';

/** A person in the room, self included. Frozen; a change brings a new object. */
export interface Participant {
  /** Arrival stamp: orders the tiles, grows, names one stay. */
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  /** What is switched on, in the order of `SOURCES`. */
  readonly sources: readonly Source[];
  /** Their socket is lost; they may be back at any moment. */
  readonly away: boolean;
}

/**
 * How my link to another participant stands. `interrupted`: it was up and nothing is heard right now.
 */
export type LinkStatus = 'connecting' | 'connected' | 'interrupted';

/** Why there is no link to another, as both ends judge alike. Frozen. */
export interface LinkProblem {
  readonly reason: LinkReason;
  /** Whose network, browser or page it lies with. */
  readonly whose: 'self' | 'other' | 'both';
}

/**
 * How one of my own sources stands. `wanted`: to be turned on with the call, nothing captured yet.
 * `problem` says why the last attempt failed or why it ended, until the next attempt; while a source is
 * `on`, it can be `media-interrupted`: nothing comes from it right now.
 */
export interface SourceState {
  readonly status: 'off' | 'wanted' | 'starting' | 'on';
  readonly problem: MediaReason | undefined;
}

/** The most that is sent of a picture on one link. */
export interface SendLimit {
  /** In lines; 0 sends nothing at all. */
  readonly height: number;
  /** Frames per second. */
  readonly maxFramerate: number;
  /** Bits per second. */
  readonly maxBitrate: number;
}

export type DeviceKind = 'microphone' | 'camera' | 'speaker';

/** A device as the browser names it. Frozen. */
export interface Device {
  readonly id: string;
  readonly label: string;
}

/** Who is in the room, as far as its policy tells somebody who has not joined. */
export interface Preview {
  readonly count: number | undefined;
  readonly names: readonly string[] | undefined;
}

export interface CallEvents {
  /** Something that can be seen changed: render again. */
  change: void;
  'status-change': CallStatus;
  'participant-join': Participant;
  'participant-leave': Participant;
  /** A host asks me to mute, which I need not, or has stopped my screen. */
  asked: { readonly from: number; readonly action: Asked };
  /** My token ends soon, and there is no `tokenProvider`: set another. */
  'token-expiring': void;
  /** Something failed that nobody is waiting for, such as a device that was unplugged. */
  'call-error': CallError;
}

export interface CallFace extends TypedEventTarget<CallEvents> {
  readonly status: CallStatus;
  /** Why the Room said no; set while `status` is `refused`. */
  readonly refusal: Refusal | undefined;
  /** Everybody in the room in order of arrival, self included; empty before joining. Frozen. */
  readonly participants: readonly Participant[];
  /** My own entry in `participants`, once joined. */
  readonly self: Participant | undefined;
  readonly preview: Preview;
  /** What the room lets in, as the server said last; undefined before it said anything. */
  readonly policy: Policy | undefined;
  /** Who waits to be let in, which only hosts know. */
  readonly knocking: readonly Knocker[];
  /** The devices that were on as this tab's page was closed in the call a moment ago: it is reloaded, to go on. */
  readonly reloaded?: readonly Source[] | undefined;
  /** Whether this browser can share a screen at all. */
  readonly canShareScreen: boolean;
  /** My name as the others read it; setting it tells them. What one joins with is remembered for the next visit. */
  name: string;

  /** Connects to the Room without joining, so that joining is quick and `preview` is known. */
  open(): void;
  /**
   * Joins; resolves once in the room, rejects with a CallError. Turns on what is `wanted` without waiting for it.
   * @param guest what the others read if I have no name
   */
  join(guest?: string): Promise<void>;
  /** Ends my part at once: devices off, links closed, the others told. */
  leave(): void;

  /** As a host: asks the Room to do something about one or all others; see `ACTIONS`. */
  ask(action: Action, to: number | 'all'): void;
  /** As a host: locks the room, or lets newcomers wait; what is not named stays. */
  setPolicy(policy: Partial<HostPolicy>): void;
  /** Gives the Room another token in place of one that ends. */
  setToken(token: string): void;

  /** How one of my own sources stands. */
  sourceState(source: Source): SourceState;
  /** Marks a source to be turned on (or not) when the call is joined; captures nothing. */
  want(source: Source, wanted: boolean): void;
  /**
   * Captures a source and publishes it once joined; one that is on but interrupted is captured anew.
   * Rejects with a CallError that carries the reason.
   */
  turnOn(source: Source): Promise<void>;
  /** Captures several at once, so that the person is asked once; what fails is told by `sourceState`. */
  turnOnAll(sources: readonly Source[]): Promise<void>;
  turnOff(source: Source): void;

  /** The devices of a kind; none before the browser was allowed to use one. Follows plugging in and out. */
  devices(kind: DeviceKind): readonly Device[];
  /** The id of the chosen device; empty leaves it to the system. */
  chosenDevice(kind: DeviceKind): string;
  /** Uses another device from now on, also next time. Rejects with a CallError that carries the reason. */
  chooseDevice(kind: DeviceKind, id: string): Promise<void>;
  /** Whether there is a camera at the front and one at the back. */
  readonly canFlipCamera: boolean;
  /** Uses the camera at the other side. Rejects with a CallError that carries the reason. */
  flipCamera(): Promise<void>;
  /**
   * How loud somebody is right now, from 0 (nothing at all) to 1. My own microphone's also while it is switched
   * off, so that one who talks into it can be told. Cheap: made to be asked ten times a second.
   */
  level(participant: number | 'self', source?: 'microphone' | 'screen-audio'): number;

  /** A stream with that source's one track, if it is on; my own before joining too. The same object each time. */
  stream(participant: number | 'self', source: Source): MediaStream | undefined;
  /** How my link to another participant stands; undefined where roles have no link, and for self. */
  linkStatus(participant: number): LinkStatus | undefined;
  /** Why there is no link to another participant, some ten seconds after there should be one; while it is so. */
  linkProblem(participant: number): LinkProblem | undefined;
  /**
   * What my link to another participant carries, in plain units; undefined where there is none. Rejects where that
   * cannot be loaded, or the link is closed meanwhile.
   */
  stats(participant: number): Promise<LinkStats | undefined>;
  /**
   * What the browser itself counts of that link, with addresses. A stream's `mid` is the place of its source in
   * `SOURCES`; a link that is made anew counts from 0 again.
   */
  report(participant: number): Promise<RTCStatsReport | undefined>;
  /**
   * Sends no more than that of a picture of mine to one participant, on this link and those that follow it;
   * undefined leaves it to the number of people.
   */
  limit(participant: number, source: 'camera' | 'screen', limit: SendLimit | undefined): void;
  /**
   * Has speech between me and one participant sent twice, or once again, which doubles its some 30 kbit/s. Asked at
   * both ends, since only one can; to be asked again, since a link may be made anew.
   */
  protect(participant: number, isProtected: boolean): void;
  /** Typed messages to and from all others on one topic, browser to browser. */
  channel<T>(topic: string, guard: (data: unknown) => data is T): Channel<T>;
}
