/** Gives an admitted page its seat, for the first time or again, and brings it up to date. */
import { SILENCE } from '../base/limits.js';
import type { Log } from '../base/log.js';
import type { Entry, Join } from './admission.js';
import type { Deadlines } from './deadlines.js';
import type { Membership } from './membership.js';
import type { Presence } from './presence.js';
import { setProfile, updateProfile } from './profiles.js';
import type { RateLimiter } from './rate-limiter.js';
import type { RosterBroadcast } from './roster-broadcast.js';
import type { Sessions } from './sessions.js';
import type { SignalRelay } from './signal-relay.js';
import type { RoomConnection } from './sockets.js';
import type { Record } from './storage/record.js';
import type { Records } from './storage/records.js';

interface SeatingRoom {
  readonly records: Records;
  readonly sessions: Sessions;
  readonly presence: Presence;
  readonly deadlines: Deadlines;
  readonly broadcast: RosterBroadcast;
  readonly membership: Membership;
  readonly limiter: RateLimiter;
  readonly relay: SignalRelay;
  readonly log: Log;
}

export class Seating {
  readonly #room: SeatingRoom;

  constructor(room: SeatingRoom) {
    this.#room = room;
  }

  seat({ record, isNew }: Entry, connection: RoomConnection, join: Join): void {
    const { records, sessions, presence, deadlines, broadcast, membership, limiter, relay, log } =
      this.#room;
    if (isNew) {
      membership.begin();
      log(record.knocking ? 'knocked' : 'joined', { id: record.id, role: record.role });
    }
    const isSamePage = !isNew && record.page === join.page;
    limiter.seat(record, connection, isSamePage);
    sessions.assign(record, connection, join.page);
    if (isSamePage) updateProfile(record, join.profile);
    else setProfile(Object.assign(record, { page: join.page }), join.profile);
    presence.markPresent(record);
    records.store(record);
    if (record.knocking) deadlines.watchSilence(SILENCE.knocking);
    deadlines.arm();
    // The request for a new token may have been lost with the previous socket.
    if (record.endsAt && !record.renewAt) sessions.send(connection, { type: 'renew' });
    if (record.knocking) {
      broadcast.greet(connection);
      sessions.send(connection, { type: 'knocking' });
      return broadcast.toHosts();
    }
    if (!isSamePage) relay.arrive(record);
    this.#announce(record, join.offer);
    if (isNew) membership.arrived();
  }

  /** Sends the roster: immediately to the page, and to the participant for whom it brought an offer. */
  #announce(record: Record, offer: Join['offer']): void {
    const { broadcast, relay } = this.#room;
    const target = offer && relay.offerTarget(record);
    if (!target) return broadcast.toEveryone([[record]]);
    relay.expectAnswer(target);
    broadcast.toEveryone([
      [record, { offered: target.id }],
      [target, { offer: { from: record.id, signal: offer } }],
    ]);
  }
}
