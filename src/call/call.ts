/** My taking part in a room: wires capture, links and the way to the Room, and shows what became of it. */
import {
  isRoomName,
  LIMITS,
  mayPublish,
  SOURCES,
  VERSION,
  type Action,
  type Hello,
  type HostPolicy,
  type Knocker,
  type Policy,
  type Refusal,
  type RoomMessage,
  type Roster,
  type Source,
} from '../protocol.js';
import { createBrowserPlatform } from './browser-platform.js';
import { CallError } from './call-error.js';
import {
  isInRoom,
  type CallEvents,
  type CallFace,
  type CallStatus,
  type Device,
  type DeviceKind,
  type LinkProblem,
  type LinkStatus,
  type Participant,
  type Preview,
  type SendLimit,
  type SourceState,
} from './call-face.js';
import type { CallOptions } from './call-options.js';
import { Channel } from './channel.js';
import { Entrance } from './entrance.js';
import type { LinkStats, Looks } from './link-stats.js';
import { LocalMedia } from './local-media.js';
import { Mesh, type MeshEvents } from './mesh.js';
import { OwnProfile } from './own-profile.js';
import { BYE_TOPIC, People, PROFILE_TOPIC } from './people.js';
import type { Platform } from './platform.js';
import { leaveNote, takeNote } from './reload-note.js';
import { Signaling } from './signaling.js';
import { TypedEventTarget } from './typed-event-target.js';

export type { CallOptions } from './call-options.js';

/** After a cut that is over, links are heard within this time, in milliseconds. */
const SETTLED_AFTER = 400;
/** Time for the last word on a data channel, where the Room cannot pass it on; and until the Room is back. */
const BYE_TAKES = 100;
const BYE_WITHIN = 120_000;

const nobody: readonly Knocker[] = Object.freeze([]);

export class Call extends TypedEventTarget<CallEvents> implements CallFace {
  readonly reloaded: readonly Source[] | undefined;
  readonly #platform: Platform;
  readonly #options: CallOptions;
  readonly #media: LocalMedia;
  readonly #profile: OwnProfile;
  readonly #entrance: Entrance;
  readonly #channels = new Map<string, Channel<unknown>>();
  readonly #looks: Looks = new Map();
  #status: CallStatus = 'idle';
  #refusal: Refusal | undefined;

  // What lives from `open` to `leave`.
  #life: AbortController | undefined;
  #signaling: Signaling | undefined;
  #mesh: Mesh | undefined;
  #people = new People();
  #hasSaidAway = false;
  #hasNetworkChanged = false;
  #cancelSettling = () => {};

  constructor(options: CallOptions) {
    super();
    const { server, room, name } = options;
    if (!isRoomName(room)) throw new CallError('no-room');
    if (!server) throw new CallError('no-server');
    const platform = options.platform ?? createBrowserPlatform();
    this.#options = { ...options };
    this.#platform = platform;
    this.#media = new LocalMedia(platform);
    this.#media.on('change', () => this.#handleOwnChange());
    this.#media.on('track', ({ source, track }) => this.#mesh?.publish(source, track));
    this.#media.on('lost', (error) => this.emit('call-error', error));
    this.#profile = new OwnProfile(platform.memory, this.#media, name);
    this.#entrance = new Entrance(platform, this.#options, this.#profile);
    this.reloaded = takeNote(platform, this.#entrance.place);
  }

  get status(): CallStatus {
    return this.#status;
  }

  get refusal(): Refusal | undefined {
    return this.#refusal;
  }

  get participants(): readonly Participant[] {
    return this.#people.list;
  }

  get self(): Participant | undefined {
    return this.#people.list.find(({ id }) => id === this.#people.roster?.you);
  }

  get preview(): Preview {
    return this.#entrance.preview;
  }

  get policy(): Policy | undefined {
    return (this.#people.roster ?? this.#entrance.hello)?.policy;
  }

  get knocking(): readonly Knocker[] {
    return this.#people.roster?.knocking ?? nobody;
  }

  get name(): string {
    return this.#profile.name;
  }

  set name(name: string) {
    this.#profile.name = name;
    if (this.#isIn) this.#profile.rememberName();
    this.#handleOwnChange();
  }

  open(): void {
    if (this.#life || !this.#platform.isSupported) return;
    const platform = this.#platform;
    const { server, room, iceTransportPolicy = 'all' } = this.#options;
    const life = new AbortController();
    const signaling = new Signaling(platform, server, room);
    const mesh = new Mesh({
      platform,
      page: this.#entrance.page,
      iceTransportPolicy,
      send: (to, signal) => signaling.isAlive && signaling.send({ type: 'signal', to, signal }),
      track: (source) => this.#media.track(source),
      isSignalingAlive: () => signaling.isAlive,
    });
    signaling.on('open', () => this.#handleOpen(), life);
    signaling.on('alive', () => this.#handleAlive(), life);
    signaling.on('lost', () => this.#status === 'joined' && this.#setStatus('reconnecting'), life);
    signaling.on('message', (message) => this.#handleMessage(message), life);
    mesh.on('change', () => this.emit('change'), life);
    mesh.on('problem', (error) => this.emit('call-error', error), life);
    mesh.on('silent', () => signaling.doubt(), life);
    mesh.on('heard', () => signaling.hurry(), life);
    mesh.on('message', (message) => this.#handleChannelMessage(message), life);
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
    this.#entrance.open(signaling, mesh, life.signal);
    signaling.open();
    // While the socket opens, the offer is drafted: after that has begun, for it waits for nothing.
    platform.clock.after(0, () => {
      if (!life.signal.aborted) void mesh.warmUp();
    });
  }

  // Not `async`, which would make another promise of one that nobody needs to wait for.
  join(guest = ''): Promise<void> {
    if (this.#entrance.waiting) return this.#entrance.waiting;
    if (this.#isIn) return Promise.resolve();
    this.#profile.guest = guest;
    if (!this.#platform.isSupported) return Promise.reject(new CallError('unsupported'));
    this.#refusal = undefined;
    this.open();
    const entering = this.#entrance.wait(() =>
      this.emit('call-error', new CallError('server-unreachable')),
    );
    this.#setStatus('joining');
    // After the socket has begun to open: asking for devices holds the page up.
    this.#platform.clock.after(0, () => {
      const wanted = SOURCES.filter((source) => this.#media.state(source).status === 'wanted');
      if (this.#entrance.waiting || this.#isIn) void this.#media.turnOnAll(wanted);
    });
    return entering;
  }

  leave(): void {
    if (!this.#life) return this.#media.close();
    const wasIn = this.#isIn;
    const isTold = this.#signaling?.send({ type: 'leave' }) && this.#signaling.isAlive;
    if (wasIn && !isTold) void this.#sayBye();
    this.#end(isTold ? 0 : BYE_TAKES);
    this.#entrance.leave();
    this.#platform.seats.takeNote(this.#entrance.place);
    this.#entrance.settle(new CallError('left'));
    this.#setStatus(wasIn ? 'left' : 'idle');
  }

  ask(action: Action, to: number | 'all'): void {
    this.#signaling?.send({ type: 'ask', to, action });
  }

  setPolicy(policy: Partial<HostPolicy>): void {
    this.#signaling?.send({ type: 'policy', ...policy });
  }

  setToken(token: string): void {
    this.#entrance.token = token;
    if (this.#isIn) this.#signaling?.send({ type: 'token', token });
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

  linkStatus(participant: number): LinkStatus | undefined {
    return this.#mesh?.status(participant);
  }

  linkProblem(participant: number): LinkProblem | undefined {
    return this.#mesh?.problem(participant);
  }

  async stats(participant: number): Promise<LinkStats | undefined> {
    const report = await this.report(participant);
    const { linkStats } = await this.#platform.loadLinkAsides();
    return report && linkStats(report, participant, this.#looks);
  }

  async report(participant: number): Promise<RTCStatsReport | undefined> {
    return this.#mesh?.report(participant);
  }

  limit(participant: number, source: 'camera' | 'screen', limit: SendLimit | undefined): void {
    this.#mesh?.limit(participant, source, limit);
  }

  protect(participant: number, isProtected: boolean): void {
    this.#mesh?.protect(participant, isProtected);
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

  get #isIn(): boolean {
    return isInRoom(this.#status);
  }

  #isSelf(participant: number | 'self'): boolean {
    return participant === 'self' || participant === this.#people.roster?.you;
  }

  /** The roster says what is on; a lane's track never does. */
  #shows(participant: number | 'self', source: Source): participant is number {
    const known = this.#people.list.find(({ id }) => id === participant);
    return known?.sources.includes(source) ?? false;
  }

  /** Which devices are on, or are to be. */
  get #wanted(): Source[] {
    return SOURCES.slice(0, 2).filter((source) => this.#media.state(source).status !== 'off');
  }

  #handleOpen(): void {
    this.#entrance.handleOpen();
    // The way to the Room was dead and another is not: where the links stay silent, the network is another.
    this.#cancelSettling();
    const settle = () => this.#mesh?.restart(true);
    this.#cancelSettling = this.#platform.clock.after(SETTLED_AFTER, settle);
  }

  #handleAlive(): void {
    if (!this.#hasNetworkChanged) return;
    this.#hasNetworkChanged = false;
    if (this.#isIn) this.#mesh?.restart();
  }

  #handleHide(): void {
    this.#hasSaidAway = this.#signaling?.send({ type: 'away' }) ?? false;
    if (!this.#isIn && !this.#entrance.waiting) return;
    leaveNote(this.#platform, this.#entrance.place, this.#wanted);
  }

  #handleReturn(): void {
    this.#media.restore(true);
    this.#signaling?.hurry();
    if (this.#hasSaidAway && this.#isIn) void this.#entrance.ask();
    this.#hasSaidAway = false;
  }

  #handleNetworkChange(): void {
    this.#hasNetworkChanged = true;
    this.#signaling?.hurry();
    this.#entrance.unprepare();
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
        this.#entrance.heard(true);
        return this.#setStatus('knocking');
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

  /** The page's own server gives tokens; where it has nothing to give, the page is asked. */
  async #renewToken(): Promise<void> {
    const token = await this.#entrance.renew();
    if (token) this.setToken(token);
    else this.emit('token-expiring');
  }

  #handleHello(hello: Hello): void {
    if (hello.version !== VERSION) return this.#handleRefused('version');
    this.#entrance.receive(hello);
    if (!this.#isIn) this.emit('change');
  }

  #handleRoster(roster: Roster): void {
    this.#entrance.heard();
    const isFirst = !this.#isIn;
    this.#people.update(roster, (exit) => this.#signaling?.send({ type: 'leave', exit }));
    const { present } = this.#people;
    const self = present.find(({ id }) => id === roster.you);
    if (!self) return;
    // What a viewer has is not even to be captured.
    if (!mayPublish(self.role, 'camera')) this.#media.close();
    this.#mesh?.reconcile(self, present, this.#options.iceServers ?? roster.ice, roster.offered);
    // Not before: the Room passes on nothing of a socket that has not joined.
    this.#handleAlive();
    if (roster.offer) this.#mesh?.receive(roster.offer.from, roster.offer.signal);
    const tell = this.#updateList();
    this.#entrance.settle();
    this.#profile.rememberName();
    this.#setStatus('joined');
    tell();
    if (isFirst || self.profile.counter < this.#profile.current.counter) this.#tellProfile(true);
    // The Room has not heard me for a while, though my socket lives.
    if (self.away && !this.#hasSaidAway) void this.#entrance.ask();
  }

  #handleRefused(reason: Refusal): void {
    // Somebody in the room is not thrown out of it by one message that the Room did not understand.
    if (reason === 'invalid' && this.#isIn) return;
    this.#refusal = reason;
    this.#end(0);
    // By the seat whoever was removed is told again.
    if (reason !== 'removed') this.#entrance.leave();
    this.#entrance.settle(new CallError(reason));
    this.#setStatus('refused');
  }

  #handleChannelMessage({ from, topic, data }: MeshEvents['message']): void {
    const entry = this.#people.roster?.participants.find(({ id }) => id === from);
    if (!entry) return;
    if (!this.#people.hear(entry, topic, data)) {
      return this.#channels.get(topic)?.receive(from, data);
    }
    if (topic === BYE_TOPIC) this.#mesh?.drop(from);
    this.#refresh();
  }

  #handleOwnChange(): void {
    this.#tellProfile();
    this.emit('change');
  }

  /** Tells the Room and, since it may be away, the others over their links. */
  #tellProfile(again = false): void {
    const known = this.#profile.current;
    const profile = this.#profile.update();
    if (profile === known && !again) return;
    if (!this.#isIn && this.#status !== 'knocking') return;
    this.#signaling?.send({ type: 'update', profile });
    this.#mesh?.send(PROFILE_TOPIC, profile);
    this.#refresh();
  }

  #refresh(): void {
    this.#updateList()();
    this.emit('change');
  }

  /** Returns what tells of those who came and went, once everything else is as it should be. */
  #updateList(): () => void {
    const { left, came } = this.#people.refresh(this.#profile.current);
    return () => {
      for (const person of left) this.emit('participant-leave', person);
      for (const person of came) this.emit('participant-join', person);
    };
  }

  /** Tells the others, who tell the Room, and the Room itself once it hears, while this page lives. */
  async #sayBye(): Promise<void> {
    const mesh = this.#mesh;
    const signaling = this.#signaling;
    this.#signaling = undefined;
    const exit = await this.#entrance.exit();
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
    // Taken up again by `join`, so that one who comes back is seen and heard as before.
    for (const source of wanted) this.#media.want(source, true);
    const mesh = this.#mesh;
    if (delay) this.#platform.clock.after(delay, () => mesh?.close());
    else mesh?.close();
    this.#signaling?.close();
    this.#entrance.close();
    this.#cancelSettling();
    this.#life = this.#signaling = this.#mesh = undefined;
    this.#people = new People();
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
