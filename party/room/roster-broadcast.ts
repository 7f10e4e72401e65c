/** Broadcasts changes, throttled: one roster per reader and interval, however many changes there are. */
import type { Roster } from '../../src/protocol.js';
import { Throttle, type Timer } from '../base/throttle.js';
import { BROADCAST_INTERVAL } from '../base/limits.js';
import type { Record } from './storage/record.js';
import type { Records } from './storage/records.js';
import { moderates } from './rules.js';
import type { Sessions } from './sessions.js';
import { lobbyText, RosterText, type SnapshotSource } from './snapshot.js';
import type { RoomConnection, Sockets } from './sockets.js';

interface BroadcastRoom extends SnapshotSource {
  readonly records: Records;
  readonly sessions: Sessions;
  readonly sockets: Sockets;
}

export class RosterBroadcast {
  readonly #room: BroadcastRoom;
  readonly #everyone: Throttle;
  readonly #hosts: Throttle;
  readonly #lobby: Throttle;
  /** Counts broadcast changes. The maps hold the change that each reader got last, and that of each (re)arrival. */
  #change = 1;
  readonly #lastSent = new WeakMap<Record, number>();
  readonly #arrived = new WeakMap<Record, number>();

  constructor(room: BroadcastRoom, timer: Timer) {
    this.#room = room;
    this.#everyone = new Throttle(timer, BROADCAST_INTERVAL.roster, () => this.#sendToEveryone());
    this.#hosts = new Throttle(timer, BROADCAST_INTERVAL.knocking, () => this.#sendToHosts());
    this.#lobby = new Throttle(timer, BROADCAST_INTERVAL.lobby, () => this.#sendToLobby());
  }

  /** A participant arrived, or changed pages: none of their signals may reach peers before the roster does. */
  arrive(record: Record): void {
    this.#arrived.set(record, ++this.#change);
  }

  /** Sends the roster to a reader who gets a signal from a sender they do not know yet. */
  introduce(sender: Record, reader: Record): void {
    const isKnown = (this.#lastSent.get(reader) ?? 0) >= (this.#arrived.get(sender) ?? 0);
    if (!isKnown) this.#send(reader, new RosterText(this.#room));
  }

  /**
   * Broadcasts a change that everyone may know.
   * @param first who gets the roster immediately, and what is added to it
   */
  toEveryone(first: readonly (readonly [Record, Partial<Roster>?])[] = []): void {
    this.#change++;
    const text = first.length ? new RosterText(this.#room) : undefined;
    for (const [reader, more] of first) this.#send(reader, text!, more);
    this.#everyone.request();
    this.toLobby();
  }

  /** A guest started or stopped waiting. */
  toHosts(): void {
    this.#hosts.request();
  }

  /** Something that is visible before joining has changed. */
  toLobby(): void {
    const { sockets, records } = this.#room;
    if (sockets.lobby.length || records.knocking.length) this.#lobby.request();
  }

  /** Sends a socket what is visible before joining. */
  greet(connection: RoomConnection): void {
    const { sessions } = this.#room;
    const isKnocking = sessions.recordOf(connection)?.knocking;
    sessions.send(connection, lobbyText(this.#room)(connection, isKnocking));
  }

  #sendToEveryone(): void {
    const text = new RosterText(this.#room);
    for (const reader of this.#room.records.present) {
      if (this.#lastSent.get(reader) !== this.#change) this.#send(reader, text);
    }
    this.#room.records.flush();
  }

  #sendToHosts(): void {
    const text = new RosterText(this.#room);
    for (const reader of this.#room.records.present) {
      if (moderates(reader)) this.#send(reader, text);
    }
    this.#room.records.flush();
  }

  #sendToLobby(): void {
    const { sockets, sessions, records } = this.#room;
    const text = lobbyText(this.#room);
    for (const connection of sockets.lobby) sessions.send(connection, text(connection));
    for (const record of records.knocking) {
      const connection = sessions.connectionOf(record);
      if (connection) sessions.send(connection, text(connection, true));
    }
  }

  #send(reader: Record, text: RosterText, more?: Partial<Roster>): void {
    this.#lastSent.set(reader, this.#change);
    if (this.#room.sessions.connectionOf(reader))
      this.#room.sessions.sendTo(reader, text.for(reader, more));
  }
}
