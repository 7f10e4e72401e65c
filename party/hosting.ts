/** What hosts do to others and to the door: the Room carries it out, and nobody else is heard. */
import type { Action, ClientMessage } from '../src/protocol.js';
import type { Log } from './log.js';
import type { Record, Records } from './records.js';
import { moderates, type Rules } from './rules.js';
import type { Seats } from './seats.js';

/** What it needs of the Room. */
interface HostedRoom {
  readonly records: Records;
  readonly rules: Rules;
  readonly seats: Seats;
  readonly log: Log;
  /** Milliseconds since 1970. */
  now(): number;
  /** Brings the room in order after that, and tells everybody. */
  settle(): void;
  /** Takes people off the records, and brings the room in order. */
  remove(records: Record[], why: string): void;
}

export class Hosting {
  readonly #room: HostedRoom;

  constructor(room: HostedRoom) {
    this.#room = room;
  }

  /** Does what somebody asks about one or all others; what one may not ask is not heard. */
  ask(host: Record, { to, action }: ClientMessage & { type: 'ask' }): void {
    if (!moderates(host)) return;
    const { records, seats, log, settle, remove } = this.#room;
    const isAboutDoor = action === 'admit' || action === 'deny';
    const among = isAboutDoor ? records.knocking : records.present;
    const targets = among.filter((one) => one !== host && (to === 'all' || one.id === to));
    if (!targets.length) return;
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
        return settle();
      case 'deny':
        for (const record of targets) seats.expel(record, 'denied');
        return remove(targets, 'denied');
    }
  }

  /** A host locks, unlocks, lets newcomers wait or come in. */
  setPolicy(host: Record, { type: _, ...change }: ClientMessage & { type: 'policy' }): void {
    if (!moderates(host)) return;
    const { records, log, settle } = this.#room;
    records.keep({ host: { ...records.kept.host, ...change } });
    log('policy', { by: host.id, change: JSON.stringify(change) });
    settle();
  }

  /** They go and are kept out, as far as they can be told again. */
  sendAway(targets: Record[]): void {
    const { records, seats, remove } = this.#room;
    for (const record of targets) {
      records.shutOut(record);
      seats.expel(record, 'removed');
    }
    remove(targets, 'removed');
  }

  /** Somebody who knocked comes in, as the newest; where there is no place, they go on waiting. */
  admit(record: Record, role = record.role): void {
    const { records, rules, seats, log, now } = this.#room;
    if (!rules.hasPlace(role)) return;
    const connection = seats.release(record);
    records.remove(record);
    delete record.knocking;
    Object.assign(record, { id: records.nextId(now()), role });
    records.store(record);
    if (connection) seats.take(record, connection);
    log('joined', { id: record.id, role });
  }

  #pass(host: Record, targets: readonly Record[], action: 'mute' | 'stop-screen'): void {
    for (const one of targets) {
      this.#room.seats.tell(one, { type: 'asked', from: host.id, action });
    }
  }

  /** Nobody shows it any more; that it is on is for the one who shares to take back. */
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
