/** What a Room stores about a participant, also as earlier versions stored it. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { EXIT, type Profile, type Role, type Source } from '../../../src/protocol.js';

/** Whether a participant's page can be reached. Times are in milliseconds since 1970. */
export type PresenceState =
  | { readonly type: 'present' }
  /** The socket closed or stopped responding, maybe only briefly: others do not see it before `awayAt`. */
  | { readonly type: 'lost'; readonly awayAt: number; readonly goneAt: number }
  /** Lost for so long that others see it; removed at `goneAt`. */
  | { readonly type: 'away'; readonly goneAt: number }
  /** The page reported that it is hidden or closing; others see it as away. */
  | { readonly type: 'hidden'; readonly goneAt: number };

export interface Record {
  id: number;
  page: string;
  role: Role;
  profile: Profile;
  presence: PresenceState;
  /** They are waiting to be let in. */
  knocking: boolean;
  /** Sources that a host has stopped. */
  barred: Source[];
  /** SHA-256 of the seat, so that nobody who reads the storage can take it. */
  seatHash: string;
  /** SHA-256 of the secret with which anyone can leave on their behalf. */
  exitHash: string;
  /** The name in their token, and the subject, which identifies the user across calls. */
  named?: string | undefined;
  sub?: string | undefined;
  /** When their token expires, and when a new one is requested. */
  endsAt?: number;
  renewAt?: number;
  /** The hashed address key of their socket; absent if unknown. */
  origin?: string;
}

/** Whether the roster shows a participant as away. */
export function isAway({ presence }: Pick<Record, 'presence'>): boolean {
  switch (presence.type) {
    case 'present':
    case 'lost':
      return false;
    case 'away':
    case 'hidden':
      return true;
    default:
      return presence satisfies never;
  }
}

/** When a presence changes by itself; undefined: never. */
export function presenceDeadline(presence: PresenceState): number | undefined {
  switch (presence.type) {
    case 'present':
      return undefined;
    case 'lost':
      return Math.min(presence.awayAt, presence.goneAt);
    case 'away':
    case 'hidden':
      return presence.goneAt;
    default:
      return presence satisfies never;
  }
}

/** A record as it was stored before presence was a union. */
export interface EarlierRecord extends Omit<Record, 'presence' | 'knocking'> {
  away: boolean;
  knocking?: boolean;
  awayAt?: number | undefined;
  goneAt?: number | undefined;
  /** Their socket was open but appeared to be dead. */
  unheard?: boolean | undefined;
}

function presenceOf({
  away,
  awayAt,
  goneAt,
  unheard,
}: Pick<EarlierRecord, 'away' | 'awayAt' | 'goneAt' | 'unheard'>): PresenceState {
  if (goneAt === undefined) return { type: 'present' };
  if (away) return { type: unheard ? 'away' : 'hidden', goneAt };
  return { type: 'lost', awayAt: awayAt ?? goneAt, goneAt };
}

/** Reads a stored record: a room that is in use during a deployment wakes with those of the previous version. */
export function readRecord(stored: Record | EarlierRecord): Record {
  if ('presence' in stored) return stored;
  const { away, awayAt, goneAt, unheard, knocking = false, ...others } = stored;
  return { ...others, knocking, presence: presenceOf({ away, awayAt, goneAt, unheard }) };
}

const hash = (secret: string) => bytesToHex(sha256(utf8ToBytes(secret)));

export const exitHashOf = (exit: string): string => hash(exit);

export const hashesOf = (seat: string): Pick<Record, 'seatHash' | 'exitHash'> => ({
  seatHash: hash(seat),
  exitHash: exitHashOf(seat.slice(0, EXIT)),
});
