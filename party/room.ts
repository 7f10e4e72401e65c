/** The Room: who is here and what they show, and the relay between them. No platform is imported, so it runs in memory. */
import {
  areLinked,
  ClientMessage,
  LIMITS,
  parseOneOf,
  PING,
  PONG,
  VERSION,
  type Profile,
  type Roster,
} from '../src/protocol.js';
import type { Access, Grant } from './access.js';
import { Hosting } from './hosting.js';
import type { IceServers } from './ice.js';
import { isShallow, Meter } from './limits.js';
import { roomTag, type Log } from './log.js';
import { Presence } from './presence.js';
import { hashesOf, Records, type OperatorPolicy, type Record, type Storage } from './records.js';
import { moderates, Rules, type RulesHost } from './rules.js';
import { Seats, type RoomConnection } from './seats.js';
import { describe, helloOf, rosterFor, type Description } from './snapshot.js';

/** What the Room needs of its platform. */
export interface RoomHost extends RulesHost {
  storage: Storage;
  connections(): Iterable<RoomConnection>;
  /** When the platform itself answered a ping of a connection last, where it does so. */
  answeredAt?(connection: RoomConnection): number | undefined;
  /** The room's name; not asked where an earlier life has left it. */
  name(): string;
  /** Tells who lists the rooms that this one is in use since then, or no longer. */
  report(name: string, since: number | undefined): Promise<unknown>;
  /** Milliseconds since 1970. */
  now(): number;
  access: Access;
  ice: IceServers;
  log: Log;
}

type Join = ClientMessage & { type: 'join' };

/** Another token is wanted so long before one ends, in milliseconds; of one that lives shortly, in its second half. */
const RENEWAL = 60_000;

export class Room {
  readonly #host: RoomHost;
  readonly records: Records;
  readonly rules: Rules;
  readonly #seats: Seats;
  readonly #meters = new WeakMap<RoomConnection, Meter>();
  /** Whose token is being looked at. */
  readonly #joining = new Map<RoomConnection, Join>();
  readonly #hosting: Hosting;
  #presence!: Presence;
  /** When the platform is to wake us, as far as we asked in this life: asking costs a write. */
  #armedFor: number | undefined;
  /** As what it stands in the log. */
  #tag: string | undefined;
  /** When browsers need other ICE servers; undefined after a sleep, in which it may have passed. */
  #renewAt: number | undefined;

  constructor(host: RoomHost) {
    this.#host = host;
    this.records = new Records(host.storage);
    this.rules = new Rules(host, this.records);
    this.#seats = new Seats(this.records, () => host.connections(), this.#log);
    this.#hosting = new Hosting({
      records: this.records,
      rules: this.rules,
      seats: this.#seats,
      log: this.#log,
      now: () => host.now(),
      settle: () => this.#settle(),
      remove: (records, why) => this.#remove(records, why),
    });
  }

  /** Takes up the records of an earlier life. The platform delivers nothing before it is done. */
  async start(): Promise<void> {
    await this.records.load();
    this.#presence = new Presence(this.#host, this.records, this.#seats);
    this.#arm();
    void this.#renewIce();
  }

  get name(): string {
    return this.records.kept.name || this.#host.name();
  }

  get ice(): IceServers {
    return this.#host.ice;
  }

  /** A socket opened: it learns what somebody may know who has not joined. */
  connect(connection: RoomConnection): void {
    const hasPlace = this.#seats.add(connection, this.#host.limits.sockets);
    if (hasPlace) this.#seats.send(connection, helloOf(this));
    else this.#seats.refuse(connection, 'room-full');
  }

  /** The promise is only of use to a platform that wants to know how long it is needed. */
  message(connection: RoomConnection, text: unknown): void | Promise<void> {
    if (!this.#isHeard(connection, text)) return;
    const found = this.#presence.hear(connection);
    if (found) this.#changed(found);
    if (text === PING) return connection.send(PONG);
    const isText = typeof text === 'string' && text.length <= LIMITS.message;
    const message = isText ? parseOneOf(ClientMessage, text) : undefined;
    if (!message || !isShallow(message, this.#host.limits.depth)) {
      return this.#seats.refuse(
        connection,
        isText && isOfAnotherVersion(text) ? 'version' : 'invalid',
      );
    }
    if (message.type === 'join') return this.#join(connection, message);
    if (message.type === 'leave') this.#joining.delete(connection);
    if (message.type === 'leave' && message.exit) return this.#leaveFor(message.exit);

    const record = this.#seats.recordOf(connection);
    if (!record) return;
    switch (message.type) {
      case 'update':
        if (this.#updateProfile(record, message.profile)) this.#changed(record);
        return;
      case 'signal':
        return this.#relay(record, message.to, message.signal);
      case 'ask':
        return this.#hosting.ask(record, message);
      case 'policy':
        return this.#hosting.setPolicy(record, message);
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

  /** A socket closed, maybe long after its replacement opened: only the one that holds the seat counts. */
  close(connection: RoomConnection): void {
    this.#joining.delete(connection);
    this.#seats.drop(connection);
    const record = this.#seats.recordOf(connection);
    if (!record) return;
    this.#seats.release(record);
    this.#presence.lose(record);
    this.#arm();
  }

  /** Carries out the deadlines that have passed. */
  alarm(): void {
    this.#armedFor = undefined;
    const { gone, isChanged } = this.#presence.review();
    const now = this.#host.now();
    const { all } = this.records;
    for (const record of all.filter(({ renewAt }) => renewAt && renewAt <= now)) {
      delete record.renewAt;
      this.records.store(record);
      this.#seats.tell(record, { type: 'renew' });
    }
    const ended = all.filter(({ endsAt }) => endsAt && endsAt <= now);
    for (const record of ended) this.#seats.expel(record, 'token-expired');
    if (gone.length || ended.length) this.#remove([...new Set([...gone, ...ended])], 'gone');
    else if (isChanged || this.#isIceOld) this.#tellEverybody();
    this.#arm();
    void this.#renewIce();
  }

  /** What an operator may know. */
  describe(): Description {
    return describe(this);
  }

  /** The operator ends the call for everybody; others may begin it again. */
  end(): void {
    const { all } = this.records;
    for (const record of all) this.#seats.expel(record, 'closed');
    if (all.length) this.#remove(all, 'closed');
  }

  /** Somebody is sent away and kept out; tells whether they were here. */
  removeParticipant(id: number): boolean {
    const record = this.records.get(id);
    if (record) this.#hosting.sendAway([record]);
    return record !== undefined;
  }

  /** The operator wants this room otherwise than the others; what is not named stays. */
  setPolicy(change: OperatorPolicy): void {
    this.records.keep({ name: this.name, operator: { ...this.records.kept.operator, ...change } });
    this.#log('policy', { by: 'operator' });
    this.#settle();
  }

  async #join(connection: RoomConnection, message: Join): Promise<void> {
    if (message.version !== VERSION) return this.#seats.refuse(connection, 'version');
    const hashes = hashesOf(message.seat);
    const seated = this.#seats.recordOf(connection) ?? this.records.ofSeat(hashes.seatHash);
    if (seated) return this.#sit(seated, connection, message);
    let grant: Grant | undefined;
    if (!this.#host.access.isOpen) {
      this.#joining.set(connection, message);
      const answer = await this.#host.access.check(message.token, this.name);
      // Meanwhile they may have left or asked again, or sat down by another socket.
      if (this.#joining.get(connection) !== message) return;
      this.#joining.delete(connection);
      if (this.records.ofSeat(hashes.seatHash)) return this.#join(connection, message);
      if (typeof answer === 'string') return this.#seats.refuse(connection, answer);
      grant = answer;
    }
    const role = grant?.role ?? (this.records.present.length ? 'participant' : 'host');
    const refusal = this.rules.refusal(role, hashes.seatHash, grant?.sub);
    if (refusal) return this.#seats.refuse(connection, refusal);
    const now = this.#host.now();
    const record: Record = {
      id: this.records.nextId(now),
      page: message.page,
      role,
      profile: message.profile,
      away: false,
      barred: [],
      ...hashes,
      ...(this.rules.mustKnock(role) && { knocking: true }),
    };
    if (grant) this.#grant(record, grant);
    if (this.records.kept.since === undefined) {
      this.records.keep({ name: this.name, since: now });
      this.#report(now);
    }
    this.#log(record.knocking ? 'knocked' : 'joined', { id: record.id, role });
    this.#sit(record, connection, message);
  }

  /** Somebody sits down, for the first time or again. */
  #sit(record: Record, connection: RoomConnection, { page, profile, offer }: Join): void {
    this.#seats.take(record, connection, page);
    if (record.page === page) this.#updateProfile(record, profile);
    else this.#setProfile(Object.assign(record, { page }), profile);
    this.#presence.find(record);
    this.records.store(record);
    this.#arm();
    // What asked for another token may have been lost with the socket of before.
    if (record.endsAt && !record.renewAt) this.#seats.send(connection, { type: 'renew' });
    if (record.knocking) {
      this.#seats.send(connection, { type: 'knocking' });
      return this.#tellHosts();
    }
    const offered = offer && this.#newestFor(record);
    if (offered) this.#call(offered);
    this.#tell(record, offered && { offered: offered.id });
    for (const other of this.records.present) {
      if (other === record) continue;
      const isOffered = other === offered && offer;
      this.#tell(other, isOffered ? { offer: { from: record.id, signal: offer } } : undefined);
    }
    this.#tellLobby();
  }

  /** Writes down what a token gives. */
  #grant(record: Record, { role, name, sub, endsAt }: Grant): void {
    const now = this.#host.now();
    const left = endsAt - now;
    const renewAt = now + Math.max(left - RENEWAL, left / 2);
    Object.assign(record, { role, named: name, sub, endsAt, renewAt });
  }

  /** Another token in place of one that ends. Nobody becomes somebody else by it. */
  async #renew(record: Record, token: string): Promise<void> {
    const { access } = this.#host;
    if (access.isOpen) return;
    const grant = await access.check(token, this.name);
    if (this.records.get(record.id) !== record) return;
    if (typeof grant === 'string' || grant.sub !== record.sub) {
      const reason = typeof grant === 'string' ? grant : 'sub';
      return this.#log('token-refused', { id: record.id, reason });
    }
    this.#grant(record, grant);
    this.#log('token-renewed', { id: record.id, role: record.role });
    this.#changed(record);
  }

  #relay(record: Record, to: number, signal: { [key: string]: unknown }): void {
    const target = this.records.get(to);
    if (!target || target === record || target.knocking || record.knocking) return;
    if (!areLinked(record.role, target.role)) return;
    this.#call(target);
    this.#seats.tell(target, { type: 'signal', from: record.id, signal });
  }

  /**
   * Brings the room in order after somebody went or its policy changed: somebody is host, nobody waits for nothing,
   * and of an empty room nothing is kept. Then tells everybody.
   */
  #settle(): void {
    const { records, rules } = this;
    const { isOpen } = this.#host.access;
    if (!records.present.length && records.kept.since !== undefined) {
      records.keep({ host: {}, out: [] });
      const [oldest] = records.knocking;
      // Where tokens make hosts, one of them will come.
      if (oldest && isOpen) this.#hosting.admit(oldest, 'host');
    }
    if (!rules.policy.waiting) for (const record of records.knocking) this.#hosting.admit(record);
    const next = isOpen && rules.nextHost;
    if (next) {
      next.role = 'host';
      records.store(next);
      this.#log('host', { id: next.id });
    }
    if (!records.all.length && records.kept.since !== undefined) {
      this.#report(undefined);
      records.forget();
    }
    this.#tellEverybody();
    this.#arm();
  }

  /** Somebody needs an answer of theirs: whoever does not answer is lost. */
  #call(record: Record): void {
    if (!this.#presence.isUnheard(record)) return;
    this.#presence.lose(record);
    this.#arm();
  }

  /** Whether a socket has not said too much; one that goes on and on has to go. */
  #isHeard(connection: RoomConnection, text: unknown): boolean {
    const now = this.#host.now();
    const meter = this.#meters.get(connection) ?? new Meter(this.#host.limits, now);
    this.#meters.set(connection, meter);
    const verdict = meter.judge(text, now);
    if (verdict === 'slow-down') this.#seats.send(connection, { type: verdict });
    if (verdict === 'slow-down' || verdict === 'too-fast') this.#log(verdict);
    if (verdict === 'too-fast') {
      const record = this.#seats.recordOf(connection);
      this.#seats.refuse(connection, verdict);
      if (record) this.#remove([record], verdict);
    }
    return verdict === 'heard';
  }

  /** Somebody left while the Room could not hear it; who knows the exit has it from nobody else. */
  #leaveFor(exit: string): void {
    const record = this.records.ofExit(exit);
    if (record) this.#remove([record], 'left');
  }

  /** The member for whom a newcomer prepared its first offer: the newest who can hear it. */
  #newestFor(newcomer: Record): Record | undefined {
    return this.records.present.findLast(
      (record) =>
        record.id < newcomer.id && this.#seats.of(record) && areLinked(record.role, newcomer.role),
    );
  }

  #updateProfile(record: Record, profile: Profile): boolean {
    if (profile.counter <= record.profile.counter) return false;
    this.#setProfile(record, profile);
    return true;
  }

  #setProfile(record: Record, profile: Profile): void {
    record.profile = profile;
    // A share that was stopped is over once they say so; then they may begin another.
    if (!profile.sources.includes('screen')) record.barred = [];
  }

  #remove(records: Record[], why: string): void {
    for (const record of records) {
      this.#seats.release(record);
      this.records.remove(record);
      this.#log('gone', { id: record.id, why });
    }
    this.#settle();
  }

  #changed(record: Record): void {
    this.records.store(record);
    if (record.knocking) this.#tellHosts();
    else this.#tellEverybody();
    this.#arm();
  }

  #arm(): void {
    this.#renewAt = this.ice.renewAt;
    const { all } = this.records;
    if (!all.length) return;
    let next = this.#renewAt ?? Infinity;
    for (const { awayAt, goneAt, renewAt, endsAt } of all) {
      for (const at of [awayAt, goneAt, renewAt, endsAt]) if (at && at < next) next = at;
    }
    if (next === Infinity || next === this.#armedFor) return;
    this.#armedFor = next;
    void this.#host.storage.setAlarm(next);
  }

  /** Whether what everybody has of ICE servers is to be renewed. */
  get #isIceOld(): boolean {
    const { renewAt } = this.ice;
    return (
      renewAt !== undefined && (this.#renewAt === undefined || this.#renewAt <= this.#host.now())
    );
  }

  /** Where credentials come from elsewhere, everybody is told once they are here. */
  async #renewIce(): Promise<void> {
    if (!(await this.ice.renew())) return;
    this.#tellEverybody();
    this.#arm();
  }

  readonly #log: Log = (event, facts) => {
    this.#tag ??= roomTag(this.name);
    this.#host.log(event, { room: this.#tag, ...facts });
  };

  #report(since: number | undefined): void {
    this.#log(since === undefined ? 'empty' : 'live');
    // Whoever lists the rooms asks each of them, so that a report which is lost does no harm.
    this.#host.report(this.name, since).catch(() => this.#log('report-failed'));
  }

  #tell(record: Record, more?: Partial<Roster>): void {
    this.#seats.tell(record, { ...rosterFor(record, this), ...more });
  }

  #tellEverybody(): void {
    for (const record of this.records.present) this.#tell(record);
    this.#tellLobby();
  }

  #tellHosts(): void {
    for (const record of this.records.present.filter(moderates)) this.#tell(record);
  }

  /** Those who have not joined learn what they may. */
  #tellLobby(): void {
    const { lobby } = this.#seats;
    if (!lobby.length) return;
    const hello = helloOf(this);
    for (const connection of lobby) this.#seats.send(connection, hello);
  }
}

/** Whether it is a `join` of another version, whose other parts nobody here knows. */
function isOfAnotherVersion(text: string): boolean {
  try {
    const { type, version } = JSON.parse(text) as { type?: unknown; version?: unknown };
    return type === 'join' && typeof version === 'number' && version !== VERSION;
  } catch {
    return false;
  }
}
