/** The Room: its participants, what they share, and the signal relay. No platform imports, so it runs in memory. */
import { fromJson } from '../../src/json.js';
import {
  areLinked,
  ClientMessage,
  isShallowJson,
  LIMITS,
  parseOneOf,
  PING,
  PONG,
  VERSION,
  type Profile,
} from '../../src/protocol.js';
import type { Access } from './access.js';
import { Admission, type Entry, type Join } from './admission.js';
import { Deadlines } from './deadlines.js';
import type { Timer } from '../base/throttle.js';
import { Moderation } from './moderation.js';
import type { IceServers } from '../ice/ice-servers.js';
import { KNOCKING_GRACE, Meter, SILENCE, type Verdict } from '../base/limits.js';
import { roomTag, type Log } from '../base/log.js';
import { Presence } from './presence.js';
import type { Record } from './storage/record.js';
import { Records, type OperatorPolicy, type Storage } from './storage/records.js';
import { Replies } from './reply-credits.js';
import { RosterBroadcast } from './roster-broadcast.js';
import { Rules, type RulesHost } from './rules.js';
import { Sessions } from './sessions.js';
import { describe, lobbyText, type Description } from './snapshot.js';
import { Sockets, type RoomConnection, type SocketsHost } from './sockets.js';

/** What the Room needs from its platform. */
export interface RoomHost extends RulesHost, SocketsHost, Timer {
  storage: Storage;
  /** The room's name; not called if an earlier instance stored it. */
  name(): string;
  /** Reports to the directory since when this room is in use, or that it no longer is. */
  report(name: string, since: number | undefined): Promise<unknown>;
  /** Milliseconds since 1970. */
  now(): number;
  access: Access;
  ice: IceServers;
  log: Log;
}

/** Close codes of RFC 6455 and its registry: message too big; try again later. */
const TOO_LONG = 1009;
const TRY_AGAIN = 1013;
/** Our own code: the socket was silent for too long. */
const SILENT = 4009;

/** Messages that cause a broadcast. */
const BROADCASTS: readonly string[] = ['update', 'away', 'ask', 'policy'];

export class Room {
  readonly #host: RoomHost;
  readonly records: Records;
  readonly rules: Rules;
  readonly #sockets: Sockets;
  readonly #sessions: Sessions;
  readonly #broadcast: RosterBroadcast;
  readonly #moderation: Moderation;
  readonly #admission: Admission;
  readonly #deadlines: Deadlines;
  readonly #replies = new Replies();
  readonly #meters = new WeakMap<RoomConnection, Meter>();
  /** For the page that holds a seat: a new socket brings no new allowance. */
  readonly #pageMeters = new WeakMap<Record, Meter>();
  #presence!: Presence;
  /** Identifies the room in the log. */
  #tag: string | undefined;

  constructor(host: RoomHost) {
    this.#host = host;
    this.records = new Records(host.storage);
    this.rules = new Rules(host, this.records);
    this.#sockets = new Sockets(host);
    this.#sessions = new Sessions(this.records, this.#sockets, this.#log);
    const parts = {
      records: this.records,
      rules: this.rules,
      sockets: this.#sockets,
      sessions: this.#sessions,
      log: this.#log,
      ice: host.ice,
      isOpen: host.access.isOpen,
      now: () => host.now(),
      remove: (records: Record[], why: string) => this.#remove(records, why),
    };
    this.#moderation = new Moderation({
      ...parts,
      settle: () => this.#settle(),
      arrive: (record) => this.#broadcast.arrive(record),
    });
    this.#admission = new Admission({
      ...parts,
      access: host.access,
      limits: host.limits,
      name: () => this.name,
    });
    this.#deadlines = new Deadlines({ ...parts, setAlarm: (at) => host.storage.setAlarm(at) });
    const timer: Timer = {
      now: parts.now,
      after: (delay, callback) => host.after(delay, () => void this.#guard(undefined, callback)),
    };
    this.#broadcast = new RosterBroadcast(parts, timer);
  }

  /** Loads the records of an earlier instance. The platform delivers nothing before it is done. */
  async start(): Promise<void> {
    await this.records.load();
    this.#sockets.resume();
    this.#sessions.resume();
    this.#presence = new Presence(this.#host, this.records, this.#sessions, this.#sockets);
    this.#hangUpOnSilent();
    this.#deadlines.arm();
    void this.#renewIce();
  }

  get name(): string {
    return this.records.roomState.name || this.#host.name();
  }

  get ice(): IceServers {
    return this.#host.ice;
  }

  get isOpen(): boolean {
    return this.#host.access.isOpen;
  }

  /** A socket opened: it gets the information that is visible before joining. */
  connect(connection: RoomConnection): void {
    void this.#guard(connection, () => {
      this.#sockets.add(connection);
      const surplus = this.#sockets.surplus(connection, this.#host.limits);
      // Its page retries, and is then the newest.
      if (surplus) this.#hangUp(surplus, TRY_AGAIN, 'others came');
      this.#sessions.send(connection, lobbyText(this)(connection));
      this.#deadlines.expectSilence(SILENCE.other);
      void this.#renewIce();
    });
  }

  /** The promise is only for platforms that need to know when the work is done. */
  message(connection: RoomConnection, text: unknown): void | Promise<void> {
    return this.#guard(connection, () => this.#hear(connection, text));
  }

  /** A socket closed, maybe long after its replacement opened: only the socket that holds the seat counts. */
  close(connection: RoomConnection): void {
    void this.#guard(undefined, () => {
      this.#lose(connection);
      this.#tidy();
    });
  }

  /** Applies the deadlines that have passed. */
  alarm(): void {
    void this.#guard(undefined, () => {
      this.#hangUpOnSilent();
      const { gone, isChanged } = this.#presence.review();
      const now = this.#host.now();
      const { all } = this.records;
      for (const record of all.filter(({ renewAt }) => renewAt && renewAt <= now)) {
        delete record.renewAt;
        this.records.store(record);
        this.#sessions.tell(record, { type: 'renew' });
      }
      const ended = all.filter(({ endsAt }) => endsAt && endsAt <= now);
      for (const record of ended) this.#sessions.expel(record, 'token-expired');
      if (gone.length || ended.length) this.#remove([...new Set([...gone, ...ended])], 'gone');
      else if (isChanged || this.#deadlines.areRelaysOld) this.#broadcast.tellEverybody();
      if (this.#deadlines.areLobbyRelaysOld) this.#broadcast.tellLobby();
    });
    this.#deadlines.arm();
    void this.#renewIce();
    this.#tidy();
  }

  /** What an operator may see. */
  describe(): Description {
    this.#tidy();
    return describe(this);
  }

  /** The operator ends the call for everyone; a new call can be started. */
  end(): void {
    const { all } = this.records;
    for (const record of all) this.#sessions.expel(record, 'closed');
    if (all.length) this.#remove(all, 'closed');
  }

  /** Removes and bans a participant; returns whether they were here. */
  removeParticipant(id: number): boolean {
    const record = this.records.get(id);
    if (record) this.#moderation.sendAway([record]);
    return record !== undefined;
  }

  /** Changes the operator's settings for this room; omitted ones stay as they are. */
  setPolicy(change: OperatorPolicy): void {
    this.records.updateRoomState({
      name: this.name,
      operator: { ...this.records.roomState.operator, ...change },
    });
    this.#log('policy', { by: 'operator' });
    this.#settle();
  }

  /** The only place where exceptions caused by a socket, timer or alarm are caught: they are logged and answered. */
  #guard(
    connection: RoomConnection | undefined,
    act: () => void | Promise<void>,
  ): void | Promise<void> {
    const fail = (error: unknown) => {
      this.#log('failed', { reason: String(error) });
      if (connection) this.#sessions.refuse(connection, 'invalid');
    };
    try {
      return act()?.catch(fail);
    } catch (error) {
      fail(error);
    }
  }

  #hear(connection: RoomConnection, text: unknown): void | Promise<void> {
    // A dropped message is still a sign of life.
    const found = this.#presence.hear(connection);
    if (found) this.#changed(found);
    const meter = this.#meterOf(connection);
    const cost = meter.costOf(text);
    if (!this.#passes(connection, meter.judge(cost, this.#host.now()))) return;
    if (text === PING) return this.#sessions.send(connection, PONG);
    if (lengthOf(text) > LIMITS.message) {
      this.#log('refused', { reason: 'too-long' });
      return this.#hangUp(connection, TOO_LONG, 'too long');
    }
    const data = readObject(text, this.#host.limits.depth);
    const message = data && parseOneOf(ClientMessage, data);
    if (!message) {
      return this.#sessions.refuse(connection, isOfAnotherVersion(data) ? 'version' : 'invalid');
    }
    return this.#carryOut(connection, message, cost);
  }

  #carryOut(
    connection: RoomConnection,
    message: ClientMessage,
    cost: number,
  ): void | Promise<void> {
    if (message.type === 'join') return this.#join(connection, message);
    if (message.type === 'leave') this.#admission.forget(connection);
    if (message.type === 'leave' && message.exit) return this.#leaveFor(message.exit);

    const record = this.#sessions.recordOf(connection);
    if (!record) return;
    if (BROADCASTS.includes(message.type) && !record.knocking) {
      const more = Math.floor(this.records.present.length / this.#host.limits.audience);
      const verdict = this.#meterOf(connection).judge(more, this.#host.now());
      if (!this.#passes(connection, verdict)) return;
    }
    switch (message.type) {
      case 'update':
        if (this.#updateProfile(record, message.profile)) this.#changed(record);
        return;
      case 'signal':
        return this.#relay(record, connection, message, cost);
      case 'ask':
        return this.#moderation.ask(record, message);
      case 'policy':
        return this.#moderation.setPolicy(record, message);
      case 'token':
        return this.#renew(record, message.token);
      case 'away':
        this.#presence.hide(record);
        return this.#changed(record);
      case 'leave':
        return this.#remove([record], 'left');
      default:
        message satisfies never;
    }
  }

  #join(connection: RoomConnection, message: Join): void | Promise<void> {
    const entry = this.#admission.enter(connection, message);
    const sit = (found: Entry | undefined) => found && this.#sit(found, connection, message);
    return entry instanceof Promise ? entry.then(sit) : sit(entry);
  }

  /** A participant takes a seat, for the first time or again. */
  #sit({ record, isNew }: Entry, connection: RoomConnection, { page, profile, offer }: Join): void {
    if (isNew && this.records.roomState.since === undefined) {
      const now = this.#host.now();
      this.records.updateRoomState({ name: this.name, since: now });
      this.#report(now);
    }
    if (isNew) {
      const { id, role } = record;
      this.#log(record.knocking ? 'knocked' : 'joined', { id, role });
    }
    const isSamePage = !isNew && record.page === page;
    const meter = isSamePage ? this.#pageMeters.get(record) : undefined;
    if (meter) this.#meters.set(connection, meter);
    this.#pageMeters.set(record, this.#meterOf(connection));
    this.#sessions.take(record, connection, page);
    if (isSamePage) this.#updateProfile(record, profile);
    else this.#setProfile(Object.assign(record, { page }), profile);
    this.#presence.markPresent(record);
    this.records.store(record);
    if (record.knocking) this.#deadlines.expectSilence(SILENCE.knocking);
    this.#deadlines.arm();
    // The request for a new token may have been lost with the previous socket.
    if (record.endsAt && !record.renewAt) this.#sessions.send(connection, { type: 'renew' });
    if (record.knocking) {
      this.#sessions.send(connection, { type: 'knocking' });
      return this.#broadcast.tellHosts();
    }
    if (!isSamePage) this.#introduce(record);
    const offered = offer && this.#newestFor(record);
    if (offered) this.#call(offered);
    this.#broadcast.tellEverybody(
      offered
        ? [
            [record, { offered: offered.id }],
            [offered, { offer: { from: record.id, signal: offer } }],
          ]
        : [[record]],
    );
  }

  /** Every peer linked with a participant has to answer their first offer, or make one. */
  #introduce(record: Record): void {
    this.#broadcast.arrive(record);
    const now = this.#host.now();
    for (const other of this.records.present) {
      if (other !== record && areLinked(record.role, other.role)) {
        this.#replies.ask(record.id, other.id, now);
        this.#replies.ask(record.id, other.id, now);
      }
    }
  }

  async #renew(record: Record, token: string): Promise<void> {
    const outcome = await this.#admission.renew(record, token);
    if (outcome === 'renewed') this.#changed(record);
    else if (outcome !== 'gone') this.#moderation.decline(record, 'token', outcome);
  }

  #relay(
    record: Record,
    connection: RoomConnection,
    { to, signal }: ClientMessage & { type: 'signal' },
    cost: number,
  ): void {
    const target = this.records.get(to);
    if (!target || target === record || target.knocking || record.knocking) return;
    if (!areLinked(record.role, target.role)) return;
    const now = this.#host.now();
    const meter = this.#meterOf(connection);
    if (this.#replies.answer(record.id, target.id, cost, now)) {
      meter.refund(cost);
      const asker = this.#sessions.of(target);
      if (asker) this.#meterOf(asker).charge(cost, now);
    } else {
      if (!this.#passes(connection, meter.judgeQuestion(now))) return;
      this.#replies.ask(record.id, target.id, now);
    }
    this.#call(target);
    this.#broadcast.introduce(record, target);
    this.#sessions.tell(target, { type: 'signal', from: record.id, signal });
  }

  /**
   * Settles the room after someone left or its policy changed: picks a host, lets in guests who no longer have to
   * wait, and forgets an empty room. Then broadcasts the changes.
   */
  #settle(): void {
    const { records, rules, isOpen } = this;
    // If tokens make hosts, one of them will come. In an open room, the next to arrive becomes host, so what earlier
    // hosts set stays until then: guests must not get in, let alone become host, just because the hosts are gone.
    const isDeserted = !records.present.length && records.roomState.since !== undefined;
    if (isDeserted && !isOpen) records.updateRoomState({ host: {}, banned: [] });
    if (!rules.policy.waiting)
      for (const record of records.knocking) this.#moderation.admit(record);
    const next = isOpen && rules.nextHost;
    if (next) {
      next.role = 'host';
      records.store(next);
      this.#log('host', { id: next.id });
    }
    if (!records.all.length && records.roomState.since !== undefined) {
      this.#report(undefined);
      records.forget();
    }
    this.#broadcast.tellEverybody();
    this.#deadlines.arm();
    this.#tidy();
  }

  /** A peer needs an answer from a participant, who counts as lost if unresponsive. */
  #call(record: Record): void {
    if (!this.#presence.isUnresponsive(record)) return;
    this.#presence.markLost(record);
    this.#deadlines.arm();
  }

  #meterOf(connection: RoomConnection): Meter {
    const meter = this.#meters.get(connection) ?? new Meter(this.#host.limits, this.#host.now());
    this.#meters.set(connection, meter);
    return meter;
  }

  /** Whether a socket is within its rate limit; one that keeps exceeding it is closed. */
  #passes(connection: RoomConnection, verdict: Verdict): boolean {
    if (verdict === 'slow-down') this.#sessions.send(connection, { type: verdict });
    if (verdict === 'slow-down' || verdict === 'too-fast') this.#log(verdict);
    if (verdict === 'too-fast') {
      const record = this.#sessions.recordOf(connection);
      this.#sessions.refuse(connection, verdict);
      // A host may return within the grace period: closing their socket must not make someone else host.
      if (record?.role === 'host') this.#lose(connection);
      else if (record) this.#remove([record], verdict);
    }
    return verdict === 'heard';
  }

  /** A socket is no longer usable. */
  #lose(connection: RoomConnection, grace?: number): void {
    this.#admission.forget(connection);
    this.#sockets.drop(connection);
    const record = this.#sessions.recordOf(connection);
    if (!record) return;
    this.#sessions.release(record);
    this.#presence.markLost(record, grace);
    this.#deadlines.arm();
  }

  /** Closes a socket. Its close event may come late, so it counts as lost right away. */
  #hangUp(connection: RoomConnection, code: number, reason: string, grace?: number): void {
    connection.close(code, reason);
    this.#lose(connection, grace);
  }

  #hangUpOnSilent(): void {
    for (const connection of this.#deadlines.passed()) {
      const isKnocking = this.#sessions.recordOf(connection)?.knocking;
      this.#log('silent');
      this.#hangUp(connection, SILENT, 'silent', isKnocking ? KNOCKING_GRACE : undefined);
    }
  }

  /** A participant left while the Room could not be reached; only they can have shared the exit secret. */
  #leaveFor(exit: string): void {
    const record = this.records.ofExit(exit);
    if (record) this.#remove([record], 'left');
  }

  /** The participant for whom a newcomer prepared its first offer: the newest who can receive it. */
  #newestFor(newcomer: Record): Record | undefined {
    return this.records.present.findLast(
      (record) =>
        record.id < newcomer.id &&
        this.#sessions.of(record) &&
        areLinked(record.role, newcomer.role),
    );
  }

  #updateProfile(record: Record, profile: Profile): boolean {
    if (profile.counter <= record.profile.counter) return false;
    this.#setProfile(record, profile);
    return true;
  }

  #setProfile(record: Record, profile: Profile): void {
    record.profile = profile;
    // A stopped screen share is over once the profile says so; then a new one may start.
    if (!profile.sources.includes('screen')) record.barred = [];
  }

  #remove(records: Record[], why: string): void {
    for (const record of records) {
      this.#sessions.release(record);
      this.records.remove(record);
      this.#replies.forget(record.id);
      this.#log('gone', { id: record.id, why });
    }
    this.#settle();
  }

  #changed(record: Record): void {
    this.records.storeSoon(record);
    if (record.knocking) this.#broadcast.tellHosts();
    else this.#broadcast.tellEverybody();
    this.#deadlines.arm();
  }

  /** Leaves nothing on disk of an unused room, even if it was only inspected. */
  #tidy(): void {
    if (this.#sockets.count || !this.records.isEmpty) return;
    this.#deadlines.forget();
    this.records.erase();
  }

  /** If credentials come from a hosted service, they are broadcast once they arrive. */
  async #renewIce(): Promise<void> {
    const { ice, isOpen } = this;
    const [isNew, isNewForLobby] = await Promise.all([
      ice.renew(),
      isOpen && this.#sockets.count > 0 && ice.renewLobby(),
    ]);
    if (isNew) this.#broadcast.tellEverybody();
    if (isNewForLobby) this.#broadcast.tellLobby();
    if (isNew || isNewForLobby) this.#deadlines.arm();
  }

  readonly #log: Log = (event, facts) => {
    this.#tag ??= roomTag(this.name);
    this.#host.log(event, { room: this.#tag, ...facts });
  };

  #report(since: number | undefined): void {
    this.#log(since === undefined ? 'empty' : 'live');
    // If it gets lost, only the operator's list is wrong, until the next report: it queries every room it knows of.
    this.#host.report(this.name, since).catch(() => this.#log('report-failed'));
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
