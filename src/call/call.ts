/** The local participant's call: connects capture, links and the room server, and reports the resulting state. */
import {
  canonicalRoomName,
  LIMITS,
  mayPublish,
  SOURCES,
  VERSION,
  type Action,
  type ClientMessage,
  type Declined,
  type Hello,
  type HostPolicy,
  type Knocker,
  type Policy,
  type Refusal,
  type RoomMessage,
  type Roster,
  type Source,
} from '../protocol.js';
import { createBrowserPlatform } from './browser/browser-platform.js';
import { CallError } from './call-error.js';
import {
  isInRoom,
  type CallEvents,
  type CallApi,
  type CallStatus,
  type Device,
  type DeviceKind,
  type LinkProblem,
  type LinkStatus,
  type Participant,
  type Preview,
  type SendLimit,
  type SourceState,
} from './call-api.js';
import type { CallOptions } from './call-options.js';
import type { CallSettings } from './call-settings.js';
import { Channel } from './channels/channel.js';
import { EarlyMessages } from './channels/early-messages.js';
import { JoinFlow } from './join-flow.js';
import { readIceSettings, type IceSettings } from './link/ice-settings.js';
import { guardPlatform, type GuardedPlatform } from './guard.js';
import { isSame } from './base/is-same.js';
import type { CallPlatform } from './lazy-chunks.js';
import { isServerAddress } from './signaling/is-server-address.js';
import type { LinkStats, StatsHistory } from './diagnostics/link-stats.js';
import { LocalMedia } from './media/local-media.js';
import { Mesh, type MeshEvents } from './link/mesh.js';
import { OwnProfile } from './own-profile.js';
import { BYE_TOPIC, RosterView, PROFILE_TOPIC } from './roster-view.js';
import { leaveNote, takeNote } from './reload-note.js';
import { Signaling } from './signaling/signaling.js';
import { textOf } from './base/text-of.js';
import { Throttle } from './base/throttle.js';
import { TypedEventTarget } from './base/typed-event-target.js';
import { withTimeout } from './base/with-timeout.js';

export type { CallOptions } from './call-options.js';
export type { CallSettings } from './call-settings.js';

/** After a network change, links are heard again within this time, in milliseconds. */
const SETTLED_AFTER = 400;
/** A message that the server drops within this time after a request may have been that request, in milliseconds. */
const ANSWERED_WITHIN = 2_000;
/** Time for the goodbye on a data channel if the server can't relay it; and until the server is back. */
const BYE_TAKES = 100;
const BYE_WITHIN = 120_000;

/** What the server doesn't seem to know is sent again, at most this often, in milliseconds. */
const RESEND_EVERY = 2_000;
/** Time for the page to provide a token, in milliseconds. */
const TOKEN_WITHIN = 10_000;
/** Of consecutive exceptions, one is reported per this many milliseconds. */
const REPORT_EVERY = 10_000;

export class Call extends TypedEventTarget<CallEvents> implements CallApi {
  readonly reloaded: readonly Source[] | undefined;
  readonly #platform: GuardedPlatform<CallPlatform>;
  readonly #server: string;
  readonly #room: string;
  readonly #media: LocalMedia;
  readonly #profile: OwnProfile;
  readonly #joinFlow: JoinFlow;
  readonly #channels = new Map<string, Channel<unknown>>();
  readonly #early = new EarlyMessages();
  readonly #looks: StatsHistory = new Map();
  /** Notifies listeners of changes; once a frame, however much the others send. */
  readonly #changes: Throttle;
  /** Sends the local profile to the server. */
  readonly #updates: Throttle;
  /** Joins again if the server takes the local participant for lost. */
  readonly #returns: Throttle;
  /** Exceptions of handlers. */
  readonly #exceptions: Throttle;
  #exception: CallError | undefined;
  #settings: CallSettings;
  /** The ICE settings in effect. */
  #ice: IceSettings;
  /** The ICE errors reported last. */
  #reportedIce = '';
  #status: CallStatus = 'idle';
  #refusal: Refusal | undefined;

  // From `open` to `leave`.
  #life: AbortController | undefined;
  #signaling: Signaling | undefined;
  #mesh: Mesh | undefined;
  #rosterView = new RosterView();
  #lastRequest: { request: Declined['request']; at: number } | undefined;
  #hasSaidAway = false;
  #hasNetworkChanged = false;
  #cancelSettling = () => {};

  constructor(options: CallOptions) {
    super();
    const { server, name, seatKey = '' } = options;
    const room = canonicalRoomName(options.room);
    if (!room) throw new CallError('no-room');
    if (!isServerAddress(server)) throw new CallError('no-server');
    const given = options.platform ?? createBrowserPlatform(options.memory);
    const platform = guardPlatform(given, (error) => this.#handleException(error));
    const { guard, clock } = platform;
    const { iceTransportPolicy, iceServers, token, tokenProvider } = options;
    this.#settings = { iceTransportPolicy, iceServers, token, tokenProvider };
    this.#ice = readIceSettings(this.#settings);
    this.#server = server;
    this.#room = room;
    this.#platform = platform;
    this.#media = new LocalMedia(platform);
    this.#media.on(
      'change',
      guard(() => this.#handleOwnChange()),
    );
    this.#media.on(
      'track',
      guard(({ source }) => this.#mesh?.publish(source)),
    );
    this.#media.on('lost', (error) => this.emit('call-error', error));
    const every = (delay: number) => (callback: () => void) => clock.after(delay, callback);
    this.#changes = new Throttle(platform.nextFrame, () => this.emit('change'));
    this.#updates = new Throttle(every(RESEND_EVERY), () => this.#sendProfile());
    this.#returns = new Throttle(every(RESEND_EVERY), () => this.#joinFlow.resendJoin());
    this.#exceptions = new Throttle(every(REPORT_EVERY), () => this.#reportException());
    this.#profile = new OwnProfile(platform.memory, this.#media, textOf(name));
    this.#joinFlow = new JoinFlow({
      platform,
      seatKey: [server, room, seatKey].join(' '),
      token: textOf(token) || undefined,
      profile: () => this.#profile.update(),
      provideToken: () => this.#provideToken(),
      iceServers: (given) => this.#ice.servers ?? given,
      refuse: (reason) => this.#handleRefused(reason),
    });
    this.reloaded = takeNote(platform, this.#joinFlow.place);
  }

  get status(): CallStatus {
    return this.#status;
  }

  get refusal(): Refusal | undefined {
    return this.#refusal;
  }

  get participants(): readonly Participant[] {
    return this.#rosterView.list;
  }

  get self(): Participant | undefined {
    return this.#rosterView.list.find(({ id }) => id === this.#rosterView.roster?.you);
  }

  get needsReload(): boolean {
    return this.#joinFlow.isOutdated;
  }

  get preview(): Preview {
    return this.#joinFlow.preview;
  }

  get policy(): Policy | undefined {
    return (this.#rosterView.roster ?? this.#joinFlow.hello)?.policy;
  }

  get knocking(): readonly Knocker[] {
    return this.#rosterView.knocking;
  }

  get name(): string {
    return this.#profile.name;
  }

  set name(name: string) {
    this.#profile.name = textOf(name);
    if (this.#isIn) this.#profile.rememberName();
    this.#handleOwnChange();
  }

  configure(settings: CallSettings): void {
    const before = this.#settings;
    this.#settings = { ...before, ...settings };
    const { token } = this.#settings;
    // A provider may have returned a newer one since.
    if (token !== before.token) this.#joinFlow.token = textOf(token) || undefined;
    if (this.#isIn) return;
    this.#applyIce();
    if (this.#life) this.#reportIce();
  }

  open(): void {
    this.#platform.guard(() => {
      if (!this.#isIn) this.#applyIce();
      this.#open();
      this.#reportIce();
    })();
  }

  #open(): void {
    if (this.#life || !this.#platform.isSupported) return;
    const platform = this.#platform;
    const ice = () => this.#ice;
    // A server of another version relays nothing.
    const isAlive = () => signaling.isAlive && !this.needsReload;
    const life = new AbortController();
    const isUrgent = () => this.#isIn || this.#joinFlow.waiting !== undefined;
    const signaling = new Signaling(platform, this.#server, this.#room, isUrgent);
    const mesh = new Mesh({
      platform,
      page: this.#joinFlow.page,
      get iceTransportPolicy() {
        return ice().policy;
      },
      send: (to, signal) => isAlive() && signaling.send({ type: 'signal', to, signal }),
      track: (source) => this.#media.track(source),
      isSignalingAlive: isAlive,
    });
    const { guard } = platform;
    signaling.on(
      'open',
      guard(() => this.#handleOpen()),
      life,
    );
    signaling.on(
      'alive',
      guard(() => this.#handleAlive()),
      life,
    );
    signaling.on(
      'lost',
      guard(() => this.#handleLost()),
      life,
    );
    signaling.on(
      'message',
      guard((message) => this.#handleMessage(message)),
      life,
    );
    mesh.on(
      'change',
      guard(() => this.#changes.request()),
      life,
    );
    mesh.on('problem', (error) => this.emit('call-error', error), life);
    mesh.on(
      'silent',
      guard(() => signaling.verify()),
      life,
    );
    mesh.on(
      'heard',
      guard(() => signaling.reconnectNow()),
      life,
    );
    mesh.on(
      'message',
      guard((message) => this.#handleChannelMessage(message)),
      life,
    );
    platform.watchPage(
      {
        onHide: () => this.#handleHide(),
        onHidden: () => mesh.beat(),
        onReturn: () => this.#handleReturn(),
        onFocus: () => this.#media.restore(false),
        onNetworkChange: () => this.#handleNetworkChange(),
      },
      life.signal,
    );
    this.#life = life;
    this.#signaling = signaling;
    this.#mesh = mesh;
    this.#joinFlow.open(signaling, mesh, life.signal);
    signaling.open();
    // While the socket opens, draft the offer; not before the socket has begun to open, since it waits for nothing.
    platform.clock.after(0, () => {
      // A failed draft doesn't matter: `join` goes without an offer.
      if (!life.signal.aborted) mesh.warmUp().catch(() => {});
    });
  }

  // Not `async`, which would create another promise that no one waits for.
  join(guest = ''): Promise<void> {
    if (this.#joinFlow.waiting) return this.#joinFlow.waiting;
    if (this.#isIn) return Promise.resolve();
    this.#profile.guest = textOf(guest);
    if (!this.#platform.isSupported) return Promise.reject(new CallError('unsupported'));
    this.#refusal = undefined;
    // Before anything that could throw, which then settles it.
    const entering = this.#joinFlow.wait(() => this.#handleNoAnswer());
    this.#platform.guard(() => {
      this.#applyIce();
      this.#open();
      this.#signaling?.skipBackOff();
    })();
    if (!this.#joinFlow.waiting) return entering;
    this.#setStatus('joining');
    this.#reportIce();
    // After the socket has begun to open: requesting devices blocks the page.
    this.#platform.clock.after(0, () => {
      const wanted = SOURCES.filter((source) => this.#media.state(source).status === 'wanted');
      return this.#joinFlow.waiting || this.#isIn ? this.#media.turnOnAll(wanted) : undefined;
    });
    return entering;
  }

  leave(): void {
    if (!this.#life) return this.#media.close();
    const wasIn = this.#isIn;
    const isTold = this.#say({ type: 'leave' }) && this.#signaling?.isAlive;
    if (wasIn && !isTold) this.#platform.guard(() => this.#sayBye())();
    this.#end(isTold ? 0 : BYE_TAKES);
    this.#joinFlow.leave();
    this.#platform.seats.takeNote(this.#joinFlow.place);
    this.#joinFlow.settle(new CallError('left'));
    this.#setStatus(wasIn ? 'left' : 'idle');
  }

  ask(action: Action, to: number | 'all'): void {
    this.#lastRequest = { request: action, at: this.#platform.clock.now() };
    this.#say({ type: 'ask', to, action });
  }

  setPolicy(policy: Partial<HostPolicy>): void {
    this.#lastRequest = { request: 'policy', at: this.#platform.clock.now() };
    this.#say({ type: 'policy', ...policy });
  }

  setToken(token: string): void {
    this.#joinFlow.token = token;
    if (this.#isIn) this.#say({ type: 'token', token });
  }

  get canShareScreen(): boolean {
    return this.#media.canShareScreen;
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

  missingDevice(kind: DeviceKind): string {
    return this.#media.devices.missing(kind);
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
    if (this.#isSelf(participant)) return this.#media.level(source);
    return this.#shows(participant, source) ? (this.#mesh?.level(participant, source) ?? 0) : 0;
  }

  stream(participant: number | 'self', source: Source): MediaStream | undefined {
    if (this.#isSelf(participant)) return this.#media.stream(source);
    return this.#shows(participant, source) ? this.#mesh?.stream(participant, source) : undefined;
  }

  get handshake(): Promise<unknown> | undefined {
    return this.#joinFlow.asking ?? this.#mesh?.handshake;
  }

  linkStatus(participant: number): LinkStatus | undefined {
    return this.#mesh?.status(participant);
  }

  linkProblem(participant: number): LinkProblem | undefined {
    return this.#mesh?.problem(participant);
  }

  async stats(participant: number): Promise<LinkStats | undefined> {
    const report = await this.report(participant);
    const { linkStats } = await this.#platform.loadLinkDiagnostics();
    return report && linkStats(report, participant, this.#looks);
  }

  async report(participant: number): Promise<RTCStatsReport | undefined> {
    return this.#mesh?.report(participant);
  }

  limit(participant: number, source: 'camera' | 'screen', limit: SendLimit | undefined): void {
    this.#mesh?.limit(participant, source, limit);
  }

  setRedundantAudio(participant: number, isProtected: boolean): void {
    this.#mesh?.setRedundantAudio(participant, isProtected);
  }

  /**
   * Typed messages to and from all others on one topic, browser to browser. A topic that begins with `~` belongs to the
   * call itself, which is a RangeError.
   */
  channel<T>(topic: string, guard: (data: unknown) => data is T): Channel<T> {
    if (!topic || topic.startsWith('~') || topic.length > LIMITS.topic) {
      throw new RangeError(
        `A topic must have 1 to ${LIMITS.topic} characters and not start with ~.`,
      );
    }
    const known = this.#channels.get(topic);
    if (known) return known as Channel<T>;
    const channel = new Channel(topic, guard, (data, to) => this.#mesh?.send(topic, data, to) ?? 0);
    this.#channels.set(topic, channel as Channel<unknown>);
    // The caller adds its listeners after this returns.
    this.#platform.clock.after(0, () => this.#deliverEarly(topic));
    return channel;
  }

  /** Always before a later message, which would otherwise be replaced by an older one. */
  #deliverEarly(topic: string): void {
    const channel = this.#channels.get(topic);
    for (const { from, data } of this.#early.take(topic)) channel?.receive(from, data);
  }

  get #isIn(): boolean {
    return isInRoom(this.#status);
  }

  #isSelf(participant: number | 'self'): boolean {
    return participant === 'self' || participant === this.#rosterView.roster?.you;
  }

  /** The roster determines which sources are on; a lane's track never does. */
  #shows(participant: number | 'self', source: Source): participant is number {
    const known = this.#rosterView.list.find(({ id }) => id === participant);
    return known?.sources.includes(source) ?? false;
  }

  /** The devices that are on or to be turned on. */
  get #wanted(): Source[] {
    return SOURCES.slice(0, 2).filter((source) => this.#media.state(source).status !== 'off');
  }

  #handleOpen(): void {
    this.#joinFlow.handleOpen();
    // The connection was replaced after the old one died: links that stay silent are on another network now.
    this.#cancelSettling();
    const settle = () => this.#mesh?.restart(true);
    this.#cancelSettling = this.#platform.clock.after(SETTLED_AFTER, settle);
  }

  #handleLost(): void {
    if (this.#status === 'joined') this.#setStatus('reconnecting');
  }

  /** The server did not let the client in within some seconds. */
  #handleNoAnswer(): void {
    const reason = this.#signaling?.isUnreadable ? 'server-incompatible' : 'server-unreachable';
    this.emit('call-error', new CallError(reason));
  }

  /** A handler threw. While joining, this ends the attempt, since the next step may be missing; a call goes on. */
  #handleException(cause: unknown): void {
    const error = new CallError('internal-error', undefined, { cause });
    if (!this.#joinFlow.waiting) {
      this.#exception = error;
      return this.#exceptions.request();
    }
    try {
      this.#end(0);
      this.#joinFlow.leave();
    } catch {
      // The first exception is the reason.
    }
    this.#joinFlow.settle(error);
    this.#setStatus('idle');
  }

  #handleAlive(): void {
    if (!this.#hasNetworkChanged) return;
    this.#hasNetworkChanged = false;
    if (this.#isIn) this.#mesh?.restart();
  }

  #handleHide(): void {
    this.#hasSaidAway = this.#say({ type: 'away' });
    if (!this.#isIn && !this.#joinFlow.waiting) return;
    leaveNote(this.#platform, this.#joinFlow.place, this.#wanted);
  }

  #handleReturn(): void {
    this.#media.restore(true);
    this.#signaling?.reconnectNow();
    if (this.#hasSaidAway && this.#isIn) this.#joinFlow.resendJoin();
    this.#hasSaidAway = false;
  }

  #handleNetworkChange(): void {
    this.#hasNetworkChanged = true;
    this.#signaling?.reconnectNow();
    this.#joinFlow.discardPrepared();
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
        this.#joinFlow.heard(true);
        return this.#setStatus('knocking');
      case 'declined':
        return this.emit('declined', { request: message.request, reason: message.reason });
      case 'renew':
        return this.#platform.guard(() => this.#renewToken())();
      case 'slow-down':
        return this.#handleSlowDown();
      case 'refused':
        return this.#handleRefused(message.reason);
      default:
        message satisfies never;
    }
  }

  /** The server dropped a message. Everything except a host's request is sent again, as after any loss. */
  #handleSlowDown(): void {
    if (this.#isIn && this.#isProfileUnknown) this.#updates.request();
    const { request, at } = this.#lastRequest ?? { at: -Infinity };
    if (!request || this.#platform.clock.now() - at > ANSWERED_WITHIN) return;
    this.#lastRequest = undefined;
    this.emit('declined', { request, reason: 'too-fast' });
  }

  /** `tokenProvider` supplies tokens; if it has none, the page is notified. */
  async #renewToken(): Promise<void> {
    const token = await this.#provideToken();
    if (token) this.setToken(token);
    else this.emit('token-expiring');
  }

  /** A provider that fails is reported and yields no token; the server decides what that means. */
  async #provideToken(): Promise<string | undefined> {
    const { tokenProvider } = this.#settings;
    if (tokenProvider === undefined || tokenProvider === null) return undefined;
    const { clock } = this.#platform;
    try {
      const token: unknown = await withTimeout(clock, TOKEN_WITHIN, () => tokenProvider());
      if (token === undefined || token === null || token === '') return undefined;
      if (typeof token === 'string') return token;
      throw new TypeError(`tokenProvider returned a value of type ${typeof token}`);
    } catch (cause) {
      this.emit('call-error', new CallError('token-unavailable', undefined, { cause }));
      return undefined;
    }
  }

  /** Applies the page's settings; an offer prepared under other settings must not be sent. */
  #applyIce(): void {
    const ice = readIceSettings(this.#settings);
    const { policy, servers } = this.#ice;
    const isKnown = isSame([ice.policy, ice.servers], [policy, servers]);
    this.#ice = ice;
    if (!isKnown) this.#joinFlow.discardPrepared();
  }

  #reportIce(): void {
    const { errors } = this.#ice;
    const reported = errors.map(({ cause }) => String(cause)).join('\n');
    if (reported === this.#reportedIce) return;
    this.#reportedIce = reported;
    for (const error of errors) this.emit('call-error', error);
  }

  #handleHello(hello: Hello): void {
    if (hello.version !== VERSION) return this.#handleRefused('version');
    this.#joinFlow.receive(hello);
    if (!this.#isIn) this.#changes.request();
  }

  #handleRoster(roster: Roster): void {
    this.#joinFlow.heard();
    this.#rosterView.update(roster, (exit) => this.#signaling?.send({ type: 'leave', exit }));
    const { present } = this.#rosterView;
    this.#early.retain(new Set(present.map(({ id }) => id)));
    const self = present.find(({ id }) => id === roster.you);
    if (!self) return;
    // Viewers must not even capture.
    if (!mayPublish(self.role, 'camera')) this.#media.close();
    this.#mesh?.reconcile(self, present, this.#ice.servers ?? roster.ice, roster.offered);
    // Not earlier: the server relays nothing from a socket that has not joined.
    this.#handleAlive();
    if (roster.offer) this.#mesh?.receive(roster.offer.from, roster.offer.signal);
    const tell = this.#updateList();
    this.#joinFlow.settle();
    this.#profile.rememberName();
    this.#setStatus('joined');
    tell();
    if (this.#isProfileUnknown) this.#updates.request();
    // The server has not heard this client for a while, though its socket is alive.
    if (self.away && !this.#hasSaidAway) this.#returns.request();
  }

  #handleRefused(reason: Refusal): void {
    // A single message that the server did not understand must not remove a participant from the room.
    if (reason === 'invalid' && this.#isIn) return;
    if (reason === 'version' && this.#isIn) return this.#handleOtherVersion();
    this.#refusal = reason;
    this.#end(0);
    // The seat identifies a removed participant on the next attempt.
    if (reason !== 'removed') this.#joinFlow.leave();
    this.#joinFlow.settle(new CallError(reason));
    this.#setStatus('refused');
  }

  /** The server was replaced by another version: links continue without it until the page is reloaded. */
  #handleOtherVersion(): void {
    if (this.needsReload) return;
    this.#joinFlow.outdate();
    this.#setStatus('reconnecting');
    this.emit('call-error', new CallError('version'));
  }

  #handleChannelMessage({ from, topic, data }: MeshEvents['message']): void {
    const entry = this.#rosterView.roster?.participants.find(({ id }) => id === from);
    if (!entry) return;
    if (!this.#rosterView.hear(entry, topic, data)) {
      const channel = this.#channels.get(topic);
      if (!channel) return this.#early.keep(from, topic, data);
      this.#deliverEarly(topic);
      return channel.receive(from, data);
    }
    if (topic === BYE_TOPIC) this.#mesh?.drop(from);
    this.#refresh();
  }

  #handleOwnChange(): void {
    this.#tellProfile();
    this.#changes.request();
  }

  /** Informs the server and, since it may be unreachable, the others over their links. */
  #tellProfile(): void {
    const known = this.#profile.current;
    const profile = this.#profile.update();
    if (profile === known) return;
    if (!this.#isIn && this.#status !== 'knocking') return;
    this.#updates.run();
    this.#mesh?.sendLatest(PROFILE_TOPIC, profile);
    this.#refresh();
  }

  #sendProfile(): void {
    if (this.#isProfileUnknown) this.#say({ type: 'update', profile: this.#profile.current });
  }

  /** Whether the server has not yet confirmed the current profile. */
  get #isProfileUnknown(): boolean {
    const { roster } = this.#rosterView;
    const known = roster?.participants.find(({ id }) => id === roster.you);
    return !known || known.profile.counter < this.#profile.current.counter;
  }

  /** Sends to the server; false if it is unreachable or of another version. */
  #say(message: ClientMessage): boolean {
    return !this.needsReload && (this.#signaling?.send(message) ?? false);
  }

  #reportException(): void {
    if (this.#exception) this.emit('call-error', this.#exception);
  }

  #refresh(): void {
    this.#updateList()();
    this.#changes.request();
  }

  /** Returns a function that fires the join and leave events, to be called once everything else is up to date. */
  #updateList(): () => void {
    const { left, came } = this.#rosterView.refresh(this.#profile.current, this.#profile.guest);
    return () => {
      for (const person of left) this.emit('participant-leave', person);
      for (const person of came) this.emit('participant-join', person);
    };
  }

  /** Informs the others, who inform the server, and the server itself once reachable, while this page is alive. */
  async #sayBye(): Promise<void> {
    const mesh = this.#mesh;
    const signaling = this.#signaling;
    this.#signaling = undefined;
    const exit = await this.#joinFlow.exit();
    mesh?.send(BYE_TOPIC, exit);
    const tell = () => {
      signaling?.send({ type: 'leave', exit });
      signaling?.close();
    };
    signaling?.on('open', tell);
    signaling?.on('alive', tell);
    this.#platform.clock.after(BYE_WITHIN, tell);
  }

  #end(delay: number): void {
    const wanted = this.#wanted;
    this.#life?.abort();
    this.#media.close();
    // Turned on again by `join`, so that the participant is seen and heard as before.
    for (const source of wanted) this.#media.want(source, true);
    const mesh = this.#mesh;
    if (delay) this.#platform.clock.after(delay, () => mesh?.close());
    else mesh?.close();
    this.#signaling?.close();
    this.#joinFlow.close();
    this.#updates.reset();
    this.#returns.reset();
    this.#cancelSettling();
    this.#life = this.#signaling = this.#mesh = undefined;
    this.#rosterView = new RosterView();
    this.#hasSaidAway = this.#hasNetworkChanged = false;
  }

  #setStatus(status: CallStatus): void {
    if (status === this.#status) return this.#changes.request();
    this.#status = status;
    this.emit('status-change', status);
    this.#changes.run();
  }
}
