/** The link to one remote participant: one RTCPeerConnection, and what keeps it alive. */
import type { LinkSignal, Source } from '../../protocol.js';
import { TypedEventTarget } from '../base/typed-event-target.js';
import { untilAborted } from '../base/until-aborted.js';
import type { LinkStatus } from '../call-api.js';
import { LinkChannels, type LinkChannelsEvents } from '../channels/link-channels.js';
import type { MessageKind } from '../channels/participant-limits.js';
import type { GuardedPlatform } from '../guard.js';
import type { CallPlatform } from '../lazy-chunks.js';
import { Lanes } from './lanes.js';
import { Liveness } from './liveness.js';
import { Negotiation } from './negotiation.js';
import { StatsReader } from './stats-reader.js';

export interface PeerEvents {
  change: void;
  /** Messages can be sent from now on. */
  open: void;
  /** A message on one topic of the data channel. */
  message: LinkChannelsEvents['message'];
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

/** Work that yields to a link being established does so no longer than this. */
const HANDSHAKE_TAKES = 400;
/** In Chromium, a link whose gathering or ICE has not started by then never will. */
const START_WITHIN = 2_000;
/** A link may start later by this many times the duration of negotiation. */
const PATIENCE = 5;
/** A link that this many restarts did not bring back gets a new RTCPeerConnection. */
const RESTARTS_UNTIL_REBUILD = 4;
/** A hidden page answers a heartbeat if its own last one was this long ago. */
const ANSWER_BEATS_EVERY = 200;
/** How often a relayed link tries for a better path. */
const BETTER_PATH_EVERY = 60_000;

export class Peer extends TypedEventTarget<PeerEvents> {
  readonly epoch: number;
  /** For the diagnosis of a link that doesn't come up, too. */
  readonly connection: RTCPeerConnection;
  readonly lanes: Lanes;
  readonly negotiation: Negotiation;
  readonly channels: LinkChannels;
  readonly #options: PeerOptions;
  readonly #closing = new AbortController();
  readonly #liveness: Liveness;
  readonly #stats: StatsReader;
  /** From the first remote description until the link is up, or that takes too long. */
  #handshake: { readonly over: Promise<void>; end(): void } | undefined;
  #connectedAt: number | undefined;
  #triedAt = -Infinity;
  /** Whether signals can reach the peer yet; a link prepared in the lobby has none. */
  #isBound: boolean;

  constructor(options: PeerOptions, bound = true) {
    super();
    const { platform, configuration, epoch, offers, page, send } = options;
    const { signal } = this.#closing;
    const connection = platform.createConnection(configuration);
    this.#options = options;
    this.#isBound = bound;
    this.epoch = epoch;
    this.connection = connection;
    this.lanes = new Lanes(connection, platform, options.track);
    this.#liveness = new Liveness(platform.clock.now());
    this.#stats = new StatsReader(platform.clock, () =>
      untilAborted(signal, connection.getStats()),
    );
    this.channels = new LinkChannels(connection, platform, options.takeMessage, signal);
    this.negotiation = new Negotiation(
      {
        ...{ platform, connection, configuration, offers, page, epoch, send },
        closing: signal,
        isSilent: () => this.isSilent,
        handleFirstOffer: () => this.lanes.adopt(),
        handleRestart: () => this.#liveness.restarted(this.#now),
        handleAnswered: () => {
          if (!offers) this.lanes.updateAll();
          this.emit('change');
        },
        handleBroken: () => this.emit('broken'),
      },
      bound,
    );
    if (offers) this.lanes.make();
    this.channels.on('open', () => {
      this.emit('open');
      this.emit('change');
    });
    this.channels.on('heard', (isHidden) => this.#hear(isHidden));
    this.channels.on('message', (message) => this.emit('message', message));
    connection.addEventListener(
      'connectionstatechange',
      platform.guard(() => {
        if (connection.connectionState === 'connected') this.#handleConnected();
        else if (connection.connectionState === 'failed' && this.#connectedAt === undefined) {
          this.negotiation.giveUp();
        }
      }),
      { signal },
    );
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

  /** Whether the browsers have no codec in common, for audio or for video. */
  get hasNoCodec(): boolean {
    return this.negotiation.hasNoCodec;
  }

  /** Resolves when the link is up or takes too long; undefined before the first remote description and afterwards. */
  get handshake(): Promise<void> | undefined {
    return this.#handshake?.over;
  }

  /** How loud the remote audio is, from 0 to 1. While the link connects, asking would wait for that. */
  level(source: Source): number {
    return this.#connectedAt === undefined ? 0 : this.lanes.level(source);
  }

  /** The browser's statistics of this link, at most half a second old. */
  report(): Promise<RTCStatsReport> {
    return this.#stats.read();
  }

  /** The prepared link has its peer: from now on, signals are sent. */
  bind(): void {
    this.#isBound = true;
    this.negotiation.bind();
  }

  /** Handles a signal of this link's epoch. */
  receive(signal: LinkSignal): void {
    const { offers } = this.#options;
    switch (signal.type) {
      case 'restart':
        // Both ends notice at the same time: a restart that just began is not repeated.
        if (offers && !this.#liveness.hasJustRestarted(this.#now)) this.restart();
        return;
      case 'rebuild':
        if (offers) this.emit('broken');
        return;
      case 'offer':
      case 'answer':
        if (!this.negotiation.hasBegun) this.#beginHandshake();
    }
    this.negotiation.receive(signal);
  }

  /** Restarts ICE, or asks the newcomer to. */
  restart(): void {
    this.#liveness.restarted(this.#now);
    if (this.#liveness.restarts > RESTARTS_UNTIL_REBUILD) this.negotiation.giveUp();
    else this.negotiation.restart();
  }

  /** Called about five times a second: sends a heartbeat, and reacts to silence. */
  tick(now: number, late: number): void {
    this.channels.beat();
    if (this.#connectedAt === undefined) return this.#watchStart(now);

    const before = this.status;
    this.#liveness.check(now, late);
    this.lanes.pause(this.isSilent);
    this.lanes.tick(now, this.#connectedAt);
    if (this.status !== before) this.emit('change');
    if (this.isSilent) this.emit('silent');
    this.#restartIfNeeded(now);
    this.negotiation.resendUnanswered();
    if (now - this.#triedAt >= BETTER_PATH_EVERY) this.#tryBetterPath(now).catch(() => {});
  }

  close(): void {
    this.#closing.abort();
    this.#handshake?.end();
    this.lanes.close();
    this.connection.close();
  }

  get #now(): number {
    return this.#options.platform.clock.now();
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

  #handleConnected(): void {
    this.#handshake?.end();
    const isFirst = this.#connectedAt === undefined;
    if (isFirst) this.#connectedAt = this.#triedAt = this.#now;
    this.#hear();
    if (isFirst) this.negotiation.noteUp();
    this.emit('change');
  }

  /** Networks change without notice: UDP may get through by now. */
  async #tryBetterPath(now: number): Promise<void> {
    this.#triedAt = now;
    if (this.#options.configuration.iceTransportPolicy === 'relay') return;
    const { isRelayed } = await this.#options.platform.loadLinkDiagnostics();
    const mayTry = () => !this.#closing.signal.aborted && !this.isSilent;
    if (mayTry() && isRelayed(await this.report()) && mayTry()) this.restart();
  }

  #hear(isHidden?: boolean): void {
    const now = this.#now;
    const wasSilent = this.isSilent;
    const { status } = this;
    this.#liveness.heard(now, isHidden);
    // Timers of a hidden page may fire once a minute; messages from the peer arrive in time.
    const { beatAt } = this.channels;
    const isDue = this.#options.platform.isHidden && now - beatAt >= ANSWER_BEATS_EVERY;
    if (isDue || wasSilent) this.channels.beat();
    if (!wasSilent) return;
    // At once, on both ends, so that no video frame is held back needlessly.
    this.lanes.pause(false);
    if (this.status === status) return;
    this.emit('change');
    this.emit('heard');
  }

  /** A link that never starts is rebuilt; one that doesn't come up is restarted like any other. */
  #watchStart(now: number): void {
    if (!this.#isBound) return;
    const { answeredAt, took } = this.negotiation;
    if (answeredAt === undefined) return this.negotiation.resendUnanswered();
    const { iceConnectionState, iceGatheringState } = this.connection;
    const hasNotStarted = iceConnectionState === 'new' || iceGatheringState === 'new';
    // An overloaded machine starts late, and a new attempt each time would prevent that.
    const since = answeredAt + took * PATIENCE;
    if (hasNotStarted && now - since > START_WITHIN) return this.negotiation.giveUp();
    this.#liveness.waiting(since);
    this.#restartIfNeeded(now);
  }

  #restartIfNeeded(now: number): void {
    if (this.#liveness.needsRestart(now) && this.#options.isSignalingAlive()) this.restart();
  }
}
