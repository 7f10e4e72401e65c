/** All links of this client: keeps them equal to those that the roster requires. */
import { toJson } from '../../json.js';
import {
  areLinked,
  LIMITS,
  parseOneOf,
  Signal,
  type RosterEntry,
  type Source,
} from '../../protocol.js';
import { isSame } from '../base/is-same.js';
import { TypedEventTarget } from '../base/typed-event-target.js';
import type { LinkProblem, LinkStatus, SendLimit } from '../call-api.js';
import { CallError, type LinkReason } from '../call-error.js';
import type { MessageKind } from '../channels/participant-limits.js';
import type { GuardedPlatform } from '../guard.js';
import type { CallPlatform } from '../lazy-chunks.js';
import { EarlyCandidates } from './candidate-buffer.js';
import { LazyDiagnosis } from './lazy-diagnosis.js';
import { MeshLimits } from './mesh-limits.js';
import { Peer, type PeerEvents, type PeerOptions } from './peer.js';
import { PreparedLink, type Recipient } from './prepared-link.js';

export interface MeshEvents {
  change: void;
  /** Messages can be sent to this participant from now on. */
  open: number;
  message: { from: number; topic: string; data: unknown };
  /** The reason why a link doesn't come up is known. */
  problem: CallError;
  /** A link went silent: the connection to the room server may be dead as well. */
  silent: void;
  /** An interrupted link is heard again: the network may be back. */
  heard: void;
}

export interface MeshOptions {
  platform: GuardedPlatform<CallPlatform>;
  /** This page's id, named in every signal. */
  page: string;
  /** Read for each new connection. */
  readonly iceTransportPolicy: RTCIceTransportPolicy;
  /** Sends a signal via the server; false if that is not possible now. */
  send(to: number, signal: Signal): boolean;
  track(source: Source): MediaStreamTrack | null;
  isSignalingAlive(): boolean;
}

/** A link as the roster requires it; its peer exists once there is an offer. */
interface Link {
  readonly id: number;
  readonly page: string;
  /** Whether the local participant is the newcomer of the two. */
  readonly offers: boolean;
  epoch: number;
  peer: Peer | undefined;
  away: boolean;
  /** When to create a connection and offer, if at all. */
  dueAt: number | undefined;
  /** The send limit of each video source on this link. */
  readonly sendLimits: Map<Source, SendLimit | undefined>;
  /** Candidates that arrived before their offer. */
  readonly early: EarlyCandidates;
  /** Why there is no connection at all. */
  refusal: LinkProblem | undefined;
  /** Why a connection doesn't come up. */
  diagnosis: LinkProblem | undefined;
  /** When it was last healthy, or was due to start. */
  healthyAt: number;
  /** The findings of the remote end. */
  facts: unknown;
}

/** Milliseconds between two heartbeats. */
const TICK = 200;
/** Milliseconds until a connection beyond the limit is retried. */
const TOO_MANY_RETRY = 1_000;
/** The topic for signals while the server is unreachable. */
const SIGNAL_TOPIC = '~signal';

export class Mesh extends TypedEventTarget<MeshEvents> {
  readonly #options: MeshOptions;
  readonly #links = new Map<number, Link>();
  readonly #limits: MeshLimits;
  readonly #diagnosis: LazyDiagnosis;
  /** The link whose offer is sent with `join`. */
  readonly prepared: PreparedLink;
  #certificate: Promise<void> | undefined;
  #certificates: RTCCertificate[] | undefined;
  #self: number | undefined;
  #ice: RTCIceServer[] = [];
  #epoch = 0;
  #cancelTick: (() => void) | undefined;

  constructor(options: MeshOptions) {
    super();
    this.#options = options;
    this.#limits = new MeshLimits(this.#now);
    this.#diagnosis = new LazyDiagnosis(options);
    this.prepared = new PreparedLink({
      createCertificate: () => (this.#certificate ??= this.#createCertificate()),
      createPeer: (to) => {
        if (!this.#limits.takeFromTotal(false, this.#now)) throw new RangeError('too many');
        return this.#createPeer(to, true, ++this.#epoch);
      },
    });
  }

  /** Resolves when all links that are about to be up are; undefined if there are none. */
  get handshake(): Promise<unknown> | undefined {
    const handshakes = [...this.#links.values()].flatMap(({ peer }) => peer?.handshake ?? []);
    return handshakes.length ? Promise.all(handshakes) : undefined;
  }

  /**
   * Opens and closes links to match the roster.
   * @param offered who was given the prepared offer
   */
  reconcile(
    self: RosterEntry,
    entries: readonly RosterEntry[],
    ice: RTCIceServer[],
    offered?: number,
  ) {
    if (!isSame(ice, this.#ice)) {
      this.#ice = ice;
      for (const { peer } of this.#links.values()) peer?.negotiation.configure(ice);
    }
    // With a new id, this client is a newcomer to everyone, so every link is rebuilt.
    if (this.#self !== self.id) for (const id of [...this.#links.keys()]) this.drop(id);
    this.#self = self.id;

    const now = this.#now;
    this.#limits.forget((id) => this.#links.has(id), now);
    const wanted = new Map(
      entries
        .filter(({ id, role }) => id !== self.id && areLinked(self.role, role))
        .map((entry) => [entry.id, entry]),
    );
    for (const link of [...this.#links.values()]) {
      if (wanted.get(link.id)?.page !== link.page) this.drop(link.id);
    }
    for (const { id, page, away } of wanted.values()) {
      const known = this.#links.get(id);
      if (known) {
        const isBack = known.away && !away;
        known.away = away;
        if (isBack) known.peer?.negotiation.resend();
        continue;
      }
      const offers = self.id > id;
      const link: Link = {
        id,
        page,
        offers,
        epoch: 0,
        peer: undefined,
        away,
        dueAt: offers ? now : undefined,
        sendLimits: new Map(),
        early: new EarlyCandidates(),
        refusal: undefined,
        diagnosis: undefined,
        healthyAt: now,
        facts: undefined,
      };
      this.#links.set(id, link);
      if (offers && id === offered) this.#usePrepared(link);
      this.#openIfDue(link, now);
    }
    // From now on newcomers offer, and closing it then would delay the answer.
    this.prepared.close();
    for (const { peer } of this.#links.values()) peer?.lanes.fit(this.#links.size + 1);
    if (this.#links.size) this.#startTicking();
  }

  /** Handles a signal from another participant; those of an old page or epoch are dropped. */
  receive(from: number, data: unknown): void {
    const signal = parseOneOf(Signal, data);
    const link = this.#links.get(from);
    if (!link || signal?.page !== link.page) return;
    if (signal.type === 'facts') {
      link.facts = signal.facts;
      return;
    }
    const now = this.#now;
    const limits = this.#limits.of(from, now);
    if (limits.isCutOff(now)) return;
    // All other signals may cost a connection, and answers that count against the server's limits.
    if (signal.type !== 'candidates' && !limits.takeNegotiation(now)) return;
    if (!link.offers && signal.epoch > link.epoch) {
      if (signal.type === 'candidates') link.early.add(signal.epoch, signal);
      // A dropped offer is sent again.
      if (signal.type !== 'offer' || !this.#limits.takeConnection(link.id, !link.peer, now)) return;
      if (!this.#createLink(link, signal.epoch)) return;
    }
    if (signal.epoch !== link.epoch) return;
    link.peer?.receive(signal);
  }

  /** Sends a heartbeat now, such as before the page's timers become slow. */
  beat(): void {
    for (const { peer } of this.#links.values()) peer?.channels.beat();
  }

  /** The network changed: restarts all links, or only those on which nothing is received. */
  restart(onlySilent = false): void {
    for (const { peer } of this.#links.values()) {
      if (peer?.isSilent || !onlySilent) peer?.restart();
    }
  }

  /** Sends the current track of a source, or none, to everyone. */
  publish(source: Source): void {
    this.prepared.peer?.lanes.update(source);
    for (const { peer } of this.#links.values()) peer?.lanes.update(source);
  }

  /** Limits a video source for one participant. */
  limit(id: number, source: Source, limit: SendLimit | undefined): void {
    const link = this.#links.get(id);
    link?.sendLimits.set(source, limit);
    link?.peer?.lanes.limit(source, limit);
  }

  setRedundantAudio(id: number, isProtected: boolean): void {
    // If that can't be loaded, audio is sent without redundancy.
    this.#links
      .get(id)
      ?.peer?.negotiation.setRedundantAudio(isProtected)
      .catch(() => {});
  }

  stream(id: number, source: Source): MediaStream | undefined {
    return this.#links.get(id)?.peer?.lanes.stream(source);
  }

  level(id: number, source: Source): number {
    return this.#links.get(id)?.peer?.level(source) ?? 0;
  }

  status(id: number): LinkStatus | undefined {
    const link = this.#links.get(id);
    return link && (link.peer?.status ?? 'connecting');
  }

  problem(id: number): LinkProblem | undefined {
    const link = this.#links.get(id);
    return link?.refusal ?? link?.diagnosis;
  }

  report(id: number): Promise<RTCStatsReport> | undefined {
    return this.#links.get(id)?.peer?.report();
  }

  /** Sends a message to one or all; returns how many links accepted it. */
  send(topic: string, data: unknown, to?: number): number {
    if (toJson({ topic, data }).length > LIMITS.channelMessage) {
      throw new RangeError(
        `A message must have at most ${LIMITS.channelMessage} characters as JSON.`,
      );
    }
    const links = to === undefined ? [...this.#links.values()] : [this.#links.get(to)];
    return links.filter((link) => link?.peer?.channels.send(topic, data)).length;
  }

  /** Sends a message that replaces those of its topic that are still queued; false if that is not possible now. */
  sendLatest(topic: string, data: unknown, to: number): boolean {
    return this.#links.get(to)?.peer?.channels.sendLatest(topic, data) ?? false;
  }

  /** Closes the link to a participant who said goodbye. */
  drop(id: number): void {
    this.#links.get(id)?.peer?.close();
    if (this.#links.delete(id)) this.emit('change');
  }

  close(): void {
    this.prepared.close();
    for (const id of [...this.#links.keys()]) this.drop(id);
    this.#cancelTick?.();
  }

  get #now(): number {
    return this.#options.platform.clock.now();
  }

  /** One for all links; if that fails, each connection creates its own. */
  async #createCertificate(): Promise<void> {
    try {
      const certificate = await this.#options.platform.createCertificate();
      if (certificate) this.#certificates = [certificate];
    } catch {
      // Whatever fails here also fails for a connection, which reports it.
    }
  }

  #usePrepared(link: Link): void {
    const peer = this.prepared.take(link.id);
    if (!peer) return;
    link.dueAt = undefined;
    link.epoch = peer.epoch;
    link.peer = peer;
    this.#forwardEvents(link, peer);
    // If tokens are required, relays are only known after joining: a restart of this link needs them.
    peer.negotiation.configure(this.#ice);
    peer.bind();
  }

  /** Creates the connection of a link that this client offers, once allowed. */
  #openIfDue(link: Link, now: number): void {
    if (link.dueAt === undefined || now < link.dueAt) return;
    if (!this.#limits.takeConnection(link.id, !link.peer, now)) link.dueAt = now + TOO_MANY_RETRY;
    else {
      link.dueAt = undefined;
      if (this.#createLink(link, ++this.#epoch)) void link.peer?.negotiation.offer();
      else this.#rebuild(link);
    }
  }

  /** Replaces a failed connection; the delay grows with each failure. */
  #rebuild(link: Link): void {
    const now = this.#now;
    link.dueAt ??= this.#limits.of(link.id, now).rebuildAt(now);
    this.#openIfDue(link, now);
  }

  /** Creates a new connection for a link; on failure returns false and records the problem. */
  #createLink(link: Link, epoch: number): boolean {
    link.peer?.close();
    link.peer = undefined;
    try {
      const peer = this.#createPeer({ id: link.id }, link.offers, epoch);
      link.peer = peer;
      link.epoch = epoch;
      this.#refuse(link, undefined);
      peer.lanes.fit(this.#links.size + 1);
      for (const [source, limit] of link.sendLimits) peer.lanes.limit(source, limit);
      this.#forwardEvents(link, peer);
      // The peer keeps them until their description is in effect.
      for (const signal of link.early.take(epoch)) peer.receive(signal);
    } catch (cause) {
      this.#refuse(link, 'link-not-created', cause);
    }
    this.emit('change');
    return link.peer !== undefined;
  }

  #refuse(link: Link, reason: LinkReason | undefined, cause?: unknown): void {
    if (reason === link.refusal?.reason) return;
    const whose = reason === 'link-flooded' ? 'other' : 'self';
    link.refusal = reason && Object.freeze({ reason, whose });
    if (reason) this.#report(link, reason, cause);
    this.emit('change');
  }

  #takeMessage(id: number | undefined, kind: MessageKind): boolean {
    if (id === undefined) return false;
    const now = this.#now;
    const limits = this.#limits.of(id, now);
    const isTaken = limits.takeMessage(kind, now);
    if (limits.isCutOff(now)) this.#cutOff(id, now);
    return isTaken;
  }

  /** Closes the link to a participant who floods it; it is retried once the limit has expired. */
  #cutOff(id: number, now: number): void {
    const link = this.#links.get(id);
    if (!link?.peer) return;
    link.peer.close();
    link.peer = undefined;
    link.dueAt = link.offers ? now + TOO_MANY_RETRY : undefined;
    this.#refuse(link, 'link-flooded');
  }

  #createPeer(to: Recipient, offers: boolean, epoch: number): Peer {
    const options: PeerOptions = {
      ...this.#options,
      configuration: {
        iceServers: this.#ice,
        iceTransportPolicy: this.#options.iceTransportPolicy,
        bundlePolicy: 'max-bundle',
        ...(this.#certificates && { certificates: this.#certificates }),
      },
      offers,
      epoch,
      send: (signal) => {
        if (to.id !== undefined) this.#deliver(to.id, signal);
      },
      takeMessage: (kind) => this.#takeMessage(to.id, kind),
    };
    return new Peer(options, to.id !== undefined);
  }

  /** Forwards events of a link's current peer; one that was replaced is closed and silent. */
  #forwardEvents(link: Link, peer: Peer): void {
    const { guard } = this.#options.platform;
    const isPresent = () => this.#links.get(link.id) === link && link.peer === peer;
    for (const type of ['change', 'silent', 'heard'] as const) {
      peer.on(type, () => isPresent() && this.emit(type));
    }
    peer.on('open', () => isPresent() && this.emit('open', link.id));
    peer.on(
      'broken',
      guard(() => isPresent() && this.#rebuild(link)),
    );
    const handleMessage = guard(({ topic, data }: PeerEvents['message']) => {
      if (!isPresent()) return;
      if (topic === SIGNAL_TOPIC) this.receive(link.id, data);
      else this.emit('message', { from: link.id, topic, data });
    });
    peer.on('message', handleMessage);
  }

  /** Via the server or, while that is unreachable, over the link itself. */
  #deliver(to: number, signal: Signal): void {
    if (!this.#options.send(to, signal))
      this.#links.get(to)?.peer?.channels.send(SIGNAL_TOPIC, signal);
  }

  #watch(link: Link, now: number, late: number): void {
    const { peer } = link;
    const isWell = peer?.status === 'connected' && !peer.hasNoCodec;
    // While this page was suspended, nothing could come up.
    link.healthyAt = isWell ? now : link.healthyAt + late;
    if (isWell) link.facts = undefined;
    this.#limits.of(link.id, now).noteLink(isWell, now);
    if (link.refusal) return;
    const problem = this.#diagnosis.check(link, now);
    if (problem === link.diagnosis) return;
    link.diagnosis = problem;
    if (problem) this.#report(link, problem.reason);
    this.emit('change');
  }

  #report(link: Link, reason: LinkReason, cause?: unknown): void {
    this.emit('problem', new CallError(reason, undefined, { participant: link.id, cause }));
  }

  #startTicking(): void {
    if (this.#cancelTick) return;
    const { clock, guard } = this.#options.platform;
    // A failure on one link must not stop the heartbeats of the others.
    const look = guard((link: Link, now: number, late: number) => {
      link.peer?.tick(now, late);
      this.#openIfDue(link, now);
      this.#watch(link, now, late);
    });
    let expected = clock.now() + TICK;
    const tick = () => {
      const now = clock.now();
      const late = Math.max(0, now - expected);
      expected = now + TICK;
      for (const link of [...this.#links.values()]) look(link, now, late);
      this.#cancelTick = this.#links.size ? clock.after(TICK, tick) : undefined;
    };
    this.#cancelTick = clock.after(TICK, tick);
  }
}
