/** My taking part in a room: wires capture, links and the way to the Room, and shows what became of it. */
import {
  EXIT,
  isRoomName,
  LIMITS,
  mayPublish,
  parse,
  ProfileMessage,
  SOURCES,
  TIMES,
  VERSION,
  type Action,
  type Hello,
  type HostPolicy,
  type Knocker,
  type Policy,
  type Profile,
  type Refusal,
  type RoomMessage,
  type Roster,
  type RosterEntry,
  type Source,
} from '../protocol.js';
import { createBrowserPlatform } from './browser-platform.js';
import { CallError } from './call-error.js';
import type {
  CallEvents,
  CallFace,
  CallStatus,
  Device,
  DeviceKind,
  LinkProblem,
  LinkStatus,
  Participant,
  Preview,
  SendLimit,
  SourceState,
} from './call-face.js';
import { Channel } from './channel.js';
import { isSame } from './is-same.js';
import { LocalMedia } from './local-media.js';
import { Mesh } from './mesh.js';
import type { Platform } from './platform.js';
import { Signaling } from './signaling.js';
import { TypedEventTarget } from './typed-event-target.js';

export interface CallOptions {
  /** Origin of the room server, such as `https://calls.example.com`. */
  server: string;
  /** The room's name, 1 to 128 characters. */
  room: string;
  /** My name as the others read it, of at most 64 characters; without one it is that of the last visit. */
  name?: string;
  /** `relay` hides my addresses from the others. */
  iceTransportPolicy?: RTCIceTransportPolicy;
  /** STUN and TURN servers in place of those that the room server gives. */
  iceServers?: RTCIceServer[] | undefined;
  /** A JWT that says what I may, where the server wants one; see README.md. */
  token?: string;
  /** Gives another in place of one that has ended or soon will. */
  tokenProvider?: (() => Promise<string | undefined>) | undefined;
  /** Tells several calls of one page apart, so that each finds its own seat after a reload. */
  seatKey?: string;
  /** What the call stands on; the browser by default. */
  platform?: Platform;
}

/** The topics on which what the Room would tell travels while it is out of reach. */
const PROFILE_TOPIC = '~profile';
const BYE_TOPIC = '~bye';
/** Somebody who waits for the Room hears of it after this long. */
const UNREACHABLE_AFTER = 5_000;
/** A `join` that has no answer by then is sent again. */
const ANSWER_WITHIN = 2_000;
/** After a cut that is over, links are heard within this time, in milliseconds. */
const SETTLED_AFTER = 400;
/** Time for the last word on a data channel, where the Room cannot pass it on; and until the Room is back. */
const BYE_TAKES = 100;
const BYE_WITHIN = 120_000;
/** The Room is told so often that somebody left; who only says so must not make us say too much. */
const BYE_TRIES = 5;

/** Under which the person's name is remembered. */
const NAME_KEY = 'name';

const nobody: readonly Knocker[] = Object.freeze([]);

const cleanName = (name: string) => [...name.trim()].slice(0, LIMITS.name).join('');

interface Waiting {
  promise: Promise<void>;
  resolve(): void;
  reject(error: CallError): void;
  cancelUnreachable(): void;
}

export class Call extends TypedEventTarget<CallEvents> implements CallFace {
  readonly reloaded: readonly Source[] | undefined;
  readonly #platform: Platform;
  readonly #server: string;
  readonly #room: string;
  readonly #iceTransportPolicy: RTCIceTransportPolicy;
  readonly #iceServers: RTCIceServer[] | undefined;
  readonly #tokenProvider: CallOptions['tokenProvider'];
  readonly #page: string;
  readonly #place: string;
  readonly #media: LocalMedia;
  readonly #channels = new Map<string, Channel<unknown>>();
  /** What others said of themselves over their links, maybe newer than what the Room knows. */
  readonly #heard = new Map<number, { page: string; profile: Profile }>();
  /** Pages that said goodbye over their links, with what lets the Room believe it. */
  readonly #byes = new Map<number, { page: string; exit: string; tries: number }>();
  #token: string | undefined;
  #name: string;
  /** Whether the name was set here, so that it is to be remembered. */
  #hasNewName = false;
  /** What the others read where I have no name. */
  #guest = '';
  #profile: Profile = { name: '', sources: [], counter: 0 };
  #status: CallStatus = 'idle';
  #refusal: Refusal | undefined;
  #preview: Preview = { count: undefined, names: undefined };
  #participants: readonly Participant[] = Object.freeze([]);

  // What lives from `open` to `leave`.
  #life: AbortController | undefined;
  #signaling: Signaling | undefined;
  #mesh: Mesh | undefined;
  #seat: Promise<string> | undefined;
  #hello: Hello | undefined;
  #roster: Roster | undefined;
  #waiting: Waiting | undefined;
  #hasSaidAway = false;
  #hasNetworkChanged = false;
  #cancelExpecting = () => {};
  #cancelSettling = () => {};

  constructor(options: CallOptions) {
    super();
    const { server, room, name, iceTransportPolicy = 'all', seatKey = '' } = options;
    if (!isRoomName(room)) throw new CallError('no-room');
    if (!server) throw new CallError('no-server');
    this.#platform = options.platform ?? createBrowserPlatform();
    this.#server = server;
    this.#room = room;
    this.#name = cleanName(name || (this.#platform.memory.get(NAME_KEY) ?? ''));
    this.#iceTransportPolicy = iceTransportPolicy;
    this.#iceServers = options.iceServers;
    this.#token = options.token;
    this.#tokenProvider = options.tokenProvider;
    this.#page = this.#platform.randomId();
    this.#place = [server, room, seatKey].join(' ');
    const [hiddenAt, ...wanted] = (this.#platform.seats.takeNote(this.#place) ?? '').split(' ');
    const age = Math.abs(this.#platform.clock.now() - Number(hiddenAt));
    this.reloaded = age > TIMES.hideToGone ? undefined : (wanted as Source[]);
    this.#media = new LocalMedia(this.#platform);
    this.#media.on('change', () => this.#handleMediaChange());
    this.#media.on('track', ({ source, track }) => this.#mesh?.publish(source, track));
    this.#media.on('lost', (error) => this.emit('call-error', error));
  }

  get status(): CallStatus {
    return this.#status;
  }

  get refusal(): Refusal | undefined {
    return this.#refusal;
  }

  get participants(): readonly Participant[] {
    return this.#participants;
  }

  get self(): Participant | undefined {
    return this.#participants.find(({ id }) => id === this.#roster?.you);
  }

  get preview(): Preview {
    return this.#preview;
  }

  get policy(): Policy | undefined {
    return (this.#roster ?? this.#hello)?.policy;
  }

  get knocking(): readonly Knocker[] {
    return this.#roster?.knocking ?? nobody;
  }

  get canShareScreen(): boolean {
    return this.#media.canShareScreen;
  }

  get name(): string {
    return this.#name;
  }

  set name(name: string) {
    this.#name = cleanName(name);
    this.#hasNewName = true;
    if (this.#isIn) this.#rememberName();
    this.#tellProfile();
    this.emit('change');
  }

  open(): void {
    if (this.#life || !this.#platform.isSupported) return;
    const platform = this.#platform;
    const life = new AbortController();
    const signaling = new Signaling(platform, this.#server, this.#room);
    const mesh = new Mesh({
      platform,
      page: this.#page,
      iceTransportPolicy: this.#iceTransportPolicy,
      send: (to, signal) => signaling.isAlive && signaling.send({ type: 'signal', to, signal }),
      track: (source) => this.#media.track(source),
      isSignalingAlive: () => signaling.isAlive,
    });
    const { signal } = life;
    signaling.on('open', () => this.#handleOpen(), { signal });
    signaling.on('alive', () => this.#handleAlive(), { signal });
    signaling.on('lost', () => this.#handleLost(), { signal });
    signaling.on('message', (message) => this.#handleMessage(message), { signal });
    mesh.on('change', () => this.emit('change'), { signal });
    mesh.on('problem', (error) => this.emit('call-error', error), { signal });
    mesh.on('silent', () => signaling.doubt(), { signal });
    mesh.on('heard', () => signaling.hurry(), { signal });
    mesh.on('message', (message) => this.#handleChannelMessage(message), { signal });
    platform.watchPage(
      {
        onHide: () => this.#handleHide(),
        onHidden: () => mesh.beat(),
        onReturn: () => this.#handleReturn(),
        onFocus: () => this.#media.restore(false),
        onNetworkChange: () => this.#handleNetworkChange(),
      },
      signal,
    );
    this.#life = life;
    this.#signaling = signaling;
    this.#mesh = mesh;
    this.#seat ??= this.#takeSeat();
    signaling.open();
    // While the socket opens, the offer is drafted: after that has begun, for it waits for nothing.
    platform.clock.after(0, () => {
      if (!signal.aborted) void mesh.warmUp();
    });
  }

  // Not `async`, which would make another promise of one that nobody needs to wait for.
  join(guest = ''): Promise<void> {
    if (this.#waiting) return this.#waiting.promise;
    if (this.#isIn) return Promise.resolve();
    this.#guest = cleanName(guest);
    if (!this.#platform.isSupported) return Promise.reject(new CallError('unsupported'));
    const waiting = this.#wait();
    this.#refusal = undefined;
    this.open();
    this.#setStatus('joining');
    // After the socket has begun to open: asking for devices holds the page up.
    this.#platform.clock.after(0, () => {
      const wanted = SOURCES.filter((source) => this.#media.state(source).status === 'wanted');
      if (this.#waiting || this.#isIn) void this.#media.turnOnAll(wanted);
    });
    if (this.#hello) void this.#sendJoin();
    return waiting.promise;
  }

  leave(): void {
    if (!this.#life) return this.#media.close();
    const wasIn = this.#isIn;
    const isTold = this.#signaling?.send({ type: 'leave' }) && this.#signaling.isAlive;
    if (wasIn && !isTold) void this.#sayBye();
    this.#end(isTold ? 0 : BYE_TAKES);
    this.#platform.seats.keep(this.#place, undefined);
    this.#platform.seats.takeNote(this.#place);
    this.#waiting?.reject(new CallError('left'));
    this.#waiting = undefined;
    this.#setStatus(wasIn ? 'left' : 'idle');
  }

  /** Tells the others, who tell the Room, and the Room itself once it hears, while this page lives. */
  async #sayBye(): Promise<void> {
    const mesh = this.#mesh;
    const signaling = this.#signaling;
    this.#signaling = undefined;
    const exit = (await this.#seat)?.slice(0, EXIT) ?? '';
    mesh?.send(BYE_TOPIC, exit);
    const tell = () => {
      signaling?.send({ type: 'leave', exit });
      signaling?.close();
    };
    signaling?.on('open', tell);
    signaling?.on('alive', tell);
    this.#platform.clock.after(BYE_WITHIN, tell);
  }

  ask(action: Action, to: number | 'all'): void {
    this.#signaling?.send({ type: 'ask', to, action });
  }

  setPolicy(policy: Partial<HostPolicy>): void {
    this.#signaling?.send({ type: 'policy', ...policy });
  }

  setToken(token: string): void {
    this.#token = token;
    if (this.#isIn) this.#signaling?.send({ type: 'token', token });
  }

  sourceState(source: Source): SourceState {
    return this.#media.state(source);
  }

  want(source: Source, wanted: boolean): void {
    this.#media.want(source, wanted);
  }

  turnOn(source: Source): Promise<void> {
    return this.#media.turnOn(source);
  }

  turnOnAll(sources: readonly Source[]): Promise<void> {
    return this.#media.turnOnAll(sources);
  }

  turnOff(source: Source): void {
    this.#media.turnOff(source);
  }

  devices(kind: DeviceKind): readonly Device[] {
    return this.#media.devices.list(kind);
  }

  chosenDevice(kind: DeviceKind): string {
    return this.#media.devices.chosen(kind);
  }

  chooseDevice(kind: DeviceKind, id: string): Promise<void> {
    return this.#media.chooseDevice(kind, id);
  }

  get canFlipCamera(): boolean {
    return this.#media.canFlipCamera;
  }

  flipCamera(): Promise<void> {
    return this.#media.flipCamera();
  }

  level(
    participant: number | 'self',
    source: 'microphone' | 'screen-audio' = 'microphone',
  ): number {
    if (participant === 'self' || participant === this.#roster?.you) {
      return this.#media.level(source);
    }
    return this.#shows(participant, source) ? (this.#mesh?.level(participant, source) ?? 0) : 0;
  }

  stream(participant: number | 'self', source: Source): MediaStream | undefined {
    if (participant === 'self' || participant === this.#roster?.you) {
      return this.#media.stream(source);
    }
    return this.#shows(participant, source) ? this.#mesh?.stream(participant, source) : undefined;
  }

  linkStatus(participant: number): LinkStatus | undefined {
    return this.#mesh?.status(participant);
  }

  linkProblem(participant: number): LinkProblem | undefined {
    return this.#mesh?.problem(participant);
  }

  async stats(participant: number): Promise<RTCStatsReport | undefined> {
    return this.#mesh?.stats(participant);
  }

  limit(participant: number, source: 'camera' | 'screen', limit: SendLimit | undefined): void {
    this.#mesh?.limit(participant, source, limit);
  }

  /** Topics that begin with `~` are the call's own: a RangeError. Those with `:` are its features'. */
  channel<T>(topic: string, guard: (data: unknown) => data is T): Channel<T> {
    if (!topic || topic.startsWith('~') || topic.length > LIMITS.topic) {
      throw new RangeError(`A topic has 1 to ${LIMITS.topic} characters and no ~ in front.`);
    }
    const known = this.#channels.get(topic);
    if (known) return known as Channel<T>;
    const channel = new Channel(topic, guard, (data, to) => this.#mesh?.send(topic, data, to) ?? 0);
    this.#channels.set(topic, channel as Channel<unknown>);
    return channel;
  }

  /** The roster says what is on; a lane's track never does. */
  #shows(participant: number, source: Source): boolean {
    const known = this.#participants.find(({ id }) => id === participant);
    return known?.sources.includes(source) ?? false;
  }

  /** Which devices are on, or are to be. */
  get #wanted(): Source[] {
    return SOURCES.slice(0, 2).filter((source) => this.#media.state(source).status !== 'off');
  }

  #rememberName(): void {
    if (this.#hasNewName) this.#platform.memory.set(NAME_KEY, this.#name);
    this.#hasNewName = false;
  }

  get #isIn(): boolean {
    return this.#status === 'joined' || this.#status === 'reconnecting';
  }

  async #takeSeat(): Promise<string> {
    return (await this.#platform.seats.take(this.#place)) ?? this.#platform.randomId();
  }

  #wait(): Waiting {
    let resolve = () => {};
    let reject: (error: CallError) => void = () => {};
    const promise = new Promise<void>((onResolve, onReject) => {
      resolve = onResolve;
      reject = onReject;
    });
    // Whoever does not wait for `join` learns of its end by `status-change`.
    promise.catch(() => {});
    const cancelUnreachable = this.#platform.clock.after(UNREACHABLE_AFTER, () =>
      this.emit('call-error', new CallError('server-unreachable')),
    );
    this.#waiting = { promise, resolve, reject, cancelUnreachable };
    return this.#waiting;
  }

  #handleOpen(): void {
    this.#hello = undefined;
    // A first join waits for `hello`, which comes at once and names the ICE servers.
    if (this.#isIn) void this.#sendJoin();
    // The way to the Room was dead and another is not: where the links stay silent, the network is another.
    this.#cancelSettling();
    this.#cancelSettling = this.#platform.clock.after(SETTLED_AFTER, () =>
      this.#mesh?.restart(true),
    );
  }

  #handleAlive(): void {
    if (!this.#hasNetworkChanged) return;
    this.#hasNetworkChanged = false;
    if (this.#isIn) this.#mesh?.restart();
  }

  #handleLost(): void {
    if (this.#status === 'joined') this.#setStatus('reconnecting');
  }

  #handleHide(): void {
    this.#hasSaidAway = this.#signaling?.send({ type: 'away' }) ?? false;
    if (!this.#isIn && !this.#waiting) return;
    const note = [this.#platform.clock.now(), ...this.#wanted];
    this.#platform.seats.leaveNote(this.#place, note.join(' '));
  }

  #handleReturn(): void {
    this.#media.restore(true);
    this.#signaling?.hurry();
    if (this.#hasSaidAway && this.#isIn) void this.#sendJoin();
    this.#hasSaidAway = false;
  }

  #handleNetworkChange(): void {
    this.#hasNetworkChanged = true;
    this.#signaling?.hurry();
    if (this.#isIn) return;
    this.#mesh?.unprepare();
    if (this.#hello) void this.#prepare(this.#hello);
  }

  #handleMessage(message: RoomMessage): void {
    switch (message.type) {
      case 'hello':
        return this.#handleHello(message);
      case 'roster':
        return this.#handleRoster(message);
      case 'signal':
        return this.#mesh?.receive(message.from, message.signal);
      case 'asked':
        if (message.action === 'stop-screen') this.turnOff('screen');
        return this.emit('asked', { from: message.from, action: message.action });
      case 'knocking':
        return this.#handleKnocking();
      case 'renew':
        return void this.#renewToken();
      case 'slow-down':
        // What was lost is said again, as after any loss.
        return;
      case 'refused':
        return this.#handleRefused(message.reason);
      default:
        message satisfies never;
    }
  }

  #handleKnocking(): void {
    this.#cancelExpecting();
    this.#waiting?.cancelUnreachable();
    this.#setStatus('knocking');
  }

  /** The page's own server gives tokens; where it has nothing to give, the page is asked. */
  async #renewToken(): Promise<void> {
    const token = await this.#provideToken();
    if (token) this.setToken(token);
    else this.emit('token-expiring');
  }

  /** A provider that fails is as one that gives nothing: the Room says what it makes of that. */
  async #provideToken(): Promise<string | undefined> {
    return this.#tokenProvider?.().catch(() => undefined);
  }

  #handleHello(hello: Hello): void {
    if (hello.version !== VERSION) return this.#handleRefused('version');
    const isFirst = !this.#hello;
    // A relay that the offer made ahead counts on may have gone with its credentials.
    if (this.#hello && !isSame(hello.ice, this.#hello.ice)) this.#mesh?.unprepare();
    this.#hello = hello;
    this.#preview = { count: hello.preview.count, names: hello.preview.names };
    if (this.#isIn) return;
    if (isFirst && this.#waiting) void this.#sendJoin();
    else void this.#prepare(hello);
    this.emit('change');
  }

  /** Makes an offer ahead where there may be somebody to take it. */
  async #prepare(hello: Hello): Promise<void> {
    if (hello.preview.count !== 0) await this.#mesh?.prepare(this.#iceServers ?? hello.ice);
  }

  async #sendJoin(): Promise<void> {
    const life = this.#life;
    const seat = await this.#seat;
    if (!this.#isIn) {
      const token = this.#provideToken();
      if (this.#hello) await this.#prepare(this.#hello);
      this.#token = (await token) ?? this.#token;
    }
    if (!seat || life !== this.#life || life?.signal.aborted) return;
    this.#updateProfile();
    const offer = this.#isIn ? undefined : this.#mesh?.preparedOffer();
    const sent = this.#signaling?.send({
      type: 'join',
      version: VERSION,
      page: this.#page,
      profile: this.#profile,
      seat,
      ...(offer && { offer }),
      ...(this.#token && { token: this.#token }),
    });
    if (sent) this.#platform.seats.keep(this.#place, seat);
    this.#expectRoster();
  }

  /** A join that is not answered was lost with its socket, whatever that looks like: joining twice is harmless. */
  #expectRoster(): void {
    this.#cancelExpecting();
    this.#cancelExpecting = this.#platform.clock.after(ANSWER_WITHIN, () => {
      this.#signaling?.doubt();
      void this.#sendJoin();
    });
  }

  #handleRoster(roster: Roster): void {
    this.#cancelExpecting();
    const isFirst = !this.#isIn;
    this.#roster = roster;
    const { participants: entries, ice, offered, you } = roster;
    for (const told of [this.#byes, this.#heard]) {
      for (const [id, { page }] of told) {
        if (entries.find((entry) => entry.id === id)?.page !== page) told.delete(id);
      }
    }
    for (const bye of this.#byes.values()) {
      if (bye.tries++ < BYE_TRIES) this.#signaling?.send({ type: 'leave', exit: bye.exit });
    }
    const present = entries.filter(({ id }) => !this.#byes.has(id));
    const self = present.find(({ id }) => id === you);
    if (!self) return;
    // What a viewer has is not even to be captured.
    if (!mayPublish(self.role, 'camera')) this.#media.close();
    this.#mesh?.reconcile(self, present, this.#iceServers ?? ice, offered);
    // Not before: the Room passes on nothing of a socket that has not joined.
    this.#handleAlive();
    if (roster.offer) this.#mesh?.receive(roster.offer.from, roster.offer.signal);
    const tell = this.#setParticipants(present);
    this.#waiting?.cancelUnreachable();
    this.#waiting?.resolve();
    this.#waiting = undefined;
    this.#rememberName();
    this.#setStatus('joined');
    tell();
    if (isFirst || self.profile.counter < this.#profile.counter) this.#tellProfile(true);
    // The Room has not heard me for a while, though my socket lives.
    if (self.away && !this.#hasSaidAway) void this.#sendJoin();
  }

  #handleRefused(reason: Refusal): void {
    // Somebody in the room is not thrown out of it by one message that the Room did not understand.
    if (reason === 'invalid' && this.#isIn) return;
    this.#refusal = reason;
    const seat = this.#seat;
    this.#end(0);
    // By the seat whoever was removed is told again.
    if (reason === 'removed') this.#seat = seat;
    else this.#platform.seats.keep(this.#place, undefined);
    this.#waiting?.reject(new CallError(reason));
    this.#waiting = undefined;
    this.#setStatus('refused');
  }

  #handleChannelMessage({
    from,
    topic,
    data,
  }: {
    from: number;
    topic: string;
    data: unknown;
  }): void {
    const entry = this.#roster?.participants.find(({ id }) => id === from);
    if (!entry) return;
    if (topic === BYE_TOPIC) {
      if (typeof data !== 'string' || data.length !== EXIT) return;
      this.#byes.set(from, { page: entry.page, exit: data, tries: 0 });
      this.#mesh?.drop(from);
      this.#refresh();
    } else if (topic === PROFILE_TOPIC) {
      const profile = parse(ProfileMessage, data);
      const known = this.#heard.get(from)?.profile ?? entry.profile;
      if (!profile || profile.counter <= known.counter) return;
      this.#heard.set(from, { page: entry.page, profile });
      this.#refresh();
    } else this.#channels.get(topic)?.receive(from, data);
  }

  #handleMediaChange(): void {
    this.#tellProfile();
    this.emit('change');
  }

  /** Brings the profile up to date; true if that changed it. */
  #updateProfile(): boolean {
    const name = this.#name || this.#guest;
    const sources = SOURCES.filter((source) => {
      const { status } = this.#media.state(source);
      // While one still chooses a screen there is none.
      return status !== 'off' && (status === 'on' || !source.startsWith('screen'));
    });
    const { counter, ...known } = this.#profile;
    if (known.name === name && known.sources.join() === sources.join()) return false;
    this.#profile = { name, sources, counter: counter + 1 };
    return true;
  }

  /** Tells the Room and, since it may be away, the others over their links. */
  #tellProfile(again = false): void {
    if (!this.#updateProfile() && !again) return;
    if (!this.#isIn && this.#status !== 'knocking') return;
    this.#signaling?.send({ type: 'update', profile: this.#profile });
    this.#mesh?.send(PROFILE_TOPIC, this.#profile);
    this.#refresh();
  }

  #refresh(): void {
    const entries = this.#roster?.participants ?? [];
    this.#setParticipants(entries.filter(({ id }) => !this.#byes.has(id)))();
    this.emit('change');
  }

  /** Returns what tells of those who came and went, once everything else is as it should be. */
  #setParticipants(entries: readonly RosterEntry[]): () => void {
    const before = this.#participants;
    const after = entries.map((entry) => this.#participantOf(entry));
    this.#participants = Object.freeze(after);
    const missingIn = (people: readonly Participant[]) => (person: Participant) =>
      person.id !== this.#roster?.you && !people.some(({ id }) => id === person.id);
    return () => {
      for (const person of before.filter(missingIn(after))) this.emit('participant-leave', person);
      for (const person of after.filter(missingIn(before))) this.emit('participant-join', person);
    };
  }

  #participantOf({ id, role, away, barred, profile }: RosterEntry): Participant {
    const heard = id === this.#roster?.you ? this.#profile : this.#heard.get(id)?.profile;
    const { sources } = heard && heard.counter > profile.counter ? heard : profile;
    const shown = SOURCES.filter(
      (source) => sources.includes(source) && mayPublish(role, source) && !barred.includes(source),
    );
    // The name only as the Room has it: a token may have given it.
    return Object.freeze({ id, name: profile.name, role, sources: Object.freeze(shown), away });
  }

  #end(delay: number): void {
    const wanted = this.#wanted;
    this.#life?.abort();
    this.#media.close();
    // Taken up again by `join`, so that one who comes back is seen and heard as before.
    for (const source of wanted) this.#media.want(source, true);
    const mesh = this.#mesh;
    if (delay) this.#platform.clock.after(delay, () => mesh?.close());
    else mesh?.close();
    this.#signaling?.close();
    this.#waiting?.cancelUnreachable();
    this.#cancelSettling();
    this.#cancelExpecting();
    this.#life = this.#signaling = this.#mesh = this.#seat = this.#hello = this.#roster = undefined;
    this.#participants = Object.freeze([]);
    this.#heard.clear();
    this.#byes.clear();
    this.#hasSaidAway = this.#hasNetworkChanged = false;
  }

  #setStatus(status: CallStatus): void {
    if (status !== this.#status) {
      this.#status = status;
      this.emit('status-change', status);
    }
    this.emit('change');
  }
}
