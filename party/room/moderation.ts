/** Moderation: what hosts can do to participants and to admission. Requests from others are declined. */
import type { Action, ClientMessage, Declined } from '../../src/protocol.js';
import { DENIAL } from '../base/limits.js';
import type { Log } from '../base/log.js';
import type { Record } from './storage/record.js';
import type { Records } from './storage/records.js';
import { moderates, type Rules } from './rules.js';
import type { Sessions } from './sessions.js';

/** What it needs from the Room. */
interface HostedRoom {
  readonly records: Records;
  readonly rules: Rules;
  readonly sessions: Sessions;
  readonly log: Log;
  /** Milliseconds since 1970. */
  now(): number;
  /** Settles the room after a change, and broadcasts it. */
  settle(): void;
  /** A participant has entered the room. */
  arrive(record: Record): void;
  /** Removes the records, and settles the room. */
  remove(records: Record[], why: string): void;
}

export class Moderation {
  readonly #room: HostedRoom;

  constructor(room: HostedRoom) {
    this.#room = room;
  }

  /** Carries out a host's request about one or all others, or replies why it cannot. */
  ask(host: Record, { to, action }: ClientMessage & { type: 'ask' }): void {
    if (!moderates(host)) return this.decline(host, action, 'not-allowed');
    const { records, sessions, log, settle, remove, now } = this.#room;
    const isAboutDoor = action === 'admit' || action === 'deny';
    const among = isAboutDoor ? records.knocking : records.present;
    const targets = among.filter((one) => one !== host && (to === 'all' || one.id === to));
    if (!targets.length) return this.decline(host, action, 'gone');
    log(action, { by: host.id, to });
    switch (action satisfies Action) {
      case 'mute':
        return this.#pass(host, targets, 'mute');
      case 'stop-screen':
        return this.#stopScreens(host, targets);
      case 'remove':
        return this.sendAway(targets);
      case 'admit':
        for (const record of targets) this.admit(record);
        settle();
        if (targets.some(({ knocking }) => knocking)) this.decline(host, action, 'room-full');
        return;
      case 'deny':
        for (const record of targets) {
          records.deny(record, now(), now() + DENIAL);
          sessions.expel(record, 'denied');
        }
        return remove(targets, 'denied');
    }
  }

  /** A host locks or unlocks the room, or turns the waiting room on or off. */
  setPolicy(host: Record, { type: _, ...change }: ClientMessage & { type: 'policy' }): void {
    if (!moderates(host)) return this.decline(host, 'policy', 'not-allowed');
    const { records, log, settle } = this.#room;
    records.updateRoomState({ host: { ...records.roomState.host, ...change } });
    log('policy', { by: host.id, change: JSON.stringify(change) });
    settle();
  }

  /** Replies that a request is not carried out. Guests who wait to be let in get no reply. */
  decline(record: Record, request: Declined['request'], reason: Declined['reason']): void {
    if (record.knocking) return;
    this.#room.sessions.tell(record, { type: 'declined', request, reason });
  }

  /** Removes and bans participants, as far as they can be recognized. */
  sendAway(targets: Record[]): void {
    const { records, sessions, remove } = this.#room;
    for (const record of targets) {
      records.ban(record);
      sessions.expel(record, 'removed');
    }
    remove(targets, 'removed');
  }

  /** Lets a guest who knocked in, as the newest arrival; if the room is full, they keep waiting. */
  admit(record: Record): void {
    const { records, rules, sessions, log, now } = this.#room;
    if (!rules.hasPlace(record.role)) return;
    const connection = sessions.release(record);
    records.remove(record);
    record.knocking = false;
    record.id = records.nextId(now());
    records.store(record);
    if (connection) sessions.take(record, connection);
    this.#room.arrive(record);
    log('joined', { id: record.id, role: record.role });
  }

  #pass(host: Record, targets: readonly Record[], action: 'mute' | 'stop-screen'): void {
    for (const one of targets) {
      this.#room.sessions.tell(one, { type: 'asked', from: host.id, action });
    }
  }

  /** Peers stop showing the screen; turning the source off is left to the participant who shares it. */
  #stopScreens(host: Record, targets: readonly Record[]): void {
    const sharing = targets.filter(({ profile }) => profile.sources.includes('screen'));
    for (const record of sharing) {
      record.barred = ['screen', 'screen-audio'];
      this.#room.records.store(record);
    }
    this.#pass(host, sharing, 'stop-screen');
    this.#room.settle();
  }
}
