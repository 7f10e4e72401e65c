/** The events that the element dispatches to the page. */
import type { CallError } from '../../call/call-error.js';
import type { CallStatus, Participant } from '../../call/call-api.js';
import type { Cause, LinkFacts, Quality } from '../../features/link-quality.js';

/** The current quality of the link to another participant, with its measurements. */
export interface LinkDetail extends LinkFacts {
  /** The other participant. */
  readonly participant: Participant;
  /** The quality of the link to them. */
  readonly quality: Quality;
  /** What impairs the link most; undefined if it is good. */
  readonly cause: Cause | undefined;
}

/** The events of the element. They don't bubble, like those of `<video>`. */
export interface VideoCallEventMap {
  /** The user asks to join; `preventDefault()` cancels it. */
  'before-join': CustomEvent<void>;
  /** The user asks to leave the call; `preventDefault()` cancels it. */
  'before-leave': CustomEvent<void>;
  /** The user asks to share the screen; `preventDefault()` cancels it. */
  'before-screen-share': CustomEvent<void>;
  /** You are in the room; `detail` is your own entry in `participants`. */
  join: CustomEvent<Participant>;
  /** You are no longer in the room, for whatever reason. */
  leave: CustomEvent<void>;
  /** `status` changed; `detail` is the new status. */
  'status-change': CustomEvent<CallStatus>;
  /** Another participant joined. */
  'participant-join': CustomEvent<Participant>;
  /** Another participant left. */
  'participant-leave': CustomEvent<Participant>;
  /** The quality of the link to another participant changed. */
  quality: CustomEvent<LinkDetail>;
  /** Your token expires soon, and there is no `tokenProvider`: set a new one. */
  'token-expiring': CustomEvent<void>;
  /** Something failed; `detail` has the `reason` and, for a device, its `source`. */
  'call-error': CustomEvent<CallError>;
}

declare global {
  interface HTMLElementEventMap {
    'before-join': VideoCallEventMap['before-join'];
    'before-leave': VideoCallEventMap['before-leave'];
    'before-screen-share': VideoCallEventMap['before-screen-share'];
    join: VideoCallEventMap['join'];
    leave: VideoCallEventMap['leave'];
    'status-change': VideoCallEventMap['status-change'];
    'participant-join': VideoCallEventMap['participant-join'];
    'participant-leave': VideoCallEventMap['participant-leave'];
    quality: VideoCallEventMap['quality'];
    'token-expiring': VideoCallEventMap['token-expiring'];
    'call-error': VideoCallEventMap['call-error'];
  }
}
