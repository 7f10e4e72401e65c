/** Who belongs to the room: what follows when a participant is let in, changes or leaves, until the room is empty. */
import type { Log } from '../base/log.js';
import type { Deadlines } from './deadlines.js';
import type { ReplyCredits } from './reply-credits.js';
import type { RosterBroadcast } from './roster-broadcast.js';
import type { Rules } from './rules.js';
import type { Sessions } from './sessions.js';
import type { Sockets } from './sockets.js';
import type { Record } from './storage/record.js';
import type { Records } from './storage/records.js';

interface MembershipRoom {
  readonly records: Records;
  readonly rules: Rules;
  readonly sockets: Sockets;
  readonly sessions: Sessions;
  readonly deadlines: Deadlines;
  readonly broadcast: RosterBroadcast;
  readonly credits: ReplyCredits;
  /** Whether no token is needed. */
  readonly isOpen: boolean;
  readonly log: Log;
  /** The room's name. */
  name(): string;
  /** Milliseconds since 1970. */
  now(): number;
  /** Reports to the directory since when this room is in use, or that it no longer is. */
  report(name: string, since: number | undefined): Promise<unknown>;
}

export class Membership {
  readonly #room: MembershipRoom;

  constructor(room: MembershipRoom) {
    this.#room = room;
  }

  /** The first participant of a call arrives. */
  begin(): void {
    const { records, now, name } = this.#room;
    if (records.roomState.since !== undefined) return;
    const since = now();
    records.updateRoomState({ name: name(), since });
    this.#report(since);
  }

  /** A participant's record changed: it is stored and broadcast. */
  changed(record: Record): void {
    const { records, broadcast, deadlines } = this.#room;
    records.storeSoon(record);
    if (record.knocking) broadcast.toHosts();
    else broadcast.toEveryone();
    deadlines.arm();
  }

  /** Lets a guest who knocked in, as the newest arrival; if the room is full, they keep waiting. */
  admit(record: Record): void {
    const { records, rules, sessions, broadcast, log, now } = this.#room;
    if (!rules.hasPlace(record.role)) return;
    const connection = sessions.release(record);
    records.remove(record);
    record.knocking = false;
    record.id = records.nextId(now());
    records.store(record);
    if (connection) sessions.assign(record, connection);
    broadcast.arrive(record);
    log('joined', { id: record.id, role: record.role });
  }

  /** Removes the records, and settles the room. */
  remove(removed: readonly Record[], why: string): void {
    const { records, sessions, credits, log } = this.#room;
    for (const record of removed) {
      sessions.release(record);
      records.remove(record);
      credits.forget(record.id);
      log('gone', { id: record.id, why });
    }
    this.settle();
  }

  /** A newcomer is in the room: guests may get in who were kept out only because no one was there. */
  arrived(): void {
    const { records, rules } = this.#room;
    if (!rules.policy.waiting && records.knocking.length) this.settle();
  }

  /**
   * Settles the room after someone came or left or its policy changed: picks a host, lets in guests who no longer have
   * to wait, and forgets an empty room. Then broadcasts the changes.
   */
  settle(): void {
    const { records, rules, isOpen, broadcast, deadlines, log } = this.#room;
    // If tokens make hosts, one of them will come. In an open room, the next to arrive becomes host, so what earlier
    // hosts set stays until then: guests must not get in, let alone become host, just because the hosts are gone.
    const isDeserted = !records.present.length && records.roomState.since !== undefined;
    if (isDeserted && !isOpen) records.updateRoomState({ host: {}, banned: [] });
    const next = isOpen && rules.nextHost;
    if (next) {
      next.role = 'host';
      records.store(next);
      log('host', { id: next.id });
    }
    // After the choice of the host, so that it is not one of them. Some may wait for a place, not for a host.
    if (!rules.policy.waiting && !(isDeserted && isOpen)) {
      for (const record of records.knocking) this.admit(record);
    }
    if (!records.all.length && records.roomState.since !== undefined) {
      this.#report(undefined);
      records.forget();
    }
    broadcast.toEveryone();
    deadlines.arm();
    this.eraseIfUnused();
  }

  /** Leaves nothing on disk of an unused room, even if it was only inspected. */
  eraseIfUnused(): void {
    const { sockets, records, deadlines } = this.#room;
    if (sockets.count || !records.isEmpty) return;
    deadlines.reset();
    records.erase();
  }

  #report(since: number | undefined): void {
    const { report, name, log } = this.#room;
    log(since === undefined ? 'empty' : 'live');
    // If it gets lost, only the operator's list is wrong, until the next report: it queries every room it knows of.
    report(name(), since).catch(() => log('report-failed'));
  }
}
