/** Relays signals between participants without reading them, at the expense of the participant who asked. */
import { areLinked, type ClientMessage } from '../../src/protocol.js';
import type { Deadlines } from './deadlines.js';
import type { Presence } from './presence.js';
import type { RateLimiter } from './rate-limiter.js';
import type { ReplyCredits } from './reply-credits.js';
import type { RosterBroadcast } from './roster-broadcast.js';
import type { Sessions } from './sessions.js';
import type { RoomConnection } from './sockets.js';
import type { Record } from './storage/record.js';
import type { Records } from './storage/records.js';

interface RelayRoom {
  readonly records: Records;
  readonly sessions: Sessions;
  readonly presence: Presence;
  readonly deadlines: Deadlines;
  readonly broadcast: RosterBroadcast;
  readonly limiter: RateLimiter;
  readonly credits: ReplyCredits;
  /** Milliseconds since 1970. */
  now(): number;
}

export class SignalRelay {
  readonly #room: RelayRoom;

  constructor(room: RelayRoom) {
    this.#room = room;
  }

  /** @param cost what the message has cost its sender */
  relay(
    sender: Record,
    connection: RoomConnection,
    { to, signal }: ClientMessage & { type: 'signal' },
    cost: number,
  ): void {
    const { records, sessions, broadcast } = this.#room;
    const target = records.get(to);
    if (!target || target === sender || target.knocking || sender.knocking) return;
    if (!areLinked(sender.role, target.role)) return;
    if (!this.#charge(sender, connection, target, cost)) return;
    this.expectAnswer(target);
    broadcast.introduce(sender, target);
    sessions.sendTo(target, { type: 'signal', from: sender.id, signal });
  }

  /** An answer is charged to the participant who asked, any other signal to its sender. */
  #charge(sender: Record, connection: RoomConnection, target: Record, cost: number): boolean {
    const { sessions, limiter, credits } = this.#room;
    const now = this.#room.now();
    const meter = limiter.meterOf(connection);
    if (credits.spend(sender.id, target.id, cost, now)) {
      meter.refund(cost);
      const asker = sessions.connectionOf(target);
      if (asker) limiter.meterOf(asker).chargeReply(cost, now);
      return true;
    }
    if (!limiter.accepts(connection, meter.spendRequest(now))) return false;
    credits.add(sender.id, target.id, now);
    return true;
  }

  /** A page arrived: every peer linked with it has to answer its first offer, or make one. */
  arrive(record: Record): void {
    const { records, broadcast, credits } = this.#room;
    broadcast.arrive(record);
    const now = this.#room.now();
    for (const other of records.present) {
      if (other === record || !areLinked(record.role, other.role)) continue;
      credits.add(record.id, other.id, now);
      credits.add(record.id, other.id, now);
    }
  }

  /** The participant for whom a newcomer prepared its first offer: the newest who can receive it. */
  offerTarget(newcomer: Record): Record | undefined {
    const { records, sessions } = this.#room;
    return records.present.findLast(
      (record) =>
        record.id < newcomer.id &&
        sessions.connectionOf(record) &&
        areLinked(record.role, newcomer.role),
    );
  }

  /** A peer needs an answer from a participant, who counts as lost if unresponsive. */
  expectAnswer(record: Record): void {
    const { presence, deadlines } = this.#room;
    if (!presence.isUnresponsive(record)) return;
    presence.markLost(record);
    deadlines.arm();
  }
}
