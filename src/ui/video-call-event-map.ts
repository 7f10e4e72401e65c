/** What the element tells and asks the page around it. */
import type { CallError } from '../call/call-error.js';
import type { CallStatus, Participant } from '../call/call-face.js';
import type { Cause, LinkFacts, Quality } from '../features/link-quality.js';

/** How my link to another is now, and what was measured. */
export interface LinkDetail extends LinkFacts {
  readonly participant: Participant;
  readonly quality: Quality;
  /** What spoils it most; undefined where it is good. */
  readonly cause: Cause | undefined;
}

/** What the element dispatches; none of them bubbles, as with `<video>`. */
export interface VideoCallEventMap {
  /** The person asks to join, leave or share the screen; `preventDefault` keeps it from happening. */
  'before-join': CustomEvent<void>;
  'before-leave': CustomEvent<void>;
  'before-screen-share': CustomEvent<void>;
  /** I am in the room; the detail is my own entry. */
  join: CustomEvent<Participant>;
  /** I am no longer in the room, whoever ended it. */
  leave: CustomEvent<void>;
  'status-change': CustomEvent<CallStatus>;
  'participant-join': CustomEvent<Participant>;
  'participant-leave': CustomEvent<Participant>;
  /** How good my link to another is changed. */
  quality: CustomEvent<LinkDetail>;
  /** My token ends soon, and there is no `tokenProvider`: set another. */
  'token-expiring': CustomEvent<void>;
  /** Something failed; the detail says what by its `reason` and, for a device, its `source`. */
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
