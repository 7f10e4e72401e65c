/** An RTCPeerConnection in memory: the state machine of descriptions, ICE and channels, without media. */
import type { FakeClock } from './fake-clock.js';

/** The network between fake connections, which a test can interrupt. */
export class FakeInternet {
  readonly connections = new Map<string, FakeConnection>();
  readonly clock: FakeClock;
  /** Whether packets pass between two hosts. */
  isOpen: (from: string, to: string) => boolean = () => true;
  /** One way, in milliseconds. */
  latency = 10;
  /** The candidates, such as `typ host`, that a host finds with its configured servers. */
  candidatesOf: (host: string, configuration: RTCConfiguration) => readonly string[] = () => [
    'typ host',
  ];
  /** The errors that servers return to a host instead of a candidate. */
  errorsOf: (
    host: string,
    configuration: RTCConfiguration,
  ) => readonly { errorCode: number; url: string }[] = () => [];
  /** Whether data between two hosts is corrupted, so that no encryption can be set up. */
  isSpoiled: (one: string, other: string) => boolean = () => false;
  /** Whether two hosts' browsers have a codec in common. */
  haveCodec: (one: string, other: string) => boolean = () => true;
  /** Whether a host's browser fails to make offers. */
  failsToOffer: (host: string) => boolean = () => false;
  /** Appended to every description, for example to make it long. */
  padding = '';
  /** Resolves after the duration of one browser operation. */
  readonly work: () => Promise<void>;
  #count = 0;
  readonly #descriptions = new Map<string, Description>();

  constructor(clock: FakeClock, work: () => Promise<void>) {
    this.clock = clock;
    this.work = work;
  }

  /** Parses each description once, since every message over a link needs those of both ends. */
  read(sdp: string | undefined): Readonly<Description> | undefined {
    if (!sdp) return undefined;
    let description = this.#descriptions.get(sdp);
    if (!description) {
      description = JSON.parse(sdp.split('\n')[0]!) as Description;
      this.#descriptions.set(sdp, description);
    }
    return description;
  }

  nextName(): string {
    return `c${++this.#count}`;
  }
}

interface Description {
  connection: string;
  /** The ICE generation that this belongs to. */
  ufrag: string;
  lanes: string[];
  /** For an answer: the ufrag of its offer. */
  answers?: string;
  candidates: readonly string[];
}

/** The rest of a description, as a browser writes it. */
const SOUND = '\nm=audio 9 UDP/TLS/RTP/SAVPF 111 63\na=rtpmap:63 red/48000/2\n';
const write = (description: Description, rest = SOUND) => JSON.stringify(description) + rest;

/** Throws immediately, as browsers do: https://www.w3.org/TR/webrtc/#set-the-configuration */
function refuseConfiguration({ iceServers = [], iceTransportPolicy }: RTCConfiguration): void {
  if (!Array.isArray(iceServers)) throw new TypeError('iceServers is not iterable');
  if (iceTransportPolicy !== undefined && !['all', 'relay'].includes(iceTransportPolicy)) {
    throw new TypeError(`${iceTransportPolicy} is not a valid enum value`);
  }
  for (const { urls, username, credential } of iceServers) {
    for (const url of [urls].flat()) {
      if (!/^(stun:[^\s/?]+|turns?:[^\s/]+)$/.test(url)) throw new Error(`SyntaxError: ${url}`);
      if (url.startsWith('turn') && !(username && credential)) {
        throw new Error(`InvalidAccessError: ${url} has no credentials`);
      }
    }
  }
}

class FakeSender {
  track: MediaStreamTrack | null = null;
  /** How many of the next `setParameters` calls fail, as if the browser were in the middle of an operation. */
  failures = 0;
  readonly #connection: FakeConnection;
  #encodings: RTCRtpEncodingParameters[];
  /** The last result of `getParameters` since the last change: only that can be set. */
  #given: object | undefined;
  #setting: Promise<void> = Promise.resolve();

  constructor(connection: FakeConnection, encodings: RTCRtpEncodingParameters[]) {
    this.#connection = connection;
    this.#encodings = encodings.map((encoding) => ({ active: true, ...encoding }));
  }

  replaceTrack(track: MediaStreamTrack | null): Promise<void> {
    return this.#connection.operate(() => void (this.track = track));
  }

  getParameters() {
    const codecs = ['video/VP8', 'video/rtx', 'video/H264'].map((mimeType) => ({ mimeType }));
    const parameters = { codecs, encodings: this.#encodings.map((one) => ({ ...one })) };
    this.#given = parameters;
    return parameters;
  }

  setParameters(parameters: { encodings: RTCRtpEncodingParameters[] }): Promise<void> {
    const isGiven = this.#given === parameters;
    this.#given = undefined;
    if (!isGiven) return Promise.reject(new DOMException('', 'InvalidStateError'));
    const { encodings } = parameters;
    const set = async () => {
      await this.#connection.internet.work();
      if (this.failures-- > 0) throw new DOMException('', 'InvalidModificationError');
      this.#encodings = encodings;
    };
    this.failures = Math.max(0, this.failures);
    const done = this.#setting.then(set);
    this.#setting = done.catch(() => {});
    return done;
  }

  setStreams(): void {}
}

class FakeReceiver {
  readonly track: { kind: string; remote: true };
  /** The last audio played. */
  played: { timestamp: number; audioLevel?: number } | undefined;

  constructor(kind: string) {
    this.track = { kind, remote: true };
  }

  getSynchronizationSources(): object[] {
    return this.played ? [this.played] : [];
  }
}

class FakeTransceiver {
  mid: string | null = null;
  direction = 'recvonly';
  readonly kind: string;
  readonly sender: FakeSender;
  readonly receiver: FakeReceiver;

  constructor(connection: FakeConnection, kind: string, encodings: RTCRtpEncodingParameters[]) {
    this.kind = kind;
    this.sender = new FakeSender(connection, encodings);
    this.receiver = new FakeReceiver(kind);
  }
}

class FakeChannel extends EventTarget {
  readyState = 'connecting';
  readonly label: string;
  readonly #connection: FakeConnection;

  constructor(connection: FakeConnection, label: string) {
    super();
    this.#connection = connection;
    this.label = label;
  }

  send(data: string): void {
    if (this.readyState !== 'open') throw new Error(`send on a channel that is ${this.readyState}`);
    this.#connection.sendOn(this.label, data);
  }

  open(): void {
    if (this.readyState !== 'connecting') return;
    this.readyState = 'open';
    this.dispatchEvent(new Event('open'));
  }
}

export class FakeConnection extends EventTarget {
  readonly name: string;
  readonly host: string;
  signalingState: RTCSignalingState = 'stable';
  iceConnectionState: RTCIceConnectionState = 'new';
  iceGatheringState: RTCIceGatheringState = 'new';
  connectionState: RTCPeerConnectionState = 'new';
  configuration: RTCConfiguration;
  /** Whether the path uses a relay of this end. */
  isRelayed = false;
  /** The estimated bandwidth of the path, in bits per second: as low as in a browser that sent little but speech. */
  available = 70_000;
  /** The round-trip time, in seconds. */
  delay = 0.02;
  /** The fraction of this end's audio that the peer reports as lost. */
  loss = 0;
  /** How many of the peer's candidates were added. */
  candidatesTaken = 0;
  /** How often statistics were requested. */
  statsRequests = 0;
  /** Lets a test simulate a bug of real browsers: gathering never starts. */
  neverStarts = false;
  readonly internet: FakeInternet;
  /** Operations, one at a time: https://www.w3.org/TR/webrtc/#dfn-operations-chain */
  #operations: Promise<unknown> = Promise.resolve();
  readonly #transceivers: FakeTransceiver[] = [];
  readonly #channels = new Map<string, FakeChannel>();
  #local: { type: RTCSdpType; sdp: string } | null = null;
  #remote: { type: RTCSdpType; sdp: string } | null = null;
  #stable: { local: { type: RTCSdpType; sdp: string } | null; generation: number } | undefined;
  #generation = 0;
  #remoteCandidates = new Set<string>();
  /** The peer on the path in use, which a negotiation in progress doesn't affect. */
  #linked: FakeConnection | undefined;

  constructor(internet: FakeInternet, host: string, configuration: RTCConfiguration) {
    super();
    this.internet = internet;
    this.host = host;
    refuseConfiguration(configuration);
    this.configuration = configuration;
    this.name = internet.nextName();
    internet.connections.set(this.name, this);
  }

  get localDescription() {
    return this.#local;
  }

  /** Includes the candidates that arrived separately. */
  get remoteDescription() {
    const remote = this.#remote;
    return remote && { ...remote, sdp: [remote.sdp, ...this.#remoteCandidates].join('\n') };
  }

  /** The peer, if both ends have each other's current descriptions. */
  get other(): FakeConnection | undefined {
    const remote = this.#read(this.#remote?.sdp);
    const local = this.#read(this.#local?.sdp);
    const other = remote && this.internet.connections.get(remote.connection);
    if (!other || other.connectionState === 'closed' || this.connectionState === 'closed') return;
    const isMutual =
      this.#read(other.#remote?.sdp)?.ufrag === local?.ufrag &&
      this.#read(other.#local?.sdp)?.ufrag === remote.ufrag;
    return isMutual && this.signalingState === 'stable' && other.signalingState === 'stable'
      ? other
      : undefined;
  }

  getConfiguration(): RTCConfiguration {
    return this.configuration;
  }

  setConfiguration(configuration: RTCConfiguration): void {
    refuseConfiguration(configuration);
    this.configuration = configuration;
  }

  async getStats(): Promise<ReadonlyMap<string, object>> {
    this.statsRequests++;
    await this.internet.work();
    this.#refuseClosed();
    const candidateType = this.isRelayed ? 'relay' : 'host';
    const reports = [
      { id: 'T', type: 'transport', connection: this.name, selectedCandidatePairId: 'P' },
      {
        ...{ id: 'P', type: 'candidate-pair', localCandidateId: 'L' },
        timestamp: this.internet.clock.now(),
        availableOutgoingBitrate: this.available,
        currentRoundTripTime: this.delay,
      },
      { id: 'L', type: 'local-candidate', candidateType },
      { id: 'A', type: 'outbound-rtp', kind: 'audio', mid: '0' },
      { id: 'R', type: 'remote-inbound-rtp', localId: 'A', fractionLost: this.loss },
    ];
    return new Map(reports.map((report) => [report.id, report]));
  }

  getTransceivers(): FakeTransceiver[] {
    return [...this.#transceivers];
  }

  addTransceiver(kind: string, init: RTCRtpTransceiverInit): FakeTransceiver {
    const transceiver = new FakeTransceiver(
      this,
      kind,
      structuredClone(init.sendEncodings ?? [{}]),
    );
    transceiver.direction = init.direction ?? 'sendrecv';
    this.#transceivers.push(transceiver);
    return transceiver;
  }

  createDataChannel(label: string): FakeChannel {
    const channel = new FakeChannel(this, label);
    this.#channels.set(label, channel);
    return channel;
  }

  createOffer({ iceRestart = false } = {}): Promise<{ type: 'offer'; sdp: string }> {
    return this.operate(() => {
      if (this.internet.failsToOffer(this.host)) throw new DOMException('', 'OperationError');
      const generation = this.#generation + (iceRestart || !this.#local ? 1 : 0);
      return { type: 'offer', sdp: write(this.#describe(generation)) + this.internet.padding };
    });
  }

  createAnswer(): Promise<{ type: 'answer'; sdp: string }> {
    return this.operate(() => {
      const offer = this.#read(this.#remote?.sdp);
      if (this.signalingState !== 'have-remote-offer' || !offer)
        throw new Error('InvalidStateError');
      return {
        type: 'answer',
        sdp: this.#refuseLanes(
          write({ ...this.#describe(this.#generation + 1), answers: offer.ufrag }),
          offer.connection,
        ),
      };
    });
  }

  setLocalDescription(description: { type: RTCSdpType; sdp?: string }): Promise<void> {
    return this.operate(() => {
      if (description.type === 'rollback') {
        if (this.signalingState !== 'have-local-offer') throw new Error('InvalidStateError');
        this.#local = this.#stable?.local ?? null;
        this.signalingState = 'stable';
        return;
      }
      const isOffer = description.type === 'offer';
      if (this.signalingState !== (isOffer ? 'stable' : 'have-remote-offer')) {
        throw new Error(`InvalidStateError: local ${description.type} in ${this.signalingState}`);
      }
      this.#stable = { local: this.#local, generation: this.#generation };
      this.#local = { type: description.type, sdp: description.sdp ?? '' };
      this.#generation = Number(this.#read(description.sdp)?.ufrag.split('.')[1]);
      this.signalingState = isOffer ? 'have-local-offer' : 'stable';
      this.#transceivers.forEach((transceiver, index) => (transceiver.mid ??= String(index)));
      this.#gather();
      this.#tryToConnect();
    });
  }

  setRemoteDescription(description: { type: RTCSdpType; sdp: string }): Promise<void> {
    return this.operate(() => {
      const isOffer = description.type === 'offer';
      if (this.signalingState !== (isOffer ? 'stable' : 'have-local-offer')) {
        throw new Error(`InvalidStateError: remote ${description.type} in ${this.signalingState}`);
      }
      const remote = this.#read(description.sdp);
      if (!remote) throw new Error('no description');
      if (!isOffer && remote.answers !== this.#read(this.#local?.sdp)?.ufrag) {
        throw new Error('OperationError: an answer to another offer');
      }
      if (this.#read(this.#remote?.sdp)?.ufrag !== remote.ufrag) this.#remoteCandidates.clear();
      this.#remote = { type: description.type, sdp: description.sdp };
      for (const candidate of remote.candidates) this.#remoteCandidates.add(candidate);
      if (isOffer && this.#transceivers.length === 0) {
        for (const [index, kind] of remote.lanes.entries()) {
          const transceiver = new FakeTransceiver(this, kind, [{}]);
          transceiver.mid = String(index);
          this.#transceivers.push(transceiver);
        }
      }
      this.signalingState = isOffer ? 'have-remote-offer' : 'stable';
      this.#tryToConnect();
    });
  }

  addIceCandidate({ candidate }: { candidate: string }): Promise<void> {
    return this.operate(() => {
      this.candidatesTaken++;
      if (!this.#remote) throw new Error('InvalidStateError: no remote description');
      if (!candidate.startsWith(`${this.#read(this.#remote.sdp)?.ufrag} `)) {
        throw new Error('OperationError: unknown ufrag');
      }
      this.#remoteCandidates.add(candidate);
      this.#tryToConnect();
    });
  }

  /** Runs a step after all earlier ones; if the connection is closed by then, it never settles, as in browsers. */
  operate<T>(step: () => T): Promise<T> {
    if (this.connectionState === 'closed') return Promise.reject(new Error('InvalidStateError'));
    const done = this.#operations
      .then(() => this.internet.work())
      .then(() => (this.connectionState === 'closed' ? new Promise<T>(() => {}) : step()));
    this.#operations = done.catch(() => {});
    return done;
  }

  sendOn(label: string, data: string): void {
    const { clock, latency } = this.internet;
    const other = this.other ?? this.#linked;
    if (!other || !this.internet.isOpen(this.host, other.host)) return;
    clock.after(latency, () => {
      if (other.connectionState === 'closed') return;
      other.#channels.get(label)?.dispatchEvent(new MessageEvent('message', { data }));
    });
  }

  close(): void {
    this.connectionState = 'closed';
    this.iceConnectionState = 'closed';
    this.signalingState = 'closed';
    for (const channel of this.#channels.values()) channel.readyState = 'closed';
    this.internet.connections.delete(this.name);
  }

  #describe(generation: number): Description {
    return {
      connection: this.name,
      ufrag: `${this.name}.${generation}`,
      lanes: this.#transceivers.map(({ kind }) => kind),
      candidates: [],
    };
  }

  /** Without a common codec, the answer rejects a lane, as a real one does. */
  #refuseLanes(answer: string, from: string): string {
    const host = this.internet.connections.get(from)?.host ?? '';
    const isFine = this.internet.haveCodec(this.host, host);
    return isFine ? answer : `${answer}\nm=audio 0 UDP/TLS/RTP/SAVPF 0\n`;
  }

  #gather(): void {
    if (this.neverStarts) return;
    this.iceGatheringState = 'gathering';
    const description = this.#read(this.#local?.sdp);
    if (!description) return;
    const { candidatesOf, errorsOf } = this.internet;
    const found = candidatesOf(this.host, this.configuration);
    this.internet.clock.after(2, () => {
      if (this.connectionState === 'closed') return;
      this.iceGatheringState = 'complete';
      const present = this.#read(this.#local?.sdp);
      if (present?.ufrag === description.ufrag && this.#local) {
        const candidates = found.map((one) => `${description.ufrag} ${one}`);
        const complete = [...present.candidates, ...candidates];
        const rest = this.#local.sdp.slice(this.#local.sdp.indexOf('\n'));
        const sdp = write({ ...present, candidates: complete }, rest);
        this.#local = { ...this.#local, sdp };
      }
      for (const one of found) {
        const candidate = `${description.ufrag} ${one}`;
        const event = Object.assign(new Event('icecandidate'), {
          candidate: { candidate, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null },
        });
        this.dispatchEvent(event);
      }
      for (const error of errorsOf(this.host, this.configuration)) {
        this.dispatchEvent(Object.assign(new Event('icecandidateerror'), error));
      }
      this.#tryToConnect();
    });
  }

  #tryToConnect(): void {
    const { clock, latency } = this.internet;
    if (this.signalingState === 'stable' && this.#remote && !this.neverStarts) {
      if (this.iceConnectionState === 'new') this.iceConnectionState = 'checking';
    }
    clock.after(latency, () => {
      const other = this.other;
      if (!other || this.neverStarts || other.neverStarts) return;
      // One known candidate is enough: the peer learns the path from its packets.
      if (!this.#remoteCandidates.size && !other.#remoteCandidates.size) return;
      if (!this.internet.isOpen(this.host, other.host)) return;
      if (!this.internet.isOpen(other.host, this.host)) return;
      const isSpoiled = this.internet.isSpoiled(this.host, other.host);
      this.#connected(other, isSpoiled);
      other.#connected(this, isSpoiled);
    });
  }

  #connected(other: FakeConnection, isSpoiled: boolean): void {
    this.iceConnectionState = 'connected';
    if (isSpoiled) return;
    this.#linked = other;
    if (this.connectionState !== 'connected') {
      this.connectionState = 'connected';
      this.dispatchEvent(new Event('connectionstatechange'));
    }
    for (const channel of this.#channels.values()) channel.open();
  }

  #read(sdp: string | undefined): Readonly<Description> | undefined {
    return this.internet.read(sdp);
  }

  #refuseClosed(): void {
    if (this.connectionState === 'closed') throw new Error('InvalidStateError: closed');
  }
}
