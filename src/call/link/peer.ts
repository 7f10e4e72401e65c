/** The link to one remote participant: one RTCPeerConnection with four fixed lanes and three channels. */
import { toJson } from '../../json.js';
import {
  ChannelMessage,
  LIMITS,
  parse,
  type LinkSignal,
  type Offer,
  type Source,
} from '../../protocol.js';
import type { LinkStatus, SendLimit } from '../call-api.js';
import { CandidateQuota } from './candidate-quota.js';
import { EarlyCandidates } from './candidate-buffer.js';
import { Lanes } from './lanes.js';
import { Liveness } from './liveness.js';
import type { GuardedPlatform } from '../guard.js';
import type { CallPlatform } from '../lazy-chunks.js';
import { PartJoiner } from '../channels/long-messages.js';
import { OutgoingMessages } from '../channels/outgoing-messages.js';
import type { MessageKind } from '../channels/participant-limits.js';
import { withOpus } from './sdp.js';
import { TypedEventTarget } from '../base/typed-event-target.js';

export interface PeerEvents {
  change: void;
  /** A message on one topic of the data channel. */
  message: { topic: string; data: unknown };
  /** The link can't be recovered: it needs a new RTCPeerConnection under a new epoch. */
  broken: void;
  /** Nothing is received from the peer; fired repeatedly while that lasts. */
  silent: void;
  /** An interrupted link is heard again. */
  heard: void;
}

export interface PeerOptions {
  platform: GuardedPlatform<CallPlatform>;
  configuration: RTCConfiguration;
  /** Whether the local participant is the newcomer of the two, the only one that ever offers. */
  offers: boolean;
  /** This page's id, named in every signal. */
  page: string;
  epoch: number;
  send(signal: LinkSignal): void;
  track(source: Source): MediaStreamTrack | null;
  isSignalingAlive(): boolean;
  /** Counts a message from the peer; false if it must be dropped. */
  takeMessage(kind: MessageKind): boolean;
}

/** Candidates are collected for this long (the first ones only briefly), so that they are sent together. */
const CANDIDATES_TOGETHER = { first: 5, later: 50 };
/** Work that yields to a link being established does so no longer than this. */
const HANDSHAKE_TAKES = 400;
/** In Chromium, a link whose gathering or ICE has not started by then never will. */
const START_WITHIN = 2_000;
/** A link may start later by this many times the duration of negotiation. */
const PATIENCE = 5;
/** A description without an answer is sent again after this long. */
const RESEND_AFTER = 2_000;
const STALE_AFTER = 5_000;
/** A link that this many restarts did not bring back gets a new RTCPeerConnection. */
const RESTARTS_UNTIL_REBUILD = 4;
/** A hidden page answers a heartbeat if its own last one was this long ago. */
const ANSWER_BEATS_EVERY = 200;
/** How often a relayed link tries for a better path. */
const BETTER_PATH_EVERY = 60_000;

const CHANNELS = {
  beat: { negotiated: true, id: 0, ordered: false, maxRetransmits: 0 },
  data: { negotiated: true, id: 1 },
  bulk: { negotiated: true, id: 2 },
} satisfies Record<string, RTCDataChannelInit>;

export class Peer extends TypedEventTarget<PeerEvents> {
  readonly epoch: number;
  /** Whether the browsers have no codec in common, for audio or for video. */
  hasNoCodec = false;
  readonly #options: PeerOptions;
  readonly #connection: RTCPeerConnection;
  readonly #closing = new AbortController();
  readonly #liveness: Liveness;
  readonly #beat: RTCDataChannel;
  readonly #data: RTCDataChannel;
  readonly #outgoing: OutgoingMessages;
  readonly #incoming = new PartJoiner();
  readonly #lanes: Lanes;
  /** Adds redundant audio to an offer; loaded when first needed. */
  #withRedundancy: ((sdp: string) => string) | undefined;
  #wantsRedundancy = false;
  /** Whether the last offer includes redundant audio. */
  #offersRedundancy = false;
  /** Negotiation steps, one at a time. */
  #queue: Promise<void> = Promise.resolve();
  /** Number of the last local description. */
  #number = -1;
  /** The first offer, until it is set. */
  #draft: string | undefined;
  /** The offer that is being set; it can be sent before that is done. */
  #offered: { readonly sdp: string; isSent: boolean } | undefined;
  /** From the first remote description until the link is up, or that takes too long. */
  #handshake: { readonly over: Promise<void>; end(): void } | undefined;
  /** Number of the last remote description in effect. */
  #remoteNumber = -1;
  /** Counts the candidates of that description, and those of the last local one. */
  #quota = new CandidateQuota();
  #ownQuota = new CandidateQuota();
  /** When the current offer was created, and when it was last sent. */
  #offeredAt: number | undefined;
  #sentAt: number | undefined;
  #answeredAt: number | undefined;
  #connectedAt: number | undefined;
  #triedAt = -Infinity;
  /** How long all negotiation steps took, in milliseconds. */
  #took = 0;
  #beatAt = -Infinity;
  /** Whether signals can reach the peer yet; a link prepared in the lobby has none. */
  #isBound: boolean;
  #outbox: RTCIceCandidate[] = [];
  readonly #early = new EarlyCandidates();
  /** Whether a restart was requested whose offer has not arrived yet. */
  #hasAskedForRestart = false;
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
    this.#outgoing = new OutgoingMessages(this.#data, platform.clock);
    // For file transfer; the channel is open from the start, so that it needs no renegotiation.
    open('bulk');
    if (options.offers) this.#lanes.make();
    this.#listen();
  }

  /** For the diagnosis of a link that doesn't come up. */
  get connection(): RTCPeerConnection {
    return this.#connection;
  }

  /** The state of the link, as reported to users. */
  get status(): LinkStatus {
    if (this.#connectedAt === undefined) return 'connecting';
    return this.#liveness.isInterrupted ? 'interrupted' : 'connected';
  }

  /** Whether nothing is received from the peer right now. */
  get isSilent(): boolean {
    return this.#liveness.isSilent;
  }

  /** The remote stream for a source; it exists whether the lane is in use or not. */
  stream(source: Source): MediaStream | undefined {
    return this.#lanes.stream(source);
  }

  /** How loud the remote audio is, from 0 to 1. While the link connects, asking would wait for that. */
  level(source: Source): number {
    return this.#connectedAt === undefined ? 0 : this.#lanes.level(source);
  }

  /** The browser's statistics of this link. */
  report(): Promise<RTCStatsReport> {
    return this.#whileOpen(this.#connection.getStats());
  }

  /** Creates the first offer without setting it: setting starts gathering, with the servers of that moment. */
  draft(): Promise<void> {
    return this.#enqueue(async () => {
      this.#draft = (await this.#connection.createOffer()).sdp;
    });
  }

  /** Sends the first offer; resolves when it is set and sent. */
  offer(): Promise<void> {
    return this.#enqueue(async () => {
      if (this.#number < 0) await this.#offer(false);
    });
  }

  /** Sets the drafted offer; resolves when it can be sent, which is before it is set. */
  prepare(iceServers: RTCIceServer[]): Promise<void> {
    return new Promise((resolve) => {
      const step = async () => {
        if (this.#number >= 0) return;
        this.configure(iceServers);
        const isSet = this.#offer(false);
        resolve();
        await isSet;
      };
      void this.#enqueue(step).then(resolve);
    });
  }

  /** The current offer with all candidates found so far; without candidates while it is being set. */
  describe(): Offer | undefined {
    const description = this.#connection.localDescription;
    if (description?.type === 'offer') {
      this.#outbox = [];
      return this.#signal('offer', { number: this.#number, sdp: description.sdp });
    }
    if (!this.#offered) return undefined;
    this.#offered.isSent = true;
    return this.#signal('offer', { number: this.#number, sdp: this.#offered.sdp });
  }

  /** Resolves when the link is up or takes too long; undefined before the first remote description and afterwards. */
  get handshake(): Promise<void> | undefined {
    return this.#handshake?.over;
  }

  /** The prepared link has its peer: from now on, signals are sent. */
  bind(): void {
    this.#isBound = true;
    this.#sentAt = this.#now;
    this.#flushCandidates();
  }

  /** Handles a signal of this link's epoch; signals are processed one at a time. */
  receive(signal: LinkSignal): void {
    const isDescription = signal.type === 'offer' || signal.type === 'answer';
    if (isDescription && this.#remoteNumber < 0) this.#beginHandshake();
    void this.#enqueue(() => this.#handle(signal));
  }

  /** The connection to the server or to the peer was lost and is back: sends again what was lost. */
  resend(): void {
    if (this.#connection.signalingState === 'have-local-offer' && this.#isBound) this.#sendOffer();
  }

  /** Uses these servers from the next restart, such as with credentials that are still valid then. */
  configure(iceServers: RTCIceServer[]): void {
    this.#setConfiguration({ ...this.#options.configuration, iceServers });
  }

  /** Servers that a browser refuses must not end a link that has others. */
  #setConfiguration(configuration: RTCConfiguration): void {
    try {
      this.#connection.setConfiguration(configuration);
    } catch {
      // The previous servers stay.
    }
  }

  /**
   * Reverses the order of the relays. Chromium considers a dead path alive for 2.5 s, and leaves it at once only for a
   * newer one of the same priority, which for relays is their position in the list.
   */
  #rotateIceServers(): void {
    const { iceServers = [], ...rest } = this.#connection.getConfiguration();
    const turned = iceServers.map((server) => ({
      ...server,
      urls: [server.urls].flat().reverse(),
    }));
    this.#setConfiguration({ ...rest, iceServers: turned.reverse() });
  }

  /** Restarts ICE, or asks the newcomer to. */
  restart(): void {
    this.#liveness.restarted(this.#now);
    if (this.#liveness.restarts > RESTARTS_UNTIL_REBUILD) return this.#break();
    if (this.#options.offers) return void this.#enqueue(() => this.#offer(true));
    this.#hasAskedForRestart = true;
    this.#send('restart', {});
  }

  /** Sends the current track of a source, or none; needs no negotiation. */
  publish(source: Source): void {
    this.#lanes.update(source);
  }

  /** Sets how many people share the local upload bandwidth. */
  fit(people: number): void {
    this.#lanes.fit(people);
  }

  /** Limits the size and rate of a video source. */
  limit(source: Source, limit: SendLimit | undefined): void {
    this.#lanes.limit(source, limit);
  }

  /** Turns redundant audio on or off in both directions; only the offering end can switch it. */
  async setRedundantAudio(isProtected: boolean): Promise<void> {
    if (isProtected === this.#wantsRedundancy) return;
    this.#wantsRedundancy = isProtected;
    if (!this.#options.offers) return;
    if (!this.#withRedundancy) {
      const { withRedundancy } = await this.#options.platform.loadLinkDiagnostics();
      this.#withRedundancy = withRedundancy;
    }
    this.#applyRedundancy();
  }

  /** Offers again if the current offer doesn't match the wanted redundancy; waits for a pending offer. */
  #applyRedundancy(): void {
    if (!this.#withRedundancy || this.#connectedAt === undefined) return;
    void this.#enqueue(async () => {
      const isSettled = this.#wantsRedundancy === this.#offersRedundancy;
      if (isSettled || this.#connection.signalingState !== 'stable') return;
      await this.#offer(false);
    });
  }

  /** Sends a message on the data channel; false if it is not open or too much is sent. */
  send(topic: string, data: unknown): boolean {
    return this.#outgoing.send(topic, toJson({ topic, data }));
  }

  /** Sends a message that replaces those of its topic that are still queued. */
  sendLatest(topic: string, data: unknown): boolean {
    return this.#outgoing.sendLatest(topic, toJson({ topic, data }));
  }

  /** Tells the peer that this page is alive, and whether it is hidden, so that its heartbeats are slow. */
  beat(): void {
    const { isHidden } = this.#options.platform;
    this.#beatAt = this.#now;
    if (this.#beat.readyState === 'open') this.#beat.send(isHidden ? 'h' : 'v');
  }

  /** Called about five times a second: sends a heartbeat, and reacts to silence. */
  tick(now: number, late: number): void {
    const { isSignalingAlive, offers } = this.#options;
    this.beat();
    if (this.#connectedAt === undefined) return this.#watchStart(now);

    const before = this.status;
    this.#liveness.check(now, late);
    this.#lanes.pause(this.#liveness.isSilent);
    this.#lanes.tick(now, this.#connectedAt);
    if (this.status !== before) this.emit('change');
    if (this.isSilent) this.emit('silent');
    if (this.#liveness.needsRestart(now) && isSignalingAlive()) this.restart();
    if (offers && this.#isUnanswered(now)) {
      if (this.#isStale()) this.#offerAnew();
      else this.resend();
    }
    if (now - this.#triedAt >= BETTER_PATH_EVERY) this.#tryBetterPath(now).catch(() => {});
  }

  close(): void {
    this.#closing.abort();
    this.#cancelFlush?.();
    this.#outgoing.close();
    this.#handshake?.end();
    this.#lanes.close();
    this.#connection.close();
  }

  get #now(): number {
    return this.#options.platform.clock.now();
  }

  #listen(): void {
    const { signal } = this.#closing;
    const { guard } = this.#options.platform;
    const connection = this.#connection;
    connection.addEventListener(
      'icecandidate',
      guard(({ candidate }: RTCPeerConnectionIceEvent) => {
        if (candidate?.candidate) this.#outbox.push(candidate);
        if (this.#outbox.length && this.#isBound) this.#scheduleFlush();
      }),
      { signal },
    );
    connection.addEventListener(
      'connectionstatechange',
      guard(() => {
        if (connection.connectionState === 'connected') this.#handleConnected();
        else if (connection.connectionState === 'failed' && this.#connectedAt === undefined) {
          this.#break();
        }
      }),
      { signal },
    );
    const handleBeat = guard(({ data }: MessageEvent) => {
      if (this.#options.takeMessage('beat')) this.#hear(data === 'h');
    });
    this.#beat.addEventListener('message', handleBeat, { signal });
    this.#data.addEventListener('open', () => this.emit('change'), { signal });
    this.#data.addEventListener(
      'message',
      guard(({ data }: MessageEvent) => {
        if (this.#options.takeMessage('message')) this.#receiveMessage(data);
      }),
      { signal },
    );
  }

  #beginHandshake(): void {
    if (this.#handshake) return;
    let end = () => {};
    const over = new Promise<void>((resolve) => (end = resolve));
    const cancel = this.#options.platform.clock.after(HANDSHAKE_TAKES, () =>
      this.#handshake?.end(),
    );
    this.#handshake = {
      over,
      end: () => {
        cancel();
        this.#handshake = undefined;
        end();
      },
    };
  }

  #receiveMessage(data: unknown): void {
    this.#hear();
    if (typeof data !== 'string' || data.length > LIMITS.channelMessage) return;
    const whole = this.#incoming.take(data);
    const message = whole && parse(ChannelMessage, whole.text);
    if (!message) return;
    const isOwn = message.topic.startsWith('~');
    if (isOwn ? this.#options.takeMessage('own') : !whole.isLong) {
      this.emit('message', { topic: message.topic, data: message.data });
    }
  }

  #handleConnected(): void {
    this.#handshake?.end();
    const isFirst = this.#connectedAt === undefined;
    if (isFirst) this.#connectedAt = this.#triedAt = this.#now;
    this.#hear();
    if (isFirst) this.#applyRedundancy();
    this.emit('change');
  }

  /** Networks change without notice: UDP may get through by now. */
  async #tryBetterPath(now: number): Promise<void> {
    this.#triedAt = now;
    if (this.#options.configuration.iceTransportPolicy === 'relay') return;
    const { isRelayed } = await this.#options.platform.loadLinkDiagnostics();
    const mayTry = () => !this.#closing.signal.aborted && !this.isSilent;
    if (mayTry() && (await isRelayed(this.#connection)) && mayTry()) this.restart();
  }

  #hear(isHidden?: boolean): void {
    const now = this.#now;
    const wasSilent = this.isSilent;
    const { status } = this;
    this.#liveness.heard(now, isHidden);
    // Timers of a hidden page may fire once a minute; messages from the peer arrive in time.
    if (this.#options.platform.isHidden && now - this.#beatAt >= ANSWER_BEATS_EVERY) this.beat();
    if (!wasSilent) return;
    // At once, on both ends, so that no video frame is held back needlessly.
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
        // Both ends notice at the same time: a restart that just began is not repeated.
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
    if (iceRestart && this.isSilent) this.#rotateIceServers();
    const sdp = this.#draft ?? (await connection.createOffer({ iceRestart })).sdp;
    this.#draft = undefined;
    if (this.#closing.signal.aborted) return;
    this.#number++;
    this.#outbox = [];
    this.#ownQuota = new CandidateQuota();
    this.#offeredAt = this.#now;
    const offer = withOpus(sdp ?? '');
    const redundancy = this.#wantsRedundancy ? this.#withRedundancy : undefined;
    this.#offersRedundancy = redundancy !== undefined;
    const offered = { sdp: redundancy?.(offer) ?? offer, isSent: false };
    this.#offered = offered;
    await connection.setLocalDescription({ type: 'offer', sdp: offered.sdp });
    this.#offered = undefined;
    if (this.#isBound && !offered.isSent) this.#sendOffer();
  }

  /** A stale offer names paths of a network that is gone, so it is not sent again. */
  #offerAnew(): void {
    void this.#enqueue(async () => {
      if (this.#isUnanswered(this.#now) && this.#isStale()) await this.#offer(true);
    });
  }

  #sendOffer(): void {
    this.#sentAt = this.#now;
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
        // A restart requested from here was counted when it was requested.
        if (!this.#hasAskedForRestart) this.#liveness.restarted(this.#now);
        if (this.isSilent) this.#rotateIceServers();
      }
      this.#hasAskedForRestart = false;
      this.#remoteNumber = signal.number;
      this.#quota = new CandidateQuota();
      this.#ownQuota = new CandidateQuota();
      this.#outbox = [];
      const { sdp } = await connection.createAnswer();
      this.#number = signal.number;
      await connection.setLocalDescription({ type: 'answer', sdp: withOpus(sdp ?? '') });
      this.#detectMissingCodec(sdp ?? '');
      this.#answeredAt = this.#now;
    }
    // A repeated offer means that its answer was lost.
    const sdp = connection.localDescription?.sdp;
    if (sdp) {
      this.#send('answer', { number: this.#number, sdp });
      this.#outbox = [];
    }
    // The peer waits for the answer, and not for anything that follows.
    this.#lanes.updateAll();
    this.emit('change');
    await this.#addEarly();
  }

  async #acceptAnswer(signal: LinkSignal & { type: 'answer' }): Promise<void> {
    if (!this.#options.offers || signal.number !== this.#number) return;
    if (this.#connection.signalingState !== 'have-local-offer') return;
    await this.#connection.setRemoteDescription({ type: 'answer', sdp: signal.sdp });
    this.#detectMissingCodec(signal.sdp);
    this.#remoteNumber = signal.number;
    this.#quota = new CandidateQuota();
    this.#answeredAt = this.#now;
    this.emit('change');
    await this.#addEarly();
    this.#applyRedundancy();
  }

  /** An answer rejects, with port 0, the lanes for which there is no codec. */
  #detectMissingCodec(answer: string): void {
    this.hasNoCodec = /^m=(audio|video) 0 /m.test(answer);
  }

  async #addCandidates(signal: LinkSignal & { type: 'candidates' }): Promise<void> {
    if (signal.number < this.#remoteNumber) return;
    if (signal.number > this.#remoteNumber) return this.#early.add(signal.number, signal);
    await Promise.all(
      this.#quota.take(signal.candidates).map((candidate) =>
        // A candidate that the browser refuses, such as a name it can't resolve, doesn't matter.
        this.#connection.addIceCandidate(candidate as RTCIceCandidateInit).catch(() => {}),
      ),
    );
  }

  async #addEarly(): Promise<void> {
    for (const signal of this.#early.take(this.#remoteNumber)) await this.#addCandidates(signal);
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
    const candidates = this.#ownQuota.take(this.#outbox.splice(0)).map((candidate) => {
      const { sdpMid, sdpMLineIndex, usernameFragment } = candidate;
      return { candidate: candidate.candidate, sdpMid, sdpMLineIndex, usernameFragment };
    });
    if (candidates.length) this.#send('candidates', { number: this.#number, candidates });
  }

  /** A link that never starts is rebuilt; one that doesn't come up is restarted like any other. */
  #watchStart(now: number): void {
    const { offers, isSignalingAlive } = this.#options;
    if (!this.#isBound) return;
    if (this.#answeredAt === undefined) {
      if (offers && this.#isUnanswered(now)) this.resend();
      return;
    }
    const { iceConnectionState, iceGatheringState } = this.#connection;
    const hasNotStarted = iceConnectionState === 'new' || iceGatheringState === 'new';
    // An overloaded machine starts late, and a new attempt each time would prevent that.
    const since = this.#answeredAt + this.#took * PATIENCE;
    if (hasNotStarted && now - since > START_WITHIN) return this.#break();
    this.#liveness.waiting(since);
    if (this.#liveness.needsRestart(now) && isSignalingAlive()) this.restart();
  }

  /** An offer unanswered for this long, on a link that was up, describes a network long gone. */
  #isStale(): boolean {
    const age = this.#now - (this.#offeredAt ?? this.#now);
    return this.#connectedAt !== undefined && age > STALE_AFTER;
  }

  #isUnanswered(now: number): boolean {
    return (
      this.#connection.signalingState === 'have-local-offer' &&
      this.#sentAt !== undefined &&
      now - this.#sentAt > RESEND_AFTER
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

  /** Rejects once the link is closed: the browser then never settles pending work on its connection. */
  #whileOpen<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.#closing;
    return new Promise((resolve, reject) => {
      const handleClose = () => reject(new DOMException('The link is closed.', 'AbortError'));
      signal.addEventListener('abort', handleClose);
      void work
        .then(resolve, reject)
        .finally(() => signal.removeEventListener('abort', handleClose));
    });
  }

  /** A failing step must not stop the steps after it; a link that is stuck is rebuilt. */
  #enqueue(step: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      if (this.#closing.signal.aborted) return;
      const began = this.#now;
      try {
        await this.#whileOpen(step());
        this.#took += this.#now - began;
      } catch {
        if (!this.#closing.signal.aborted) this.#break();
      }
    });
    return this.#queue;
  }
}
