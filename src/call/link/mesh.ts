/** All links of this client: keeps them equal to those that the roster requires. */
import { toJson } from '../../json.js';
import {
  areLinked,
  LIMITS,
  parseOneOf,
  Signal,
  type Offer,
  type RosterEntry,
  type Source,
} from '../../protocol.js';
import { TokenBucket } from '../../token-bucket.js';
import { CallError, type LinkReason } from '../call-error.js';
import type { LinkProblem, LinkStatus, SendLimit } from '../call-api.js';
import { EarlyCandidates } from './candidate-buffer.js';
import { isSame } from '../base/is-same.js';
import type { LinkDiagnosis } from '../diagnostics/link-diagnosis.js';
import { ParticipantLimits, type MessageKind } from '../channels/participant-limits.js';
import { Peer, type PeerEvents, type PeerOptions } from './peer.js';
import type { GuardedPlatform } from '../guard.js';
import type { CallPlatform } from '../lazy-chunks.js';
import { TypedEventTarget } from '../base/typed-event-target.js';

export interface MeshEvents {
  change: void;
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
  /** Why there is no connection at all; the diagnosis covers those that don't come up. */
  refusal: LinkProblem | undefined;
  /** When it was last healthy, or was due to start. */
  healthyAt: number;
  /** The findings of the remote end. */
  facts?: unknown;
  problem?: LinkProblem | undefined;
}

/** A link prepared for a participant who is not known yet; without a peer until that can be created. */
interface Prepared {
  peer: Peer | undefined;
  readonly to: { id: number | undefined };
  isReady: Promise<void>;
  /** Whether its offer was sent; only then can it be answered. */
  isOffered: boolean;
}

/** Milliseconds between two heartbeats. */
const TICK = 200;
/** In milliseconds. A link that is not up after this long is diagnosed. */
const AILING_AFTER = 3_000;
/** Milliseconds until a connection beyond the limit is retried. */
const TOO_MANY_RETRY = 1_000;
/** The topic for signals while the server is unreachable. */
const SIGNAL_TOPIC = '~signal';

export class Mesh extends TypedEventTarget<MeshEvents> {
  readonly #options: MeshOptions;
  readonly #links = new Map<number, Link>();
  #certificate: Promise<unknown> | undefined;
  #certificates: RTCCertificate[] | undefined;
  #self: number | undefined;
  #ice: RTCIceServer[] = [];
  #epoch = 0;
  #prepared: Prepared | undefined;
  /** By participant id, for as long as anything is counted; links come and go with pages. */
  readonly #limits = new Map<number, ParticipantLimits>();
  readonly #connections: TokenBucket;
  #cancelTick: (() => void) | undefined;
  /** Diagnoses links that don't come up; loaded with the first of those. */
  #diagnosis: LinkDiagnosis | undefined;
  #diagnosisRequestedAt = -Infinity;
  #isClosed = false;

  constructor(options: MeshOptions) {
    super();
    this.#options = options;
    this.#connections = new TokenBucket(LIMITS.totalConnectionRate, options.platform.clock.now());
  }

  /** Prepares one link, as far as possible without the ICE servers. */
  warmUp(): Promise<void> {
    if (this.#self !== undefined || this.#isClosed) return Promise.resolve();
    if (!this.#prepared) {
      const prepared = {
        peer: undefined,
        to: { id: undefined },
        isReady: Promise.resolve(),
        isOffered: false,
      };
      this.#prepared = prepared;
      prepared.isReady = this.#warmUp(prepared);
    }
    return this.#prepared.isReady;
  }

  /**
   * Prepares an offer for the newest member, to be sent with `join`.
   * @param ice read only once the connection exists, since settings may change meanwhile
   */
  async prepare(ice: () => RTCIceServer[]): Promise<void> {
    // A prepared link that is discarded meanwhile may have a successor.
    do await this.warmUp();
    while (this.#prepared && !this.#prepared.peer);
    await this.#prepared?.peer?.prepare(ice());
  }

  /** Resolves when all links that are about to be up are; undefined if there are none. */
  get handshake(): Promise<unknown> | undefined {
    const handshakes = [...this.#links.values()].flatMap(({ peer }) => peer?.handshake ?? []);
    return handshakes.length ? Promise.all(handshakes) : undefined;
  }

  /** The prepared offer. */
  preparedOffer(): Offer | undefined {
    const offer = this.#prepared?.peer?.describe();
    if (this.#prepared && offer) this.#prepared.isOffered = true;
    return offer;
  }

  /** Discards the prepared link, such as after a network change. */
  discardPrepared(): void {
    this.#prepared?.peer?.close();
    this.#prepared = undefined;
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
    if (this.#isClosed) return;
    if (!isSame(ice, this.#ice)) {
      this.#ice = ice;
      for (const { peer } of this.#links.values()) peer?.configure(ice);
    }
    // With a new id, this client is a newcomer to everyone, so every link is rebuilt.
    if (this.#self !== self.id) for (const id of [...this.#links.keys()]) this.drop(id);
    this.#self = self.id;

    const now = this.#now;
    this.#forgetLimits(now);
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
        if (isBack) known.peer?.resend();
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
        healthyAt: now,
      };
      this.#links.set(id, link);
      if (offers && id === offered) this.#usePrepared(link);
      this.#openIfDue(link, now);
    }
    // From now on newcomers offer, and closing it then would delay the answer.
    this.discardPrepared();
    for (const { peer } of this.#links.values()) peer?.fit(this.#links.size + 1);
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
    const limits = this.#limitsOf(from);
    if (limits.isCutOff(now)) return;
    // All other signals may cost a connection, and answers that count against the server's limits.
    if (signal.type !== 'candidates' && !limits.takeNegotiation(now)) return;
    if (!link.offers && signal.epoch > link.epoch) {
      if (signal.type === 'candidates') link.early.add(signal.epoch, signal);
      // A dropped offer is sent again.
      if (signal.type !== 'offer' || !this.#mayCreate(link, now)) return;
      if (!this.#createLink(link, signal.epoch)) return;
    }
    if (signal.epoch !== link.epoch) return;
    link.peer?.receive(signal);
  }

  /** Sends a heartbeat now, such as before the page's timers become slow. */
  beat(): void {
    for (const { peer } of this.#links.values()) peer?.beat();
  }

  /** The network changed: restarts all links, or only those on which nothing is received. */
  restart(onlySilent = false): void {
    for (const { peer } of this.#links.values()) {
      if (peer?.isSilent || !onlySilent) peer?.restart();
    }
  }

  /** Sends the current track of a source, or none, to everyone. */
  publish(source: Source): void {
    this.#prepared?.peer?.publish(source);
    for (const { peer } of this.#links.values()) peer?.publish(source);
  }

  /** Limits a video source for one participant. */
  limit(id: number, source: Source, limit: SendLimit | undefined): void {
    const link = this.#links.get(id);
    link?.sendLimits.set(source, limit);
    link?.peer?.limit(source, limit);
  }

  setRedundantAudio(id: number, isProtected: boolean): void {
    // If that can't be loaded, audio is sent without redundancy.
    this.#links
      .get(id)
      ?.peer?.setRedundantAudio(isProtected)
      .catch(() => {});
  }

  stream(id: number, source: Source): MediaStream | undefined {
    return this.#links.get(id)?.peer?.stream(source);
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
    return link?.refusal ?? link?.problem;
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
    return links.filter((link) => link?.peer?.send(topic, data)).length;
  }

  /** Sends a message to all; it replaces those of its topic that are still queued. */
  sendLatest(topic: string, data: unknown): void {
    for (const { peer } of this.#links.values()) peer?.sendLatest(topic, data);
  }

  /** Closes the link to a participant who said goodbye. */
  drop(id: number): void {
    this.#links.get(id)?.peer?.close();
    if (this.#links.delete(id)) this.emit('change');
  }

  close(): void {
    this.#isClosed = true;
    this.discardPrepared();
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

  async #warmUp(prepared: Prepared): Promise<void> {
    await (this.#certificate ??= this.#createCertificate());
    if (this.#prepared !== prepared) return;
    try {
      if (!this.#takeFromTotal(true, this.#now)) throw new RangeError('too many connections');
      prepared.peer = this.#createPeer(prepared.to, true, ++this.#epoch);
    } catch {
      // Then `join` has no offer; the first link reports why the browser can't create a connection.
      this.#prepared = undefined;
    }
    await prepared.peer?.draft();
  }

  #usePrepared(link: Link): void {
    const { peer, to, isOffered } = this.#prepared ?? {};
    // After a network change, this is no longer the link whose offer was sent with `join`.
    if (!peer || !to || !isOffered) return;
    this.#prepared = undefined;
    link.dueAt = undefined;
    link.epoch = peer.epoch;
    link.peer = peer;
    to.id = link.id;
    this.#forwardEvents(link);
    // If tokens are required, relays are only known after joining: a restart of this link needs them.
    peer.configure(this.#ice);
    peer.bind();
  }

  /** Creates the connection of a link that this client offers, once allowed. */
  #openIfDue(link: Link, now: number): void {
    if (link.dueAt === undefined || now < link.dueAt) return;
    if (!this.#mayCreate(link, now)) link.dueAt = now + TOO_MANY_RETRY;
    else {
      link.dueAt = undefined;
      if (this.#createLink(link, ++this.#epoch)) void link.peer?.offer();
      else this.#rebuild(link);
    }
  }

  /** Replaces a failed connection; the delay grows with each failure. */
  #rebuild(link: Link): void {
    const now = this.#now;
    link.dueAt ??= this.#limitsOf(link.id).rebuildAt(now);
    this.#openIfDue(link, now);
  }

  /** Counts one more connection; a participant who keeps needing new ones leaves some for all others. */
  #mayCreate(link: Link, now: number): boolean {
    const limits = this.#limitsOf(link.id);
    if (limits.isCutOff(now)) return false;
    return this.#takeFromTotal(link.peer !== undefined, now) && limits.takeConnection(now);
  }

  #takeFromTotal(isSpare: boolean, now: number): boolean {
    const left = isSpare ? LIMITS.totalConnectionRate.burst / 2 : 0;
    return this.#connections.level(now) > left && this.#connections.take(1, now);
  }

  #limitsOf(id: number): ParticipantLimits {
    const limits = this.#limits.get(id) ?? new ParticipantLimits(this.#now);
    this.#limits.set(id, limits);
    return limits;
  }

  #forgetLimits(now: number): void {
    for (const [id, limits] of this.#limits) {
      if (!this.#links.has(id) && limits.isQuiet(now)) this.#limits.delete(id);
    }
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
      peer.fit(this.#links.size + 1);
      for (const [source, limit] of link.sendLimits) peer.limit(source, limit);
      this.#forwardEvents(link);
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
    if (reason) {
      this.emit('problem', new CallError(reason, undefined, { participant: link.id, cause }));
    }
    this.emit('change');
  }

  #takeMessage(id: number | undefined, kind: MessageKind): boolean {
    if (id === undefined) return false;
    const now = this.#now;
    const limits = this.#limitsOf(id);
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

  #createPeer(to: { id: number | undefined }, offers: boolean, epoch: number): Peer {
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
  #forwardEvents(link: Link): void {
    const { peer } = link;
    if (!peer) return;
    const { guard } = this.#options.platform;
    const isPresent = () => this.#links.get(link.id) === link && link.peer === peer;
    peer.on('change', () => isPresent() && this.emit('change'));
    peer.on('silent', () => isPresent() && this.emit('silent'));
    peer.on('heard', () => isPresent() && this.emit('heard'));
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
    if (!this.#options.send(to, signal)) this.#links.get(to)?.peer?.send(SIGNAL_TOPIC, signal);
  }

  #watch(link: Link, now: number, late: number): void {
    const { peer } = link;
    const isWell = peer?.status === 'connected' && !peer.hasNoCodec;
    // While this page was suspended, nothing could come up.
    link.healthyAt = isWell ? now : link.healthyAt + late;
    this.#limitsOf(link.id).noteLink(isWell, now);
    if (link.refusal) return;
    if (this.#diagnosis) return this.#diagnosis.update(link, now);
    if (now - Math.max(link.healthyAt, this.#diagnosisRequestedAt) < AILING_AFTER) return;
    // The chunk's server may be unreachable as well; then it is requested again.
    this.#diagnosisRequestedAt = now;
    this.#options.platform.loadLinkDiagnostics().then(
      ({ LinkDiagnosis }) => {
        this.#diagnosis = new LinkDiagnosis(this.#options, (error) => {
          if (error) this.emit('problem', error);
          this.emit('change');
        });
      },
      () => {},
    );
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
      this.#cancelTick = this.#links.size && !this.#isClosed ? clock.after(TICK, tick) : undefined;
    };
    this.#cancelTick = clock.after(TICK, tick);
  }
}
