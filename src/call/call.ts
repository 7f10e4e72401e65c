/** The local participant's call: connects capture, links and the room server, and reports the resulting state. */
import {
  canonicalRoomName,
  SOURCES,
  type Action,
  type HostPolicy,
  type Knocker,
  type Policy,
  type Refusal,
  type Source,
} from '../protocol.js';
import { isSame } from './base/is-same.js';
import { textOf } from './base/text-of.js';
import { Throttle } from './base/throttle.js';
import { TypedEventTarget } from './base/typed-event-target.js';
import { createBrowserPlatform } from './browser/browser-platform.js';
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
import { CallError } from './call-error.js';
import type { CallOptions } from './call-options.js';
import type { CallSettings } from './call-settings.js';
import { ChannelRegistry } from './channels/channel-registry.js';
import type { Channel } from './channels/channel.js';
import type { LinkStats, StatsHistory } from './diagnostics/link-stats.js';
import { guardPlatform, type GuardedPlatform } from './guard.js';
import { JoinFlow } from './join-flow.js';
import type { CallPlatform } from './lazy-chunks.js';
import { readIceSettings, type IceSettings } from './link/ice-settings.js';
import { LocalMedia } from './media/local-media.js';
import { OwnProfile } from './own-profile.js';
import { PageTokens } from './page-tokens.js';
import { takeNote } from './reload-note.js';
import { RoomSession } from './room-session.js';
import { isServerAddress } from './signaling/is-server-address.js';

export type { CallOptions } from './call-options.js';
export type { CallSettings } from './call-settings.js';

/** Of consecutive exceptions, one is reported per this many milliseconds. */
const REPORT_EVERY = 10_000;

/** No participants, before joining and after leaving. */
const NOBODY = Object.freeze([]);

export class Call extends TypedEventTarget<CallEvents> implements CallApi {
  readonly reloaded: readonly Source[] | undefined;
  readonly #platform: GuardedPlatform<CallPlatform>;
  readonly #server: string;
  readonly #room: string;
  readonly #media: LocalMedia;
  readonly #profile: OwnProfile;
  readonly #tokens: PageTokens;
  readonly #joinFlow: JoinFlow;
  readonly #channels: ChannelRegistry;
  readonly #looks: StatsHistory = new Map();
  /** Notifies listeners of changes; once a frame, however much the others send. */
  readonly #changes: Throttle;
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

  /** From `open` to the end of the stay. */
  #session: RoomSession | undefined;

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
    this.#channels = new ChannelRegistry(
      clock,
      (topic, data, to) => this.#mesh?.send(topic, data, to) ?? 0,
    );
    this.#changes = new Throttle(platform.nextFrame, () => this.emit('change'));
    this.#exceptions = new Throttle(
      (callback) => clock.after(REPORT_EVERY, callback),
      () => this.#reportException(),
    );
    this.#profile = new OwnProfile(platform.memory, this.#media, textOf(name));
    this.#tokens = new PageTokens({
      clock,
      provider: () => this.#settings.tokenProvider,
      handleError: (error) => this.emit('call-error', error),
      handleRenewed: (token) => (token ? this.setToken(token) : this.emit('token-expiring')),
    });
    this.#joinFlow = new JoinFlow({
      platform,
      seatKey: [server, room, seatKey].join(' '),
      token: textOf(token) || undefined,
      profile: () => this.#profile.update(),
      provideToken: () => this.#tokens.provide(),
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
    return this.#session?.people.list ?? NOBODY;
  }

  get self(): Participant | undefined {
    return this.#session?.people.self;
  }

  get needsReload(): boolean {
    return this.#joinFlow.isOutdated;
  }

  get preview(): Preview {
    return this.#joinFlow.preview;
  }

  get hasHost(): boolean | undefined {
    return this.#status === 'knocking' ? this.#joinFlow.hasHost : undefined;
  }

  get policy(): Policy | undefined {
    return (this.#session?.people.roster ?? this.#joinFlow.hello)?.policy;
  }

  get knocking(): readonly Knocker[] {
    return this.#session?.people.knocking ?? NOBODY;
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
    if (this.#session) this.#reportIce();
  }

  open(): void {
    this.#platform.guard(() => {
      if (!this.#isIn) this.#applyIce();
      this.#open();
      this.#reportIce();
    })();
  }

  #open(): void {
    if (this.#session || !this.#platform.isSupported) return;
    this.#session = new RoomSession({
      platform: this.#platform,
      server: this.#server,
      room: this.#room,
      joinFlow: this.#joinFlow,
      media: this.#media,
      profile: this.#profile,
      channels: this.#channels,
      ice: () => this.#ice,
      emit: (type, ...detail) => this.emit(type, ...detail),
      requestRender: () => this.#changes.request(),
      handleStatus: (status) => this.#setStatus(status),
      handleRefused: (reason) => this.#handleRefused(reason),
      renewToken: () => this.#tokens.renew(),
    });
    this.#session.open();
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
      this.#session?.signaling.skipBackOff();
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
    if (!this.#session) return this.#media.close();
    const wasIn = this.#isIn;
    this.#end((session) => session.leave());
    this.#joinFlow.leave();
    this.#platform.seats.takeNote(this.#joinFlow.place);
    this.#joinFlow.settle(new CallError('left'));
    this.#setStatus(wasIn ? 'left' : 'idle');
  }

  ask(action: Action, to: number | 'all'): void {
    this.#session?.ask(action, to);
  }

  setPolicy(policy: Partial<HostPolicy>): void {
    this.#session?.setPolicy(policy);
  }

  setToken(token: string): void {
    this.#joinFlow.token = token;
    this.#session?.setToken(token);
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
    return this.#channels.open(topic, guard);
  }

  get #mesh(): RoomSession['mesh'] | undefined {
    return this.#session?.mesh;
  }

  get #isIn(): boolean {
    return isInRoom(this.#status);
  }

  #isSelf(participant: number | 'self'): boolean {
    return participant === 'self' || participant === this.#session?.people.roster?.you;
  }

  /** The roster determines which sources are on; a lane's track never does. */
  #shows(participant: number | 'self', source: Source): participant is number {
    const known = this.participants.find(({ id }) => id === participant);
    return known?.sources.includes(source) ?? false;
  }

  /** The server did not let the client in within some seconds. */
  #handleNoAnswer(): void {
    const reason = this.#session?.signaling.isUnreadable
      ? 'server-incompatible'
      : 'server-unreachable';
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
      this.#end((session) => session.close());
      this.#joinFlow.leave();
    } catch {
      // The first exception is the reason.
    }
    this.#joinFlow.settle(error);
    this.#setStatus('idle');
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

  #handleRefused(reason: Refusal): void {
    this.#refusal = reason;
    this.#end((session) => session.close());
    // The seat identifies a removed participant on the next attempt.
    if (reason !== 'removed') this.#joinFlow.leave();
    this.#joinFlow.settle(new CallError(reason));
    this.#setStatus('refused');
  }

  #handleOwnChange(): void {
    this.#session?.updateProfile();
    this.#changes.request();
  }

  #reportException(): void {
    if (this.#exception) this.emit('call-error', this.#exception);
  }

  #end(end: (session: RoomSession) => void): void {
    const wanted = this.#media.wantedDevices;
    const session = this.#session;
    this.#session = undefined;
    this.#media.close();
    // Turned on again by `join`, so that the participant is seen and heard as before.
    for (const source of wanted) this.#media.want(source, true);
    if (session) end(session);
  }

  #setStatus(status: CallStatus): void {
    if (status === this.#status) return this.#changes.request();
    this.#status = status;
    this.emit('status-change', status);
    this.#changes.run();
  }
}
