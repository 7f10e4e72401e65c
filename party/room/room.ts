/** The Room: wires its parts, and passes the platform's events to them. No platform import, so it runs in memory. */
import { roomTag, type Log } from '../base/log.js';
import type { Timer } from '../base/throttle.js';
import type { IceServers } from '../ice/ice-servers.js';
import type { Access } from './access.js';
import { Admission } from './admission.js';
import { ConnectionLifecycle } from './connection-lifecycle.js';
import { Deadlines } from './deadlines.js';
import { Membership } from './membership.js';
import { MessageHandler } from './message-handler.js';
import { Moderation } from './moderation.js';
import { OperatorControl } from './operator-control.js';
import { Presence } from './presence.js';
import { RateLimiter } from './rate-limiter.js';
import { ReplyCredits } from './reply-credits.js';
import { RosterBroadcast } from './roster-broadcast.js';
import { Rules, type RulesHost } from './rules.js';
import { Seating } from './seating.js';
import { Sessions } from './sessions.js';
import { SignalRelay } from './signal-relay.js';
import { Sockets, type RoomConnection, type SocketsHost } from './sockets.js';
import { Records, type Storage } from './storage/records.js';

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

/** Creates the parts of a room, each with those that it uses. */
function createParts(host: RoomHost, log: Log, timer: Timer) {
  const records = new Records(host.storage);
  const sockets = new Sockets(host);
  const context = {
    records,
    sockets,
    rules: new Rules(host, records),
    sessions: new Sessions(records, sockets, log),
    credits: new ReplyCredits(),
    access: host.access,
    isOpen: host.access.isOpen,
    ice: host.ice,
    limits: host.limits,
    log,
    name: () => records.roomState.name || host.name(),
    now: () => host.now(),
    report: (name: string, since: number | undefined) => host.report(name, since),
    setAlarm: (at: number) => host.storage.setAlarm(at),
  };
  const base = {
    ...context,
    presence: new Presence(context),
    deadlines: new Deadlines(context),
    broadcast: new RosterBroadcast(context, timer),
  };
  const membership = new Membership(base);
  const admission = new Admission({ ...base, membership });
  const onLost = (connection: RoomConnection) => admission.forget(connection);
  const lifecycle = new ConnectionLifecycle({ ...base, onLost });
  const limiter = new RateLimiter({ ...base, membership, lifecycle });
  const relay = new SignalRelay({ ...base, limiter });
  const moderation = new Moderation({ ...base, membership });
  const seating = new Seating({ ...base, membership, limiter, relay });
  const parts = {
    ...base,
    membership,
    admission,
    lifecycle,
    limiter,
    relay,
    moderation,
    seating,
  };
  return {
    ...parts,
    messages: new MessageHandler(parts),
    operator: new OperatorControl(parts),
  };
}

export class Room {
  /** What an operator can do. */
  readonly operator: OperatorControl;
  readonly #host: RoomHost;
  readonly #parts: ReturnType<typeof createParts>;
  /** Identifies the room in the log. */
  #tag: string | undefined;

  constructor(host: RoomHost) {
    this.#host = host;
    this.#parts = createParts(host, this.#log, {
      now: () => host.now(),
      after: (delay, callback) => host.after(delay, () => void this.#guard(undefined, callback)),
    });
    this.operator = this.#parts.operator;
  }

  /** Loads the records of an earlier instance. The platform delivers nothing before it is done. */
  async start(): Promise<void> {
    const { records, sockets, sessions, presence, lifecycle, deadlines } = this.#parts;
    await records.load();
    sockets.resume();
    sessions.resume();
    presence.resume();
    lifecycle.closeSilent();
    deadlines.arm();
    void this.#renewIce();
  }

  /** A socket opened: it gets the information that is visible before joining. */
  connect(connection: RoomConnection): void {
    const { lifecycle, broadcast } = this.#parts;
    void this.#guard(connection, () => {
      lifecycle.open(connection);
      broadcast.greet(connection);
      void this.#renewIce();
    });
  }

  /** The promise is only for platforms that need to know when the work is done. */
  message(connection: RoomConnection, text: unknown): void | Promise<void> {
    return this.#guard(connection, () => this.#parts.messages.handle(connection, text));
  }

  /** A socket closed, maybe long after its replacement opened: only the socket that holds the seat counts. */
  close(connection: RoomConnection): void {
    const { lifecycle, membership } = this.#parts;
    void this.#guard(undefined, () => {
      lifecycle.lose(connection);
      membership.eraseIfUnused();
    });
  }

  /** Applies the deadlines that have passed. */
  alarm(): void {
    const { lifecycle, presence, admission, membership, deadlines, broadcast } = this.#parts;
    void this.#guard(undefined, () => {
      lifecycle.closeSilent();
      const { gone, isChanged } = presence.applyDeadlines();
      admission.requestRenewals();
      const removed = new Set([...gone, ...admission.evictExpired()]);
      if (removed.size) membership.remove([...removed], 'gone');
      else if (isChanged || deadlines.isIceDue) broadcast.toEveryone();
      if (deadlines.isLobbyIceDue) broadcast.toLobby();
    });
    deadlines.arm();
    void this.#renewIce();
    membership.eraseIfUnused();
  }

  /** The only place where exceptions caused by a socket, timer or alarm are caught: they are logged and answered. */
  #guard(
    connection: RoomConnection | undefined,
    act: () => void | Promise<void>,
  ): void | Promise<void> {
    const fail = (error: unknown) => {
      this.#log('failed', { reason: String(error) });
      if (connection) this.#parts.sessions.refuse(connection, 'invalid');
    };
    try {
      return act()?.catch(fail);
    } catch (error) {
      fail(error);
    }
  }

  /** If credentials come from a hosted service, they are broadcast once they arrive. */
  async #renewIce(): Promise<void> {
    const { ice, isOpen, sockets, broadcast, deadlines } = this.#parts;
    const [isNew, isNewForLobby] = await Promise.all([
      ice.renew(),
      isOpen && sockets.count > 0 && ice.renewLobby(),
    ]);
    if (isNew) broadcast.toEveryone();
    if (isNewForLobby) broadcast.toLobby();
    if (isNew || isNewForLobby) deadlines.arm();
  }

  readonly #log: Log = (event, facts) => {
    this.#tag ??= roomTag(this.#parts.name());
    this.#host.log(event, { room: this.#tag, ...facts });
  };
}
