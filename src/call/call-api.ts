/** What a view, a feature or a page sees of a call. `Call` is the real one; tests and design mode use others. */
import type {
  Action,
  Asked,
  Declined,
  HostPolicy,
  Knocker,
  Policy,
  Refusal,
  Role,
  Source,
} from '../protocol.js';
import type { CallError, LinkReason, MediaReason } from './call-error.js';
import type { CallSettings } from './call-settings.js';
import type { Channel } from './channels/channel.js';
import type { LinkStats } from './diagnostics/link-stats.js';
import type { TypedEventTarget } from './base/typed-event-target.js';

/**
 * The state of the call. `idle`: the lobby. `joining`: on the way in. `knocking`: a host decides. `joined`.
 * `reconnecting`: joined, but the room server is unreachable (media continue). `left`: ended here. `refused`: rejected.
 */
export type CallStatus =
  'idle' | 'joining' | 'knocking' | 'joined' | 'reconnecting' | 'left' | 'refused';

/** Whether the participant is in the room, whether the server is reachable or not. */
export const isInRoom = (status: CallStatus): boolean =>
  status === 'joined' || status === 'reconnecting';

/** A person in the room, including the local participant. Frozen; a change creates a new object. */
export interface Participant {
  /** Arrival stamp: increasing; orders the tiles and identifies one stay. */
  readonly id: number;
  /** The display name; numbered if it looks like that of an earlier participant. */
  readonly name: string;
  /** What they may do in the room. */
  readonly role: Role;
  /** The sources that are on, in the order of `SOURCES`. */
  readonly sources: readonly Source[];
  /** Their socket is lost; they may return at any moment. */
  readonly away: boolean;
}

/** The state of the link to another participant. `interrupted`: it was up, and nothing is received right now. */
export type LinkStatus = 'connecting' | 'connected' | 'interrupted';

/** Why there is no link to another participant; both ends reach the same verdict. Frozen. */
export interface LinkProblem {
  /** What prevents it. */
  readonly reason: LinkReason;
  /** Whose network, browser or page causes it. */
  readonly whose: 'self' | 'other' | 'both';
}

/** The state of a local source. */
export interface SourceState {
  /** `wanted`: to be turned on with the call, not captured yet. */
  readonly status: 'off' | 'wanted' | 'starting' | 'on';
  /**
   * Why the last attempt failed or why the source ended, until the next attempt. While a source is `on`, it can be
   * `media-interrupted`: no media arrive from it right now.
   */
  readonly problem: MediaReason | undefined;
}

/** The maximum that is sent of a video source on one link. */
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
  /** The browser's id of the device. */
  readonly id: string;
  /** Its name; empty until the browser may use the device. */
  readonly label: string;
}

/** Who is in the room, as far as its policy reveals it before joining. */
export interface Preview {
  /** How many people are in the room; undefined if the room's policy hides it. */
  readonly count: number | undefined;
  /** Their names; undefined if the room's policy hides them. */
  readonly names: readonly string[] | undefined;
}

export interface CallEvents {
  /** Something visible changed: render again. */
  change: void;
  /** The status changed. */
  'status-change': CallStatus;
  /** Another participant joined. */
  'participant-join': Participant;
  /** Another participant left. */
  'participant-leave': Participant;
  /** A host asks the local participant to mute, which is optional, or has stopped their screen. */
  asked: { readonly from: number; readonly action: Asked };
  /** The server declined a request made as a host, or a new token. */
  declined: Declined;
  /** The token expires soon, and there is no `tokenProvider`: set another. */
  'token-expiring': void;
  /** Something failed that no caller is waiting for, such as a device that was unplugged. */
  'call-error': CallError;
}

export interface CallApi extends TypedEventTarget<CallEvents> {
  /** The state of the call. */
  readonly status: CallStatus;
  /** Why the server refused; set while `status` is `refused`. */
  readonly refusal: Refusal | undefined;
  /**
   * Whether the server was replaced by another version, while `reconnecting`: the call continues over its links, and no
   * one can join until the page is reloaded.
   */
  readonly needsReload?: boolean;
  /** Everyone in the room in order of arrival, including the local participant; empty before joining. Frozen. */
  readonly participants: readonly Participant[];
  /** The local participant's entry in `participants`, once joined. */
  readonly self: Participant | undefined;
  /** Who is in the room, as far as its policy reveals it before joining. */
  readonly preview: Preview;
  /** While `knocking`: whether a host is in the room, who can let the user in; undefined if unknown. */
  readonly hasHost?: boolean | undefined;
  /** Who may enter the room, as last reported by the server; undefined before that. */
  readonly policy: Policy | undefined;
  /** Who is waiting to be let in; known to hosts only. */
  readonly knocking: readonly Knocker[];
  /** The devices that were on when this tab's page was reloaded during the call a moment ago; used to rejoin. */
  readonly reloaded?: readonly Source[] | undefined;
  /** Whether this browser can share a screen at all. */
  readonly canShareScreen: boolean;
  /** The local participant's name; setting it informs the others. The name used to join is kept for the next visit. */
  name: string;

  /** Changes settings; those not named stay. During a call they apply from the next `join`. */
  configure(settings: CallSettings): void;
  /** Connects to the server without joining, so that joining is fast and `preview` is known. */
  open(): void;
  /**
   * Joins; resolves once in the room, rejects with a CallError. Turns on what is `wanted` without waiting for it.
   * @param guest the name shown to others if the local participant has none
   */
  join(guest?: string): Promise<void>;
  /** Leaves immediately: devices off, links closed, the others notified. */
  leave(): void;

  /** As a host: asks the server to `mute`, `stop-screen`, `remove`, `admit` or `deny` one participant, or all. */
  ask(action: Action, to: number | 'all'): void;
  /** As a host: locks the room, or makes newcomers wait; settings not named stay. */
  setPolicy(policy: Partial<HostPolicy>): void;
  /** Gives the server a new token to replace one that expires. */
  setToken(token: string): void;

  /** The state of a local source. */
  sourceState(source: Source): SourceState;
  /** Marks a source to be turned on (or not) when the call is joined; captures nothing. */
  want(source: Source, wanted: boolean): void;
  /**
   * Captures a source and publishes it once joined; one that is on but interrupted is captured again. Rejects with a
   * CallError that carries the reason.
   */
  turnOn(source: Source): Promise<void>;
  /** Captures several at once, so that the user is prompted once; `sourceState` reports failures. */
  turnOnAll(sources: readonly Source[]): Promise<void>;
  /** Stops capturing and publishing a source. */
  turnOff(source: Source): void;

  /** The devices of a kind; empty until the browser may use one. Updated when devices are plugged in or out. */
  devices(kind: DeviceKind): readonly Device[];
  /** The id of the chosen device; empty leaves it to the system. */
  chosenDevice(kind: DeviceKind): string;
  /** The label of the chosen device if it is not connected, so that another one is used; else empty. */
  missingDevice?(kind: DeviceKind): string;
  /** Switches to another device, also for next time. Rejects with a CallError that carries the reason. */
  chooseDevice(kind: DeviceKind, id: string): Promise<void>;
  /** Whether there are a front and a back camera. */
  readonly canFlipCamera: boolean;
  /** Switches to the camera on the other side. Rejects with a CallError that carries the reason. */
  flipCamera(): Promise<void>;
  /**
   * How loud a participant is right now, from 0 (silent) to 1. The local microphone is measured even while it is off,
   * to detect talking while muted. Cheap enough to call ten times a second.
   */
  level(participant: number | 'self', source?: 'microphone' | 'screen-audio'): number;

  /** A stream with the source's one track, if it is on; local sources also before joining. Always the same object. */
  stream(participant: number | 'self', source: Source): MediaStream | undefined;
  /**
   * Resolves when `join` is sent and the links that others are about to make are up, or that takes too long; undefined
   * if nothing is pending. Drawing yields to it, since the user is waiting for video.
   */
  readonly handshake: Promise<unknown> | undefined;
  /** The state of the link to another participant; undefined if the roles have no link, and for self. */
  linkStatus(participant: number): LinkStatus | undefined;
  /** Why there is no link to another participant, about ten seconds after it should be up; while the problem lasts. */
  linkProblem(participant: number): LinkProblem | undefined;
  /**
   * What the link to another participant carries, in plain units, at most half a second ago; undefined if there is
   * none. Rejects if the code for it can't be loaded, or if the link is closed meanwhile.
   */
  stats(participant: number): Promise<LinkStats | undefined>;
  /**
   * The browser's own statistics of that link, with addresses, at most half a second old. A stream's `mid` is the index of its source in
   * `SOURCES`; a link that is rebuilt counts from 0 again.
   */
  report(participant: number): Promise<RTCStatsReport | undefined>;
  /**
   * Limits a local video source for one participant, on this link and those that follow it; undefined
   * leaves it to the number of people.
   */
  limit(participant: number, source: 'camera' | 'screen', limit: SendLimit | undefined): void;
  /**
   * Turns redundant audio (speech sent twice) on or off for one participant; it doubles the roughly 30 kbit/s. Call it
   * at both ends, since only one can renegotiate, and again after the link is rebuilt.
   */
  setRedundantAudio(participant: number, isProtected: boolean): void;
  /** Typed messages to and from all others on one topic, browser to browser. */
  channel<T>(topic: string, guard: (data: unknown) => data is T): Channel<T>;
}
