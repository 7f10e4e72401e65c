/** Moderation: what hosts can do to participants and to admission. Requests from others are declined. */
import type { Action, ClientMessage, Declined } from '../../src/protocol.js';
import { DENIAL } from '../base/limits.js';
import type { Log } from '../base/log.js';
import type { Record } from './storage/record.js';
import type { Records } from './storage/records.js';
import type { Membership } from './membership.js';
import { moderates } from './rules.js';
import type { Sessions } from './sessions.js';

interface ModeratedRoom {
  readonly records: Records;
  readonly sessions: Sessions;
  readonly membership: Membership;
  readonly log: Log;
  /** Milliseconds since 1970. */
  now(): number;
}

export class Moderation {
  readonly #room: ModeratedRoom;

  constructor(room: ModeratedRoom) {
    this.#room = room;
  }

  /** Carries out a host's request about one or all others, or replies why it cannot. */
  ask(host: Record, { to, action }: ClientMessage & { type: 'ask' }): void {
    if (!moderates(host)) return this.decline(host, action, 'not-allowed');
    const { records, sessions, membership, log, now } = this.#room;
    const isAboutGuests = action === 'admit' || action === 'deny';
    const among = isAboutGuests ? records.knocking : records.present;
    const targets = among.filter((one) => one !== host && (to === 'all' || one.id === to));
    if (!targets.length) return this.decline(host, action, 'gone');
    log(action, { by: host.id, to });
    switch (action satisfies Action) {
      case 'mute':
        return this.#forward(host, targets, 'mute');
      case 'stop-screen':
        return this.#stopScreens(host, targets);
      case 'remove':
        return this.sendAway(targets);
      case 'admit':
        for (const record of targets) membership.admit(record);
        membership.settle();
        if (targets.some(({ knocking }) => knocking)) this.decline(host, action, 'room-full');
        return;
      case 'deny':
        for (const record of targets) {
          records.deny(record, now(), now() + DENIAL);
          sessions.evict(record, 'denied');
        }
        return membership.remove(targets, 'denied');
    }
  }

  /** A host locks or unlocks the room, or turns the waiting room on or off. */
  setPolicy(host: Record, { type: _, ...change }: ClientMessage & { type: 'policy' }): void {
    if (!moderates(host)) return this.decline(host, 'policy', 'not-allowed');
    const { records, membership, log } = this.#room;
    records.updateRoomState({ host: { ...records.roomState.host, ...change } });
    log('policy', { by: host.id, change: JSON.stringify(change) });
    membership.settle();
  }

  /** Replies that a request is not carried out. Guests who wait to be let in get no reply. */
  decline(record: Record, request: Declined['request'], reason: Declined['reason']): void {
    if (record.knocking) return;
    this.#room.sessions.sendTo(record, { type: 'declined', request, reason });
  }

  /** Removes and bans participants, as far as they can be recognized. */
  sendAway(targets: Record[]): void {
    const { records, sessions, membership } = this.#room;
    for (const record of targets) {
      records.ban(record);
      sessions.evict(record, 'removed');
    }
    membership.remove(targets, 'removed');
  }

  #forward(host: Record, targets: readonly Record[], action: 'mute' | 'stop-screen'): void {
    for (const one of targets) {
      this.#room.sessions.sendTo(one, { type: 'asked', from: host.id, action });
    }
  }

  /** Peers stop showing the screen; turning the source off is left to the participant who shares it. */
  #stopScreens(host: Record, targets: readonly Record[]): void {
    const sharing = targets.filter(({ profile }) => profile.sources.includes('screen'));
    for (const record of sharing) {
      record.barred = ['screen', 'screen-audio'];
      this.#room.records.store(record);
    }
    this.#forward(host, sharing, 'stop-screen');
    this.#room.membership.settle();
  }
}
