/** Diagnoses links that don't come up: exchanges findings with the remote end and reports the reason. Lazily loaded. */
import { toJson } from '../../json.js';
import type { Signal } from '../../protocol.js';
import type { LinkProblem } from '../call-api.js';
import {
  factsOf,
  recordIceError,
  readDescription,
  noFindings,
  readFacts,
  type LinkFacts,
} from './link-facts.js';
import { diagnose } from './diagnose.js';

/** All in milliseconds. */
const TIMES = {
  /** Between two checks. */
  look: 500,
  /** From when a link fails until the verdict; longer if nothing is heard from the remote end. */
  judge: 9_000,
  judgeAlone: 12_000,
  /** Facts are sent again after this long, since the remote end may only now be listening. */
  tell: 3_000,
  /** A description not answered within this time won't be. */
  answer: 4_500,
  /** After this long without a sign of life the server is lost; a silent link has it checked again and again. */
  lost: 4_000,
  /** A live page sends a new description within this time, at the latest with the next restart. */
  describe: 8_500,
  /** A different verdict must hold this long before it replaces the previous one. */
  settle: 3_000,
};

/** A link as its mesh sees it. */
export interface DiagnosedLink {
  readonly id: number;
  /** Whether the local participant is the newcomer of the two. */
  readonly offers: boolean;
  readonly away: boolean;
  readonly peer:
    { readonly connection: RTCPeerConnection; readonly hasNoCodec: boolean } | undefined;
  /** When it was last healthy, or was due to start. */
  readonly healthyAt: number;
  /** The findings of the remote end, as received. */
  readonly facts: unknown;
}

interface Options {
  readonly page: string;
  send(to: number, signal: Signal): boolean;
  isSignalingAlive(): boolean;
}

/** The state kept about a link while it fails. */
class Watch {
  findings = noFindings();
  connection: RTCPeerConnection | undefined;
  listening = new AbortController();
  lookedAt = -Infinity;
  answeredAt = -Infinity;
  aliveAt: number;
  /** The last remote description, and when it arrived. */
  remote = '';
  remoteAt: number;
  told = '';
  toldAt = -Infinity;
  /** The last verdict given. */
  problem: LinkProblem | undefined;
  /** A verdict that differs from it, and since when. */
  other: { problem: LinkProblem; since: number } | undefined;

  constructor(now: number) {
    this.aliveAt = this.remoteAt = now;
  }
}

const isSameProblem = (one: LinkProblem | undefined, other: LinkProblem) =>
  one?.reason === other.reason && one.whose === other.whose;

export class LinkDiagnosis {
  readonly #options: Options;
  readonly #watches = new WeakMap<DiagnosedLink, Watch>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Checks one link, as often as time permits; returns why it doesn't come up, once that is known. */
  check(link: DiagnosedLink, now: number): LinkProblem | undefined {
    const known = this.#watches.get(link);
    if (link.healthyAt === now) {
      known?.listening.abort();
      this.#watches.delete(link);
      return undefined;
    }
    const watch = known ?? new Watch(now);
    this.#watches.set(link, watch);
    if (this.#options.isSignalingAlive()) watch.aliveAt = now;
    const isLost = now - watch.aliveAt > TIMES.lost;
    const isInDoubt = now > watch.aliveAt && !isLost;
    if (!isInDoubt && now - watch.lookedAt >= TIMES.look) {
      watch.lookedAt = now;
      const facts = this.#gather(link, watch, now);
      this.#share(link, watch, facts, now);
      const problem = this.#judge(link, watch, facts, now, isLost);
      if (problem) this.#settle(watch, problem, now);
    }
    return watch.problem;
  }

  #gather({ peer, offers }: DiagnosedLink, watch: Watch, now: number): LinkFacts {
    const connection = peer?.connection;
    if (connection && connection !== watch.connection) {
      watch.connection = connection;
      watch.listening.abort();
      watch.listening = new AbortController();
      connection.addEventListener(
        'icecandidateerror',
        (error) => recordIceError(error, watch.findings),
        watch.listening,
      );
    }
    const { localDescription, remoteDescription, signalingState } = connection ?? {};
    readDescription(localDescription?.sdp ?? '', watch.findings);
    const remote = remoteDescription?.sdp ?? '';
    if (remote && remote !== watch.remote) watch.remoteAt = now;
    watch.remote = remote || watch.remote;
    if (signalingState === 'stable' && remoteDescription) watch.answeredAt = now;
    // For an offer that the elder could not accept, there is a connection and nothing else.
    const isBegun = offers ? localDescription : peer;
    const isAnswered = now - watch.answeredAt < TIMES.answer;
    const { iceConnectionState, connectionState } = connection ?? {};
    const isThrough = iceConnectionState === 'connected' || iceConnectionState === 'completed';
    return factsOf(watch.findings, connection?.getConfiguration() ?? {}, {
      stage: isAnswered ? 'answered' : isBegun ? 'offered' : 'none',
      isReached: isThrough && connectionState !== 'connected',
      hasNoCodec: peer?.hasNoCodec ?? false,
    });
  }

  #share({ id }: DiagnosedLink, watch: Watch, facts: LinkFacts, now: number): void {
    const text = toJson(facts);
    if (text === watch.told && now - watch.toldAt < TIMES.tell) return;
    const { page, send } = this.#options;
    if (!send(id, { type: 'facts', page, facts })) return;
    watch.told = text;
    watch.toldAt = now;
  }

  #judge(
    link: DiagnosedLink,
    watch: Watch,
    mine: LinkFacts,
    now: number,
    isLost: boolean,
  ): LinkProblem | undefined {
    const age = now - link.healthyAt;
    if (age < TIMES.judge) return undefined;
    if (mine.hasNoCodec) return diagnose(mine, mine, link.offers);
    // A client without the server receives no more facts, and the server reports it as away.
    if (isLost || link.away) {
      return Object.freeze({ reason: 'link-server-lost', whose: isLost ? 'self' : 'other' });
    }
    const theirs = readFacts(link.facts);
    if (theirs) return diagnose(mine, theirs, link.offers);
    if (age < TIMES.judgeAlone) return undefined;
    return this.#judgeAlone(link, watch, mine, now);
  }

  /** A page that sends nothing is frozen, or predates facts; in the latter case it still sends descriptions. */
  #judgeAlone(
    { peer, offers }: DiagnosedLink,
    { remote, remoteAt }: Watch,
    mine: LinkFacts,
    now: number,
  ): LinkProblem {
    if (mine.stage !== 'answered' || now - remoteAt > TIMES.describe) {
      return Object.freeze({ reason: 'link-unanswered', whose: 'other' });
    }
    const findings = noFindings();
    readDescription(remote, findings);
    // The remote end was given the same servers.
    const { iceServers = [] } = peer?.connection.getConfiguration() ?? {};
    return diagnose(mine, factsOf(findings, { iceServers }, mine), offers);
  }

  /** Gives a verdict; one that differs from the previous one only once it has held for a while. */
  #settle(watch: Watch, problem: LinkProblem, now: number): void {
    if (isSameProblem(watch.problem, problem)) {
      watch.other = undefined;
      return;
    }
    if (!watch.other || !isSameProblem(watch.other.problem, problem)) {
      watch.other = { problem, since: now };
    }
    if (watch.problem && now - watch.other.since < TIMES.settle) return;
    watch.other = undefined;
    watch.problem = problem;
  }
}
