/** The element, as its views and controllers see it. */
import type { LitElement } from 'lit';
import type { CallApi, CallStatus, Participant } from '../../call/call-api.js';
import type { Memory } from '../../call/platform.js';
import type { Speaking } from '../../features/speaking.js';
import type { VideoQuality } from '../../features/adaptive-sending/video-quality.js';
import type { Layout, SelfView } from '../../layout/tiles.js';
import type { Source } from '../../protocol.js';

/** An open picture-in-picture window. */
export interface PictureInPicture {
  /** Whether the tiles moved into the window, so that the page need not render them too. */
  readonly isWhole: boolean;
  /** The root in the window that contains the tiles, if they moved. */
  readonly root?: ShadowRoot;
  close(): void;
}

/** Who is speaking in a call, for all views. */
export interface SharedSpeaking {
  readonly call: CallApi;
  readonly speaking: Speaking;
  /** Each is aborted when its view no longer needs it. */
  readonly users: Set<AbortSignal>;
}

/** The public members are documented at `VideoCallElement`. */
export interface HostElement extends LitElement {
  readonly call: CallApi | undefined;
  readonly status: CallStatus;
  readonly participants: readonly Participant[];
  readonly self: Participant | undefined;
  readonly room: string;
  readonly server: string;
  readonly iceServers: RTCIceServer[] | undefined;
  readonly iceTransportPolicy: RTCIceTransportPolicy | undefined;
  readonly tokenProvider: (() => Promise<string>) | undefined;
  readonly demo: string;
  readonly controlsList: string;
  readonly inviteUrl: string;
  readonly autoPictureInPicture: boolean;
  sounds: boolean;
  shortcuts: boolean;
  layout: Layout;
  selfView: SelfView;
  videoQuality: VideoQuality;
  /** The picture-in-picture window, while it is open. */
  pictureInPicture: PictureInPicture | undefined;
  /** While that window is opening: settles when it is open or was refused. */
  openingPictureInPicture: Promise<void> | undefined;
  /** The user's choices, kept for every call of this element, even if storage is blocked. */
  readonly memory: Memory;
  /** Who is speaking, once a view needs it. */
  speaking: SharedSpeaking | undefined;
  turnOn(source: Source): Promise<void>;
  turnOff(source: Source): void;
  requestPictureInPicture(): Promise<void>;
}

/** The element that a view belongs to. */
export const hostOf = (view: Element): HostElement =>
  (view.getRootNode() as ShadowRoot).host as HostElement;
