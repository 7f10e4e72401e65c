/**
 * The negotiation of one connection: offers, answers and candidates, one step at a time. Of the two ends only the
 * newcomer offers, so offers never collide.
 */
import type { LinkSignal, Offer } from '../../protocol.js';
import { untilAborted } from '../base/until-aborted.js';
import type { GuardedPlatform } from '../guard.js';
import type { CallPlatform } from '../lazy-chunks.js';
import { EarlyCandidates } from './candidate-buffer.js';
import { CandidateQuota } from './candidate-quota.js';
import { CandidateSender } from './candidate-sender.js';
import { rotateIceServers, setIceConfiguration } from './ice-configuration.js';
import { withOpus } from './sdp.js';

/** A signal that this end handles by negotiating. */
export type NegotiationSignal = Exclude<LinkSignal, { type: 'restart' | 'rebuild' }>;

export interface NegotiationOptions {
  readonly platform: GuardedPlatform<CallPlatform>;
  readonly connection: RTCPeerConnection;
  readonly configuration: RTCConfiguration;
  /** Whether the local participant is the newcomer of the two. */
  readonly offers: boolean;
  /** This page's id and the connection's epoch, named in every signal. */
  readonly page: string;
  readonly epoch: number;
  /** Aborted when the connection is closed. */
  readonly closing: AbortSignal;
  send(signal: LinkSignal): void;
  /** Whether nothing is received from the peer right now. */
  isSilent(): boolean;
  /** The peer's first offer is set and not answered yet. */
  handleFirstOffer(): void;
  /** The peer restarts ICE without a request from here. */
  handleRestart(): void;
  /** Both ends have each other's description. */
  handleAnswered(): void;
  /** The connection can't be recovered: the newcomer needs another. */
  handleBroken(): void;
}

/** A description without an answer is sent again after this long, in milliseconds. */
const RESEND_AFTER = 2_000;
/** An offer that is older was made for a network that is gone. In milliseconds. */
const STALE_AFTER = 5_000;

export class Negotiation {
  /** Whether the browsers have no codec in common, for audio or for video. */
  hasNoCodec = false;
  /** When the last negotiation ended. */
  answeredAt: number | undefined;
  /** How long all steps took, in milliseconds. */
  took = 0;
  readonly #options: NegotiationOptions;
  readonly #connection: RTCPeerConnection;
  /** The steps, one at a time. */
  #queue: Promise<void> = Promise.resolve();
  /** Numbers of the last local description and of the last remote one in effect. */
  #number = -1;
  #remoteNumber = -1;
  /** The first offer, until it is set. */
  #draft: string | undefined;
  /** The offer that is being set; it can be sent before that is done. */
  #offered: { readonly sdp: string; isSent: boolean } | undefined;
  /** When the current offer was created, and when it was last sent. */
  #offeredAt = Infinity;
  #sentAt = Infinity;
  /** Whether signals can reach the peer yet; a link prepared in the lobby has none. */
  #isBound: boolean;
  /** Whether the connection was ever up. */
  #wasUp = false;
  /** Whether a restart was requested whose offer has not arrived yet. */
  #hasAskedForRestart = false;
  readonly #sender: CandidateSender;
  /** Candidates that arrived before their description, and the number of those in effect. */
  readonly #early = new EarlyCandidates();
  #quota = new CandidateQuota();
  /** Adds redundant audio to an offer; loaded when first needed. */
  #withRedundancy: ((sdp: string) => string) | undefined;
  #wantsRedundancy = false;
  /** Whether the last offer includes redundant audio. */
  #offersRedundancy = false;

  constructor(options: NegotiationOptions, isBound: boolean) {
    const { connection, platform, closing } = options;
    this.#options = options;
    this.#connection = connection;
    this.#isBound = isBound;
    this.#sender = new CandidateSender(platform.clock, (candidates) =>
      this.#send('candidates', { number: this.#number, candidates }),
    );
    if (isBound) this.#sender.start();
    connection.addEventListener(
      'icecandidate',
      platform.guard(({ candidate }: RTCPeerConnectionIceEvent) => this.#sender.add(candidate)),
      { signal: closing },
    );
    closing.addEventListener('abort', () => this.#sender.close());
  }

  /** Whether a remote description is set. */
  get hasBegun(): boolean {
    return this.#remoteNumber >= 0;
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
    const isSet = description?.type === 'offer';
    const sdp = isSet ? description.sdp : this.#offered?.sdp;
    if (sdp === undefined) return undefined;
    if (isSet) this.#sender.drop();
    else if (this.#offered) this.#offered.isSent = true;
    return this.#signal('offer', { number: this.#number, sdp });
  }

  /** The prepared link has its peer, who was given the offer: from now on, signals are sent. */
  bind(): void {
    this.#isBound = true;
    this.#sentAt = this.#now;
    this.#sender.start();
  }

  /** Handles a signal of this connection's epoch. */
  receive(signal: NegotiationSignal): void {
    void this.#enqueue(() => this.#handle(signal));
  }

  /** Notes that the connection is up for the first time. */
  noteUp(): void {
    this.#wasUp = true;
    this.#applyRedundancy();
  }

  /** The connection to the server or to the peer was lost and is back: sends again what was lost. */
  resend(): void {
    if (this.#connection.signalingState === 'have-local-offer' && this.#isBound) this.#sendOffer();
  }

  /** Sends an unanswered offer again; a stale one is replaced. */
  resendUnanswered(): void {
    if (!this.#isUnanswered) return;
    if (this.#isStale) void this.#enqueue(() => this.#replaceStale());
    else this.resend();
  }

  /** Restarts ICE, or requests it from the newcomer. */
  restart(): void {
    if (this.#options.offers) return void this.#enqueue(() => this.#offer(true));
    this.#hasAskedForRestart = true;
    this.#send('restart', {});
  }

  /** Gives the connection up: the newcomer replaces it, the elder requests that. */
  giveUp(): void {
    this.answeredAt = this.#now;
    if (this.#options.offers) this.#options.handleBroken();
    else this.#send('rebuild', {});
  }

  /** Uses these servers from the next restart, such as with credentials that are still valid then. */
  configure(iceServers: RTCIceServer[]): void {
    setIceConfiguration(this.#connection, { ...this.#options.configuration, iceServers });
  }

  /** Turns redundant audio on or off in both directions; only the offering end can switch it. */
  async setRedundantAudio(isProtected: boolean): Promise<void> {
    if (isProtected === this.#wantsRedundancy) return;
    this.#wantsRedundancy = isProtected;
    const { offers, platform } = this.#options;
    if (!offers) return;
    this.#withRedundancy ??= (await platform.loadLinkDiagnostics()).withRedundancy;
    this.#applyRedundancy();
  }

  get #now(): number {
    return this.#options.platform.clock.now();
  }

  /** Offers again if the current offer doesn't match the wanted redundancy; waits for a pending offer. */
  #applyRedundancy(): void {
    if (!this.#withRedundancy || !this.#wasUp) return;
    void this.#enqueue(async () => {
      const isSettled = this.#wantsRedundancy === this.#offersRedundancy;
      if (!isSettled && this.#connection.signalingState === 'stable') await this.#offer(false);
    });
  }

  #handle(signal: NegotiationSignal): Promise<void> {
    switch (signal.type) {
      case 'offer':
        return this.#answer(signal);
      case 'answer':
        return this.#acceptAnswer(signal);
      case 'candidates':
        return this.#addCandidates(signal);
      default:
        return signal satisfies never;
    }
  }

  async #offer(iceRestart: boolean): Promise<void> {
    const connection = this.#connection;
    if (connection.signalingState === 'have-local-offer') {
      if (!this.#isStale) return this.resend();
      await connection.setLocalDescription({ type: 'rollback' });
    }
    if (iceRestart) this.#leaveDeadRelay();
    const sdp = this.#draft ?? (await connection.createOffer({ iceRestart })).sdp;
    this.#draft = undefined;
    if (this.#options.closing.aborted) return;
    this.#number++;
    this.#sender.reset();
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

  async #replaceStale(): Promise<void> {
    if (this.#isUnanswered && this.#isStale) await this.#offer(true);
  }

  #leaveDeadRelay(): void {
    if (this.#options.isSilent()) rotateIceServers(this.#connection);
  }

  #sendOffer(): void {
    this.#sentAt = this.#now;
    const description = this.describe();
    if (description) this.#options.send(description);
  }

  async #answer(signal: LinkSignal & { type: 'offer' }): Promise<void> {
    const { offers, handleFirstOffer, handleRestart, handleAnswered } = this.#options;
    if (offers || signal.number < this.#number) return;
    const connection = this.#connection;
    if (signal.number > this.#number) {
      await connection.setRemoteDescription({ type: 'offer', sdp: signal.sdp });
      if (!this.hasBegun) handleFirstOffer();
      else {
        // A restart requested from here was counted when it was requested.
        if (!this.#hasAskedForRestart) handleRestart();
        this.#leaveDeadRelay();
      }
      this.#hasAskedForRestart = false;
      this.#beginRemote(signal.number);
      this.#sender.reset();
      const { sdp } = await connection.createAnswer();
      this.#number = signal.number;
      await connection.setLocalDescription({ type: 'answer', sdp: withOpus(sdp ?? '') });
      this.#noteAnswer(sdp ?? '');
    }
    // A repeated offer means that its answer was lost.
    const sdp = connection.localDescription?.sdp;
    if (sdp) {
      this.#send('answer', { number: this.#number, sdp });
      this.#sender.drop();
    }
    // The peer waits for the answer, and not for anything that follows.
    handleAnswered();
    await this.#addEarly();
  }

  async #acceptAnswer(signal: LinkSignal & { type: 'answer' }): Promise<void> {
    if (!this.#options.offers || signal.number !== this.#number) return;
    if (this.#connection.signalingState !== 'have-local-offer') return;
    await this.#connection.setRemoteDescription({ type: 'answer', sdp: signal.sdp });
    this.#beginRemote(signal.number);
    this.#noteAnswer(signal.sdp);
    this.#options.handleAnswered();
    await this.#addEarly();
    this.#applyRedundancy();
  }

  #beginRemote(number: number): void {
    this.#remoteNumber = number;
    this.#quota = new CandidateQuota();
  }

  #noteAnswer(answer: string): void {
    // It rejects, with port 0, the lanes for which there is no codec.
    this.hasNoCodec = /^m=(audio|video) 0 /m.test(answer);
    this.answeredAt = this.#now;
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

  get #isStale(): boolean {
    return this.#wasUp && this.#now - this.#offeredAt > STALE_AFTER;
  }

  get #isUnanswered(): boolean {
    const isOffered = this.#connection.signalingState === 'have-local-offer';
    return isOffered && this.#now - this.#sentAt > RESEND_AFTER;
  }

  #signal<Type extends LinkSignal['type']>(
    type: Type,
    content: Omit<LinkSignal & { type: Type }, 'type' | 'page' | 'epoch'>,
  ): LinkSignal & { type: Type } {
    const { page, epoch } = this.#options;
    return { type, page, epoch, ...content } as unknown as LinkSignal & { type: Type };
  }

  #send<Type extends LinkSignal['type']>(
    type: Type,
    content: Omit<LinkSignal & { type: Type }, 'type' | 'page' | 'epoch'>,
  ): void {
    this.#options.send(this.#signal(type, content));
  }

  /** A failing step must not stop the steps after it; a connection that is stuck is replaced. */
  #enqueue(step: () => Promise<void>): Promise<void> {
    const { closing } = this.#options;
    this.#queue = this.#queue.then(async () => {
      if (closing.aborted) return;
      const began = this.#now;
      try {
        await untilAborted(closing, step());
        this.took += this.#now - began;
      } catch {
        if (!closing.aborted) this.giveUp();
      }
    });
    return this.#queue;
  }
}
