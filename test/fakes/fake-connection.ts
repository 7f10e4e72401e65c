/** An RTCPeerConnection in memory: the state machine of descriptions, ICE and channels, without media. */
import type { FakeClock } from './fake-clock.js';

/** What runs between two fake connections, and where a test cuts it. */
export class FakeInternet {
  readonly connections = new Map<string, FakeConnection>();
  readonly clock: FakeClock;
  /** Whether packets pass between two hosts. */
  isOpen: (from: string, to: string) => boolean = () => true;
  /** One way, in milliseconds. */
  latency = 10;
  /** What candidates a host finds with the servers that it was given, such as `typ host`. */
  candidatesOf: (host: string, configuration: RTCConfiguration) => readonly string[] = () => [
    'typ host',
  ];
  /** What servers answer a host, where they give it no candidate. */
  errorsOf: (
    host: string,
    configuration: RTCConfiguration,
  ) => readonly { errorCode: number; url: string }[] = () => [];
  /** Whether what passes between two hosts is spoiled, so that nothing can be encrypted. */
  isSpoiled: (one: string, other: string) => boolean = () => false;
  /** Whether two hosts' browsers have a codec in common. */
  haveCodec: (one: string, other: string) => boolean = () => true;
  #count = 0;
  readonly #descriptions = new Map<string, Description>();

  constructor(clock: FakeClock) {
    this.clock = clock;
  }

  /** Each is read once: every message over a link asks for those of both ends. */
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
  /** Which round of ICE this belongs to. */
  ufrag: string;
  lanes: string[];
  /** For an answer: the ufrag of its offer. */
  answers?: string;
  candidates: readonly string[];
}

/** What a description says besides, as that of a browser does. */
const SOUND = '\nm=audio 9 UDP/TLS/RTP/SAVPF 111 63\na=rtpmap:63 red/48000/2\n';
const write = (description: Description, rest = SOUND) => JSON.stringify(description) + rest;

/** As browsers do, at once. */
function refuseNoServers({ iceServers = [] }: RTCConfiguration): void {
  for (const url of iceServers.flatMap(({ urls }) => urls)) {
    if (!/^(stun|turn)s?:[^\s/]+$/.test(url)) throw new Error(`SyntaxError: ${url}`);
  }
}

class FakeSender {
  track: MediaStreamTrack | null = null;
  #encodings: RTCRtpEncodingParameters[];

  constructor(encodings: RTCRtpEncodingParameters[]) {
    this.#encodings = encodings;
  }

  async replaceTrack(track: MediaStreamTrack | null): Promise<void> {
    await Promise.resolve();
    this.track = track;
  }

  getParameters() {
    const codecs = ['video/VP8', 'video/rtx', 'video/H264'].map((mimeType) => ({ mimeType }));
    return { codecs, encodings: this.#encodings.map((one) => ({ ...one })) };
  }

  async setParameters({ encodings }: { encodings: RTCRtpEncodingParameters[] }): Promise<void> {
    await Promise.resolve();
    this.#encodings = encodings;
  }

  setStreams(): void {}
}

class FakeReceiver {
  readonly track: { kind: string; remote: true };
  /** What was played last. */
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

  constructor(kind: string, encodings: RTCRtpEncodingParameters[]) {
    this.kind = kind;
    this.sender = new FakeSender(encodings);
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
  /** Whether the path goes through a relay of this end. */
  isRelayed = false;
  /** What the way is thought to carry, in bits per second. */
  available: number | undefined;
  /** The share of its speech that the other end says it missed. */
  loss = 0;
  /** How many candidates of the other end it was given. */
  candidatesTaken = 0;
  /** A test's way to the defect of real browsers where gathering never begins. */
  neverStarts = false;
  readonly #internet: FakeInternet;
  readonly #transceivers: FakeTransceiver[] = [];
  readonly #channels = new Map<string, FakeChannel>();
  #local: { type: RTCSdpType; sdp: string } | null = null;
  #remote: { type: RTCSdpType; sdp: string } | null = null;
  #stable: { local: { type: RTCSdpType; sdp: string } | null; generation: number } | undefined;
  #generation = 0;
  #remoteCandidates = new Set<string>();

  constructor(internet: FakeInternet, host: string, configuration: RTCConfiguration) {
    super();
    this.#internet = internet;
    this.host = host;
    refuseNoServers(configuration);
    this.configuration = configuration;
    this.name = internet.nextName();
    internet.connections.set(this.name, this);
  }

  get localDescription() {
    return this.#local;
  }

  /** With the candidates that came by themselves. */
  get remoteDescription() {
    const remote = this.#remote;
    return remote && { ...remote, sdp: [remote.sdp, ...this.#remoteCandidates].join('\n') };
  }

  /** The other end, if both ends hold each other's present descriptions. */
  get other(): FakeConnection | undefined {
    const remote = this.#read(this.#remote?.sdp);
    const local = this.#read(this.#local?.sdp);
    const other = remote && this.#internet.connections.get(remote.connection);
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
    refuseNoServers(configuration);
    this.configuration = configuration;
  }

  async getStats(): Promise<ReadonlyMap<string, object>> {
    await Promise.resolve();
    this.#refuseClosed();
    const candidateType = this.isRelayed ? 'relay' : 'host';
    const reports = [
      { id: 'T', type: 'transport', connection: this.name, selectedCandidatePairId: 'P' },
      {
        ...{ id: 'P', type: 'candidate-pair', localCandidateId: 'L' },
        timestamp: this.#internet.clock.now(),
        availableOutgoingBitrate: this.available,
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
    const transceiver = new FakeTransceiver(kind, structuredClone(init.sendEncodings ?? [{}]));
    transceiver.direction = init.direction ?? 'sendrecv';
    this.#transceivers.push(transceiver);
    return transceiver;
  }

  createDataChannel(label: string): FakeChannel {
    const channel = new FakeChannel(this, label);
    this.#channels.set(label, channel);
    return channel;
  }

  async createOffer({ iceRestart = false } = {}): Promise<{ type: 'offer'; sdp: string }> {
    await Promise.resolve();
    this.#refuseClosed();
    const generation = this.#generation + (iceRestart || !this.#local ? 1 : 0);
    return { type: 'offer', sdp: write(this.#describe(generation)) };
  }

  async createAnswer(): Promise<{ type: 'answer'; sdp: string }> {
    await Promise.resolve();
    this.#refuseClosed();
    const offer = this.#read(this.#remote?.sdp);
    if (this.signalingState !== 'have-remote-offer' || !offer) throw new Error('InvalidStateError');
    return {
      type: 'answer',
      sdp: this.#refuseLanes(
        write({ ...this.#describe(this.#generation + 1), answers: offer.ufrag }),
        offer.connection,
      ),
    };
  }

  async setLocalDescription(description: { type: RTCSdpType; sdp?: string }): Promise<void> {
    await Promise.resolve();
    this.#refuseClosed();
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
  }

  async setRemoteDescription(description: { type: RTCSdpType; sdp: string }): Promise<void> {
    await Promise.resolve();
    this.#refuseClosed();
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
        const transceiver = new FakeTransceiver(kind, [{}]);
        transceiver.mid = String(index);
        this.#transceivers.push(transceiver);
      }
    }
    this.signalingState = isOffer ? 'have-remote-offer' : 'stable';
    this.#tryToConnect();
  }

  async addIceCandidate({ candidate }: { candidate: string }): Promise<void> {
    this.candidatesTaken++;
    await Promise.resolve();
    if (!this.#remote) throw new Error('InvalidStateError: no remote description');
    if (!candidate.startsWith(`${this.#read(this.#remote.sdp)?.ufrag} `)) {
      throw new Error('OperationError: unknown ufrag');
    }
    this.#remoteCandidates.add(candidate);
    this.#tryToConnect();
  }

  sendOn(label: string, data: string): void {
    const { clock, latency } = this.#internet;
    const other = this.other;
    if (!other || !this.#internet.isOpen(this.host, other.host)) return;
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
    this.#internet.connections.delete(this.name);
  }

  #describe(generation: number): Description {
    return {
      connection: this.name,
      ufrag: `${this.name}.${generation}`,
      lanes: this.#transceivers.map(({ kind }) => kind),
      candidates: [],
    };
  }

  /** Where there is no codec in common an answer says so of each lane, as in a real one. */
  #refuseLanes(answer: string, from: string): string {
    const host = this.#internet.connections.get(from)?.host ?? '';
    const isFine = this.#internet.haveCodec(this.host, host);
    return isFine ? answer : `${answer}\nm=audio 0 UDP/TLS/RTP/SAVPF 0\n`;
  }

  #gather(): void {
    if (this.neverStarts) return;
    this.iceGatheringState = 'gathering';
    const description = this.#read(this.#local?.sdp);
    if (!description) return;
    const { candidatesOf, errorsOf } = this.#internet;
    const found = candidatesOf(this.host, this.configuration);
    this.#internet.clock.after(2, () => {
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
    const { clock, latency } = this.#internet;
    if (this.signalingState === 'stable' && this.#remote && !this.neverStarts) {
      if (this.iceConnectionState === 'new') this.iceConnectionState = 'checking';
    }
    clock.after(latency, () => {
      const other = this.other;
      if (!other || this.neverStarts || other.neverStarts) return;
      // One known candidate is enough: the other end learns the path from its packets.
      if (!this.#remoteCandidates.size && !other.#remoteCandidates.size) return;
      if (!this.#internet.isOpen(this.host, other.host)) return;
      if (!this.#internet.isOpen(other.host, this.host)) return;
      const isSpoiled = this.#internet.isSpoiled(this.host, other.host);
      this.#connected(isSpoiled);
      other.#connected(isSpoiled);
    });
  }

  #connected(isSpoiled: boolean): void {
    this.iceConnectionState = 'connected';
    if (isSpoiled) return;
    if (this.connectionState !== 'connected') {
      this.connectionState = 'connected';
      this.dispatchEvent(new Event('connectionstatechange'));
    }
    for (const channel of this.#channels.values()) channel.open();
  }

  #read(sdp: string | undefined): Readonly<Description> | undefined {
    return this.#internet.read(sdp);
  }

  #refuseClosed(): void {
    if (this.connectionState === 'closed') throw new Error('InvalidStateError: closed');
  }
}
