/** Checks and parses each message of a socket once, and passes it to the part of the room that handles it. */
import { fromJson } from '../../src/json.js';
import {
  ClientMessage,
  isShallowJson,
  LIMITS,
  parseOneOf,
  PING,
  PONG,
  VERSION,
} from '../../src/protocol.js';
import type { RoomLimits } from '../base/limits.js';
import type { Admission, Entry, Join } from './admission.js';
import type { ConnectionLifecycle } from './connection-lifecycle.js';
import type { Membership } from './membership.js';
import type { Moderation } from './moderation.js';
import type { Presence } from './presence.js';
import { updateProfile } from './profiles.js';
import type { RateLimiter } from './rate-limiter.js';
import type { Seating } from './seating.js';
import type { Sessions } from './sessions.js';
import type { SignalRelay } from './signal-relay.js';
import type { RoomConnection } from './sockets.js';
import type { Record } from './storage/record.js';
import type { Records } from './storage/records.js';

interface HandlerRoom {
  readonly limits: RoomLimits;
  readonly records: Records;
  readonly sessions: Sessions;
  readonly presence: Presence;
  readonly lifecycle: ConnectionLifecycle;
  readonly membership: Membership;
  readonly limiter: RateLimiter;
  readonly relay: SignalRelay;
  readonly moderation: Moderation;
  readonly admission: Admission;
  readonly seating: Seating;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Messages that cause a broadcast. */
const BROADCASTS: readonly string[] = ['update', 'away', 'ask', 'policy'];

export class MessageHandler {
  readonly #room: HandlerRoom;

  constructor(room: HandlerRoom) {
    this.#room = room;
  }

  handle(connection: RoomConnection, text: unknown): void | Promise<void> {
    const { limits, sessions, presence, lifecycle, membership, limiter } = this.#room;
    // A dropped message is still a sign of life.
    const returned = presence.messageArrived(connection);
    if (returned) membership.changed(returned);
    const meter = limiter.meterOf(connection);
    const cost = meter.costOf(text);
    if (!limiter.accepts(connection, meter.spend(cost, this.#room.now()))) return;
    if (text === PING) return sessions.send(connection, PONG);
    if (lengthOf(text) > LIMITS.message) return lifecycle.refuseLongMessage(connection);
    const data = readObject(text, limits.depth);
    const message = data && parseOneOf(ClientMessage, data);
    if (!message) {
      return sessions.refuse(connection, isOfAnotherVersion(data) ? 'version' : 'invalid');
    }
    return this.#dispatch(connection, message, cost);
  }

  #dispatch(
    connection: RoomConnection,
    message: ClientMessage,
    cost: number,
  ): void | Promise<void> {
    const { sessions, presence, membership, relay, moderation, admission } = this.#room;
    if (message.type === 'join') return this.#join(connection, message);
    if (message.type === 'leave') admission.forget(connection);
    if (message.type === 'leave' && message.exit) return this.#leaveFor(message.exit);

    const record = sessions.recordOf(connection);
    if (!record || !this.#mayBroadcast(connection, record, message)) return;
    switch (message.type) {
      case 'update':
        if (updateProfile(record, message.profile)) membership.changed(record);
        return;
      case 'signal':
        return relay.relay(record, connection, message, cost);
      case 'ask':
        return moderation.ask(record, message);
      case 'policy':
        return moderation.setPolicy(record, message);
      case 'token':
        return this.#renewToken(record, message.token);
      case 'away':
        presence.markHidden(record);
        return membership.changed(record);
      case 'leave':
        return membership.remove([record], 'left');
      default:
        message satisfies never;
    }
  }

  /** Charges the sender of a message for the broadcast that it causes, if any. */
  #mayBroadcast(connection: RoomConnection, record: Record, { type }: ClientMessage): boolean {
    if (!BROADCASTS.includes(type) || record.knocking) return true;
    const { limits, records, limiter } = this.#room;
    const cost = Math.floor(records.present.length / limits.audience);
    const verdict = limiter.meterOf(connection).spend(cost, this.#room.now());
    return limiter.accepts(connection, verdict);
  }

  #join(connection: RoomConnection, message: Join): void | Promise<void> {
    const { admission, seating } = this.#room;
    const seat = (entry: Entry | undefined) => entry && seating.seat(entry, connection, message);
    const entry = admission.enter(connection, message);
    return entry instanceof Promise ? entry.then(seat) : seat(entry);
  }

  async #renewToken(record: Record, token: string): Promise<void> {
    const { admission, membership, moderation } = this.#room;
    const outcome = await admission.renew(record, token);
    if (outcome === 'renewed') membership.changed(record);
    else if (outcome !== 'gone') moderation.decline(record, 'token', outcome);
  }

  /** A participant left while the Room could not be reached; only they can have shared the exit secret. */
  #leaveFor(exit: string): void {
    const { records, membership } = this.#room;
    const record = records.ofExit(exit);
    if (record) membership.remove([record], 'left');
  }
}

/** The length of a message, in characters or bytes. */
function lengthOf(message: unknown): number {
  if (typeof message === 'string') return message.length;
  return (message as ArrayBuffer | null)?.byteLength ?? 0;
}

/** Parses a message; undefined if it is not the JSON of an object, or nested too deeply. */
function readObject(message: unknown, depth: number): object | undefined {
  if (typeof message !== 'string' || !isShallowJson(message, depth)) return undefined;
  const data = fromJson(message);
  // A string would be parsed again as the message.
  return typeof data === 'object' && data !== null ? data : undefined;
}

/** Whether it is a `join` of another version, whose other fields are unknown here. */
function isOfAnotherVersion(data: { type?: unknown; version?: unknown } = {}): boolean {
  const { type, version } = data;
  return type === 'join' && typeof version === 'number' && version !== VERSION;
}
