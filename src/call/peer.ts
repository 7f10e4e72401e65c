/** My link to one other participant: one RTCPeerConnection with four fixed lanes and three channels. */
import {
  ChannelMessage,
  LIMITS,
  parse,
  type LinkSignal,
  type Offer,
  type Source,
} from '../protocol.js';
import type { LinkStatus, SendLimit } from './call-face.js';
import { Lanes } from './lanes.js';
import { Liveness } from './liveness.js';
import type { Platform } from './platform.js';
import { withOpus } from './sdp.js';
import { TypedEventTarget } from './typed-event-target.js';

export interface PeerEvents {
  change: void;
  /** A message on one topic of the data channel. */
  message: { topic: string; data: unknown };
  /** The link cannot be mended: it needs a new RTCPeerConnection under a new epoch. */
  broken: void;
  /** Nothing is heard of the other: told again and again, as long as that lasts. */
  silent: void;
  /** An interrupted link is heard again. */
  heard: void;
}

export interface PeerOptions {
  platform: Platform;
  configuration: RTCConfiguration;
  /** Whether I am the newcomer of the two, the only one that ever offers. */
  offers: boolean;
  /** My own page, named in every signal. */
  page: string;
  epoch: number;
  send(signal: LinkSignal): void;
  track(source: Source): MediaStreamTrack | null;
  isSignalingAlive(): boolean;
}

/** Candidates wait this long for each other (the first ones hardly), so that they travel together. */
const CANDIDATES_TOGETHER = { first: 5, later: 50 };
/** A link whose gathering or ICE has not started by then never will, in Chromium. */
const START_WITHIN = 2_000;
/** A link may start later by so many times what negotiation took. */
const PATIENCE = 5;
/** A description that was not answered is sent again after this long. */
const RESEND_AFTER = 2_000;
const STALE_AFTER = 5_000;
/** A link that so many restarts did not bring back gets a new RTCPeerConnection. */
const RESTARTS_UNTIL_REBUILD = 4;
/** A hidden page answers a beat where its own last one is so long ago. */
const ANSWER_BEATS_EVERY = 200;
/** So often a link that goes through a relay tries for a better path. */
const BETTER_PATH_EVERY = 60_000;

const CHANNELS = {
  beat: { negotiated: true, id: 0, ordered: false, maxRetransmits: 0 },
  data: { negotiated: true, id: 1 },
  bulk: { negotiated: true, id: 2 },
} satisfies Record<string, RTCDataChannelInit>;

export class Peer extends TypedEventTarget<PeerEvents> {
  readonly epoch: number;
  /** Whether the two browsers have no codec in common, for sound or for pictures. */
  hasNoCodec = false;
  readonly #options: PeerOptions;
  readonly #connection: RTCPeerConnection;
  readonly #closing = new AbortController();
  readonly #liveness: Liveness;
  readonly #beat: RTCDataChannel;
  readonly #data: RTCDataChannel;
  readonly #lanes: Lanes;
  /** Makes an offer one of speech that is sent twice. */
  #protect: ((sdp: string) => string) | undefined;
  /** Steps of negotiation, one after the other. */
  #queue: Promise<void> = Promise.resolve();
  /** Number of the last description that I offered or answered. */
  #number = -1;
  /** The first offer, while it waits to be set. */
  #draft: string | undefined;
  /** Number of the last remote description in force. */
  #remoteNumber = -1;
  /** How many candidates came with it. */
  #candidates = 0;
  #describedAt: number | undefined;
  #answeredAt: number | undefined;
  #connectedAt: number | undefined;
  #triedAt = 0;
  /** How long all steps of negotiation took, in milliseconds. */
  #took = 0;
  #beatAt = 0;
  /** Whether the other can be reached by signals yet; a link made ahead in the lobby has nobody. */
  #isBound: boolean;
  #outbox: RTCIceCandidate[] = [];
  #early: (LinkSignal & { type: 'candidates' })[] = [];
  #cancelFlush: (() => void) | undefined;
  #hasFlushed = false;

  constructor(options: PeerOptions, bound = true) {
    super();
    const { platform, configuration, epoch } = options;
    this.#options = options;
    this.#isBound = bound;
    this.epoch = epoch;
    this.#connection = platform.createConnection(configuration);
    this.#lanes = new Lanes(this.#connection, platform, options.track);
    this.#liveness = new Liveness(platform.clock.now());
    const open = (label: keyof typeof CHANNELS) =>
      this.#connection.createDataChannel(label, CHANNELS[label]);
    this.#beat = open('beat');
    this.#data = open('data');
    // Files will travel here; the channel stands from the start, so that they need no renegotiation.
    open('bulk');
    if (options.offers) this.#lanes.make();
    this.#listen();
  }

  /** For who looks into why the link does not come up. */
  get connection(): RTCPeerConnection {
    return this.#connection;
  }

  /** How the link stands, as people should be told. */
  get status(): LinkStatus {
    if (this.#connectedAt === undefined) return 'connecting';
    return this.#liveness.isInterrupted ? 'interrupted' : 'connected';
  }

  /** Whether nothing is heard of the other right now. */
  get isSilent(): boolean {
    return this.#liveness.isSilent;
  }

  /** The stream of the other's lane for a source; it is there whether the lane is in use or not. */
  stream(source: Source): MediaStream | undefined {
    return this.#lanes.stream(source);
  }

  /** How loud the other's sound is, from 0 to 1. */
  level(source: Source): number {
    return this.#lanes.level(source);
  }

  /** What the browser counts of this link. */
  report(): Promise<RTCStatsReport> {
    return this.#connection.getStats();
  }

  /** Writes the first offer without setting it: that begins to gather, with the servers of then. */
  draft(): Promise<void> {
    return this.#enqueue(async () => {
      this.#draft = (await this.#connection.createOffer()).sdp;
    });
  }

  /** Offers for the first time; resolves when the offer stands, sent or (made ahead) kept. */
  offer(iceServers?: RTCIceServer[]): Promise<void> {
    return this.#enqueue(async () => {
      if (this.#number >= 0) return;
      if (iceServers) this.configure(iceServers);
      await this.#offer(false);
    });
  }

  /** The offer that stands, with all candidates found so far inside. */
  describe(): Offer | undefined {
    const description = this.#connection.localDescription;
    if (description?.type !== 'offer') return undefined;
    this.#outbox = [];
    return this.#signal('offer', { number: this.#number, sdp: description.sdp });
  }

  /** The link made ahead has found its other end: from now on signals go out. */
  bind(): void {
    this.#isBound = true;
    this.#describedAt = this.#now;
    this.#flushCandidates();
  }

  /** Takes a signal of this link's epoch; they are worked off one by one. */
  receive(signal: LinkSignal): void {
    void this.#enqueue(() => this.#handle(signal));
  }

  /** The way to the Room was away and is back, or the other is: what got lost is sent again. */
  resend(): void {
    if (this.#connection.signalingState === 'have-local-offer' && this.#isBound) this.#sendOffer();
  }

  /** Uses these servers from the next restart on, such as with credentials that are still good then. */
  configure(iceServers: RTCIceServer[]): void {
    this.#connection.setConfiguration({ ...this.#options.configuration, iceServers });
  }

  /**
   * Asks the relays in the other order. Chromium holds a dead path for alive for 2.5 s, and leaves it at once only
   * for a newer one of the same rank, which for relays is their place in the list.
   */
  #turnOver(): void {
    const { iceServers = [], ...rest } = this.#connection.getConfiguration();
    const turned = iceServers.map((server) => ({
      ...server,
      urls: [server.urls].flat().reverse(),
    }));
    this.#connection.setConfiguration({ ...rest, iceServers: turned.reverse() });
  }

  /** Restarts ICE, or asks the newcomer to. */
  restart(): void {
    this.#liveness.restarted(this.#now);
    if (this.#liveness.restarts > RESTARTS_UNTIL_REBUILD) return this.#break();
    if (!this.#options.offers) return this.#send('restart', {});
    void this.#enqueue(() => this.#offer(true));
  }

  /** Sends another track of mine, or none; costs no negotiation. */
  publish(source: Source, track: MediaStreamTrack | null): void {
    this.#lanes.publish(source, track);
  }

  /** Tells how many people share my upload. */
  fit(people: number): void {
    this.#lanes.fit(people);
  }

  /** Sends no more than that of a picture. */
  limit(source: Source, limit: SendLimit | undefined): void {
    this.#lanes.limit(source, limit);
  }

  /** Has speech sent twice both ways, or once; only who offers can. */
  async protect(isProtected: boolean): Promise<void> {
    const isNew = isProtected !== Boolean(this.#protect);
    if (!isNew || !this.#options.offers || !this.#connectedAt) return;
    const { withRedundancy } = await this.#options.platform.loadLinkAsides();
    this.#protect = isProtected ? withRedundancy : undefined;
    await this.#enqueue(() => this.#offer(false));
  }

  /** Sends a message on the data channel; false if the channel is not open. */
  send(topic: string, data: unknown): boolean {
    if (this.#data.readyState !== 'open') return false;
    this.#data.send(JSON.stringify({ topic, data }));
    return true;
  }

  /** Tells the other that I live, and whether my page is hidden, so that its beats come slowly. */
  beat(): void {
    const { isHidden } = this.#options.platform;
    this.#beatAt = this.#now;
    if (this.#beat.readyState === 'open') this.#beat.send(isHidden ? 'h' : 'v');
  }

  /** Called some five times a second: sends a beat, and acts on what has not been heard. */
  tick(now: number, late: number): void {
    const { isSignalingAlive, offers } = this.#options;
    this.beat();
    if (this.#connectedAt === undefined) return this.#watchStart(now);

    const before = this.status;
    this.#liveness.check(now, late);
    this.#lanes.pause(this.#liveness.isSilent);
    this.#lanes.grow(now, this.#connectedAt);
    if (this.status !== before) this.emit('change');
    if (this.isSilent) this.emit('silent');
    if (this.#liveness.needsRestart(now) && isSignalingAlive()) this.restart();
    if (offers && this.#isUnanswered(now)) this.resend();
    if (now - this.#triedAt >= BETTER_PATH_EVERY) this.#tryBetterPath(now).catch(() => {});
  }

  close(): void {
    this.#closing.abort();
    this.#cancelFlush?.();
    this.#lanes.close();
    this.#connection.close();
  }

  get #now(): number {
    return this.#options.platform.clock.now();
  }

  #listen(): void {
    const { signal } = this.#closing;
    const connection = this.#connection;
    connection.addEventListener(
      'icecandidate',
      ({ candidate }) => {
        if (candidate?.candidate) this.#outbox.push(candidate);
        if (this.#outbox.length && this.#isBound) this.#scheduleFlush();
      },
      { signal },
    );
    connection.addEventListener(
      'connectionstatechange',
      () => {
        if (connection.connectionState === 'connected') this.#handleConnected();
        else if (connection.connectionState === 'failed' && this.#connectedAt === undefined) {
          this.#break();
        }
      },
      { signal },
    );
    this.#beat.addEventListener('message', ({ data }) => this.#hear(data === 'h'), { signal });
    this.#data.addEventListener('open', () => this.emit('change'), { signal });
    this.#data.addEventListener(
      'message',
      ({ data }: MessageEvent) => {
        this.#hear();
        if (typeof data !== 'string' || data.length > LIMITS.channelMessage) return;
        const message = parse(ChannelMessage, data);
        if (message) this.emit('message', { topic: message.topic, data: message.data });
      },
      { signal },
    );
  }

  #handleConnected(): void {
    if (this.#connectedAt === undefined) this.#connectedAt = this.#triedAt = this.#now;
    this.#hear();
    this.emit('change');
  }

  /** Networks change without a word: UDP may get through by now. */
  async #tryBetterPath(now: number): Promise<void> {
    this.#triedAt = now;
    if (this.#options.configuration.iceTransportPolicy === 'relay') return;
    const { isRelayed } = await this.#options.platform.loadLinkAsides();
    const mayTry = () => !this.#closing.signal.aborted && !this.isSilent;
    if (mayTry() && (await isRelayed(this.#connection)) && mayTry()) this.restart();
  }

  #hear(isHidden?: boolean): void {
    const now = this.#now;
    const wasSilent = this.isSilent;
    const { status } = this;
    this.#liveness.heard(now, isHidden);
    // Timers of a page that is out of sight may come once a minute; what the other sends comes in time.
    if (this.#options.platform.isHidden && now - this.#beatAt >= ANSWER_BEATS_EVERY) this.beat();
    if (!wasSilent) return;
    // At once, on both ends: each picture that need not wait is one that is not missed.
    this.#lanes.pause(false);
    this.beat();
    if (this.status === status) return;
    this.emit('change');
    this.emit('heard');
  }

  async #handle(signal: LinkSignal): Promise<void> {
    switch (signal.type) {
      case 'offer':
        return this.#answer(signal);
      case 'answer':
        return this.#acceptAnswer(signal);
      case 'candidates':
        return this.#addCandidates(signal);
      case 'restart':
        // Both ends notice at once: what was begun a moment ago is not begun again.
        if (this.#options.offers && !this.#liveness.hasJustRestarted(this.#now)) this.restart();
        return;
      case 'rebuild':
        if (this.#options.offers) this.emit('broken');
        return;
      default:
        signal satisfies never;
    }
  }

  async #offer(iceRestart: boolean): Promise<void> {
    const connection = this.#connection;
    if (connection.signalingState === 'have-local-offer') {
      if (!this.#isStale()) return this.resend();
      await connection.setLocalDescription({ type: 'rollback' });
    }
    if (iceRestart && this.isSilent) this.#turnOver();
    const sdp = this.#draft ?? (await connection.createOffer({ iceRestart })).sdp;
    this.#draft = undefined;
    if (this.#closing.signal.aborted) return;
    this.#number++;
    this.#outbox = [];
    const offer = withOpus(sdp ?? '');
    await connection.setLocalDescription({ type: 'offer', sdp: this.#protect?.(offer) ?? offer });
    if (this.#isBound) this.#sendOffer();
  }

  #sendOffer(): void {
    this.#describedAt = this.#now;
    const description = this.describe();
    if (description) this.#options.send(description);
  }

  async #answer(signal: LinkSignal & { type: 'offer' }): Promise<void> {
    if (this.#options.offers || signal.number < this.#number) return;
    const connection = this.#connection;
    if (signal.number > this.#number) {
      await connection.setRemoteDescription({ type: 'offer', sdp: signal.sdp });
      if (this.#remoteNumber < 0) this.#lanes.adopt();
      else {
        this.#liveness.restarted(this.#now);
        if (this.isSilent) this.#turnOver();
      }
      this.#remoteNumber = signal.number;
      this.#candidates = 0;
      this.#outbox = [];
      const { sdp } = await connection.createAnswer();
      this.#number = signal.number;
      await connection.setLocalDescription({ type: 'answer', sdp: withOpus(sdp ?? '') });
      this.#heed(sdp ?? '');
      this.#answeredAt = this.#now;
      this.emit('change');
    }
    // An offer that comes twice means that its answer was lost.
    const sdp = connection.localDescription?.sdp;
    if (sdp) this.#send('answer', { number: this.#number, sdp });
    this.#lanes.encode();
    await this.#addEarly();
  }

  async #acceptAnswer(signal: LinkSignal & { type: 'answer' }): Promise<void> {
    if (!this.#options.offers || signal.number !== this.#number) return;
    if (this.#connection.signalingState !== 'have-local-offer') return;
    await this.#connection.setRemoteDescription({ type: 'answer', sdp: signal.sdp });
    this.#heed(signal.sdp);
    this.#remoteNumber = signal.number;
    this.#candidates = 0;
    this.#answeredAt = this.#now;
    this.emit('change');
    await this.#addEarly();
  }

  /** An answer refuses, by a port of 0, the lanes for which there is no codec. */
  #heed(answer: string): void {
    this.hasNoCodec = /^m=(audio|video) 0 /m.test(answer);
  }

  async #addCandidates(signal: LinkSignal & { type: 'candidates' }): Promise<void> {
    if (signal.number < this.#remoteNumber) return;
    if (signal.number > this.#remoteNumber) {
      if (this.#early.length < LIMITS.candidates) this.#early.push(signal);
      return;
    }
    const candidates = signal.candidates.slice(0, LIMITS.candidates - this.#candidates);
    this.#candidates += candidates.length;
    for (const candidate of candidates) {
      // A candidate that the browser refuses, such as a name it cannot resolve, is no loss.
      await this.#connection.addIceCandidate(candidate as RTCIceCandidateInit).catch(() => {});
    }
  }

  async #addEarly(): Promise<void> {
    const early = this.#early;
    this.#early = [];
    for (const signal of early) await this.#addCandidates(signal);
  }

  #scheduleFlush(): void {
    const { first, later } = CANDIDATES_TOGETHER;
    this.#cancelFlush ??= this.#options.platform.clock.after(this.#hasFlushed ? later : first, () =>
      this.#flushCandidates(),
    );
  }

  #flushCandidates(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    this.#hasFlushed = true;
    const candidates = this.#outbox.splice(0, LIMITS.candidates).map((candidate) => {
      const { sdpMid, sdpMLineIndex, usernameFragment } = candidate;
      return { candidate: candidate.candidate, sdpMid, sdpMLineIndex, usernameFragment };
    });
    if (candidates.length) this.#send('candidates', { number: this.#number, candidates });
  }

  /** A link that never starts is rebuilt; one that does not come up restarts like any other. */
  #watchStart(now: number): void {
    const { offers, isSignalingAlive } = this.#options;
    if (!this.#isBound) return;
    if (this.#answeredAt === undefined) {
      if (offers && this.#isUnanswered(now)) this.resend();
      return;
    }
    const { iceConnectionState, iceGatheringState } = this.#connection;
    const hasNotStarted = iceConnectionState === 'new' || iceGatheringState === 'new';
    // A machine that cannot keep up starts late, and each attempt anew would keep it from that.
    const since = this.#answeredAt + this.#took * PATIENCE;
    if (hasNotStarted && now - since > START_WITHIN) return this.#break();
    this.#liveness.waiting(since);
    if (this.#liveness.needsRestart(now) && isSignalingAlive()) this.restart();
  }

  /** An offer that nobody answered for so long, on a link that was up, speaks of a network long gone. */
  #isStale(): boolean {
    const age = this.#now - (this.#describedAt ?? 0);
    return this.#connectedAt !== undefined && age > STALE_AFTER;
  }

  #isUnanswered(now: number): boolean {
    return (
      this.#connection.signalingState === 'have-local-offer' &&
      this.#describedAt !== undefined &&
      now - this.#describedAt > RESEND_AFTER
    );
  }

  #break(): void {
    this.#answeredAt = this.#now;
    if (this.#options.offers) this.emit('broken');
    else this.#send('rebuild', {});
  }

  #signal<Type extends LinkSignal['type']>(
    type: Type,
    content: Omit<LinkSignal & { type: Type }, 'type' | 'page' | 'epoch'>,
  ): LinkSignal & { type: Type } {
    const { page } = this.#options;
    return { type, page, epoch: this.epoch, ...content } as unknown as LinkSignal & { type: Type };
  }

  #send<Type extends LinkSignal['type']>(
    type: Type,
    content: Omit<LinkSignal & { type: Type }, 'type' | 'page' | 'epoch'>,
  ): void {
    this.#options.send(this.#signal(type, content));
  }

  /** Whatever fails in a step must not stop the steps after it; a link that is stuck is rebuilt. */
  #enqueue(step: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      if (this.#closing.signal.aborted) return;
      const began = this.#now;
      try {
        await step();
        this.#took += this.#now - began;
      } catch {
        if (!this.#closing.signal.aborted) this.#break();
      }
    });
    return this.#queue;
  }
}
