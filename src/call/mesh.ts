/** All my links: makes what is linked equal to what the roster says should be linked. */
import {
  areLinked,
  LIMITS,
  parseOneOf,
  Signal,
  type LinkSignal,
  type Offer,
  type RosterEntry,
  type Source,
} from '../protocol.js';
import type { CallError } from './call-error.js';
import type { LinkProblem, LinkStatus, SendLimit } from './call-face.js';
import { isSame } from './is-same.js';
import type { LinkJudge } from './link-judge.js';
import { Peer, type PeerOptions } from './peer.js';
import type { Platform } from './platform.js';
import { TypedEventTarget } from './typed-event-target.js';

export interface MeshEvents {
  change: void;
  message: { from: number; topic: string; data: unknown };
  /** It is known why a link does not come up. */
  problem: CallError;
  /** A link went silent: maybe the way to the Room is dead as well. */
  silent: void;
  /** An interrupted link is heard again: the network may be back. */
  heard: void;
}

export interface MeshOptions {
  platform: Platform;
  /** My own page, named in every signal. */
  page: string;
  iceTransportPolicy: RTCIceTransportPolicy;
  /** Sends a signal by way of the Room; false if that is not possible now. */
  send(to: number, signal: Signal): boolean;
  track(source: Source): MediaStreamTrack | null;
  isSignalingAlive(): boolean;
}

/** A link as the roster wants it; its peer is there once somebody has offered. */
interface Link {
  readonly id: number;
  readonly page: string;
  /** Whether I am the newcomer of the two. */
  readonly offers: boolean;
  epoch: number;
  peer: Peer | undefined;
  away: boolean;
  /** When they last sent what makes me negotiate. */
  negotiated: number[];
  /** The most that they are sent. */
  readonly limits: Map<Source, SendLimit | undefined>;
  /** Candidates that came before the offer they belong to. */
  early: LinkSignal[];
  /** When it was as it should be, last, or was to begin. */
  wellAt: number;
  /** What the other end found on its way here. */
  facts?: unknown;
  problem?: LinkProblem | undefined;
}

/** Milliseconds between two beats. */
const TICK = 200;
/** A link that is not up after so long is looked into. In milliseconds. */
const AILING_AFTER = 3_000;
/** How often another may make me negotiate, and within how many milliseconds. */
const NEGOTIATIONS = { most: 10, within: 10_000 };
/** The topic on which signals travel while the Room is out of reach. */
const SIGNAL_TOPIC = '~signal';

export class Mesh extends TypedEventTarget<MeshEvents> {
  readonly #options: MeshOptions;
  readonly #links = new Map<number, Link>();
  readonly #certificate: Promise<RTCCertificate | undefined>;
  #certificates: RTCCertificate[] | undefined;
  #self: number | undefined;
  #ice: RTCIceServer[] = [];
  #epoch = 0;
  #prepared: { peer: Peer; to: { id: number | undefined } } | undefined;
  #warming: Promise<void> | undefined;
  #cancelTick: (() => void) | undefined;
  /** Says why a link does not come up; loaded with the first of those. */
  #judge: LinkJudge | undefined;
  #summonedAt = 0;
  #isClosed = false;

  constructor(options: MeshOptions) {
    super();
    this.#options = options;
    this.#certificate = options.platform
      .createCertificate()
      .then((certificate) => {
        if (certificate) this.#certificates = [certificate];
        return certificate;
      })
      .catch(() => undefined);
  }

  /** Makes one link ahead, as far as that goes without knowing the ICE servers. */
  warmUp(): Promise<void> {
    this.#warming ??= this.#warmUp();
    return this.#warming;
  }

  /** Makes an offer ahead for whoever is the newest member, so that it can go with `join`. */
  async prepare(ice: RTCIceServer[]): Promise<void> {
    await this.warmUp();
    await this.#prepared?.peer.offer(ice);
  }

  /** The offer that was made ahead. */
  preparedOffer(): Offer | undefined {
    return this.#prepared?.peer.describe();
  }

  /** Drops what was made ahead, such as after a change of network. */
  unprepare(): void {
    this.#prepared?.peer.close();
    this.#prepared = this.#warming = undefined;
  }

  /**
   * Opens and closes links until they are those of the roster.
   * @param offered who was given the offer made ahead
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
    // Under a new id I am a newcomer to everybody, so every link begins anew.
    if (this.#self !== self.id) for (const id of [...this.#links.keys()]) this.drop(id);
    this.#self = self.id;

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
        negotiated: [],
        limits: new Map(),
        early: [],
        wellAt: this.#options.platform.clock.now(),
      };
      this.#links.set(id, link);
      if (offers) this.#open(link, id === offered);
    }
    if (offered !== undefined || this.#links.size) this.unprepare();
    for (const { peer } of this.#links.values()) peer?.fit(this.#links.size + 1);
    if (this.#links.size) this.#startTicking();
  }

  /** Takes what another participant sent as a signal; what belongs to an old page or epoch is dropped. */
  receive(from: number, data: unknown): void {
    const signal = parseOneOf(Signal, data);
    const link = this.#links.get(from);
    if (!link || signal?.page !== link.page) return;
    if (signal.type === 'facts') {
      link.facts = signal.facts;
      return;
    }
    if (signal.type !== 'candidates') {
      // Whoever goes on goes unheard: each of these may cost a connection, and answers that the Room counts.
      const now = this.#options.platform.clock.now();
      link.negotiated = link.negotiated.filter((at) => now - at < NEGOTIATIONS.within);
      if (link.negotiated.push(now) > NEGOTIATIONS.most) return;
    }
    if (!link.offers && signal.epoch > link.epoch) {
      if (signal.type === 'offer') this.#replacePeer(link, signal.epoch);
      else if (signal.type === 'candidates') {
        if (link.early.length < LIMITS.candidates) link.early.push(signal);
        return;
      }
    }
    if (signal.epoch !== link.epoch) return;
    link.peer?.receive(signal);
  }

  /** Sends a beat now, such as before the page's timers become slow. */
  beat(): void {
    for (const { peer } of this.#links.values()) peer?.beat();
  }

  /** My network changed: no old path can be trusted, or none of those on which nothing is heard. */
  restart(onlySilent = false): void {
    for (const { peer } of this.#links.values()) {
      if (peer?.isSilent || !onlySilent) peer?.restart();
    }
  }

  /** Sends another track of mine, or none, to everybody. */
  publish(source: Source, track: MediaStreamTrack | null): void {
    this.#prepared?.peer.publish(source, track);
    for (const { peer } of this.#links.values()) peer?.publish(source, track);
  }

  /** Sends one participant no more than that of a picture. */
  limit(id: number, source: Source, limit: SendLimit | undefined): void {
    const link = this.#links.get(id);
    link?.limits.set(source, limit);
    link?.peer?.limit(source, limit);
  }

  protect(id: number, isProtected: boolean): void {
    // Where that cannot be loaded, speech is as it was.
    this.#links
      .get(id)
      ?.peer?.protect(isProtected)
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
    return this.#links.get(id)?.problem;
  }

  report(id: number): Promise<RTCStatsReport> | undefined {
    return this.#links.get(id)?.peer?.report();
  }

  /** Sends a message to one or all; returns how many links took it. */
  send(topic: string, data: unknown, to?: number): number {
    if (JSON.stringify({ topic, data }).length > LIMITS.channelMessage) {
      throw new RangeError(`A message has at most ${LIMITS.channelMessage} characters as JSON.`);
    }
    const links = to === undefined ? [...this.#links.values()] : [this.#links.get(to)];
    return links.filter((link) => link?.peer?.send(topic, data)).length;
  }

  /** Closes the link to somebody who said goodbye. */
  drop(id: number): void {
    this.#links.get(id)?.peer?.close();
    if (this.#links.delete(id)) this.emit('change');
  }

  close(): void {
    this.#isClosed = true;
    this.unprepare();
    for (const id of [...this.#links.keys()]) this.drop(id);
    this.#cancelTick?.();
  }

  async #warmUp(): Promise<void> {
    await this.#certificate;
    if (this.#self !== undefined || this.#isClosed) return;
    const to = { id: undefined };
    const peer = this.#createPeer(to, true, ++this.#epoch);
    this.#prepared = { peer, to };
    await peer.draft();
  }

  #open(link: Link, takesPrepared: boolean): void {
    const prepared = takesPrepared ? this.#prepared : undefined;
    if (prepared) {
      this.#prepared = undefined;
      link.epoch = prepared.peer.epoch;
      link.peer = prepared.peer;
      prepared.to.id = link.id;
      this.#relay(link);
      return prepared.peer.bind();
    }
    this.#replacePeer(link, ++this.#epoch);
    void link.peer?.offer();
  }

  #replacePeer(link: Link, epoch: number): void {
    link.peer?.close();
    link.epoch = epoch;
    link.peer = this.#createPeer({ id: link.id }, link.offers, epoch);
    link.peer.fit(this.#links.size + 1);
    for (const [source, limit] of link.limits) link.peer.limit(source, limit);
    this.#relay(link);
    // The peer keeps them until the description they belong to is in force.
    const early = link.early.filter((signal) => signal.epoch === epoch);
    link.early = [];
    for (const signal of early) link.peer.receive(signal);
    this.emit('change');
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
    };
    return new Peer(options, to.id !== undefined);
  }

  /** Passes on what a link's present peer tells; one that was replaced is closed and silent. */
  #relay(link: Link): void {
    const { peer } = link;
    if (!peer) return;
    const isPresent = () => this.#links.get(link.id) === link && link.peer === peer;
    peer.on('change', () => isPresent() && this.emit('change'));
    peer.on('silent', () => isPresent() && this.emit('silent'));
    peer.on('heard', () => isPresent() && this.emit('heard'));
    peer.on('broken', () => isPresent() && this.#open(link, false));
    peer.on('message', ({ topic, data }) => {
      if (!isPresent()) return;
      if (topic === SIGNAL_TOPIC) this.receive(link.id, data);
      else this.emit('message', { from: link.id, topic, data });
    });
  }

  /** By way of the Room, or, while that is out of reach, over the link itself. */
  #deliver(to: number, signal: Signal): void {
    if (!this.#options.send(to, signal)) this.#links.get(to)?.peer?.send(SIGNAL_TOPIC, signal);
  }

  #watch(link: Link, now: number, late: number): void {
    const { peer } = link;
    const isWell = peer?.status === 'connected' && !peer.hasNoCodec;
    // While this page stood still nothing could come up.
    link.wellAt = isWell ? now : link.wellAt + late;
    if (this.#judge) return this.#judge.look(link, now);
    if (now - Math.max(link.wellAt, this.#summonedAt) < AILING_AFTER) return;
    // Where it lies may be out of reach as well; then it is asked for again.
    this.#summonedAt = now;
    this.#options.platform.loadLinkAsides().then(
      ({ LinkJudge }) => {
        this.#judge = new LinkJudge(this.#options, (error) => {
          if (error) this.emit('problem', error);
          this.emit('change');
        });
      },
      () => {},
    );
  }

  #startTicking(): void {
    if (this.#cancelTick) return;
    const { clock } = this.#options.platform;
    let expected = clock.now() + TICK;
    const tick = () => {
      const now = clock.now();
      const late = Math.max(0, now - expected);
      expected = now + TICK;
      for (const link of [...this.#links.values()]) {
        link.peer?.tick(now, late);
        this.#watch(link, now, late);
      }
      this.#cancelTick = this.#links.size && !this.#isClosed ? clock.after(TICK, tick) : undefined;
    };
    this.#cancelTick = clock.after(TICK, tick);
  }
}
