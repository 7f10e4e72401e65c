/** One connection to a room, from `open` to the end of the stay: signaling, links, roster, and all messages between. */
import {
  mayPublish,
  VERSION,
  type Action,
  type ClientMessage,
  type Declined,
  type Hello,
  type HostPolicy,
  type RoomMessage,
  type Roster,
  type Refusal,
  type Source,
} from '../protocol.js';
import { Throttle } from './base/throttle.js';
import type { Emit, TypedEventTarget } from './base/typed-event-target.js';
import { isInRoom, type CallEvents, type CallStatus } from './call-api.js';
import { CallError } from './call-error.js';
import type { ChannelRegistry } from './channels/channel-registry.js';
import type { GuardedPlatform } from './guard.js';
import type { JoinFlow } from './join-flow.js';
import type { CallPlatform } from './lazy-chunks.js';
import type { IceSettings } from './link/ice-settings.js';
import { Mesh, type MeshEvents } from './link/mesh.js';
import type { OwnProfile } from './own-profile.js';
import { ProfilePublisher } from './profile-publisher.js';
import { leaveNote } from './reload-note.js';
import { BYE_TOPIC, PROFILE_TOPIC, RosterView } from './roster-view.js';
import { Signaling, type SignalingEvents } from './signaling/signaling.js';

/** After a network change, links are heard again within this time, in milliseconds. */
const SETTLED_AFTER = 400;
/** A message that the server drops within this time after a request may have been that request, in milliseconds. */
const ANSWERED_WITHIN = 2_000;
/** Time for the goodbye on a data channel if the server can't relay it; and until the server is back. */
const BYE_TAKES = 100;
const BYE_WITHIN = 120_000;
/** A server that takes the local participant for lost is sent another `join`, at most this often, in milliseconds. */
const REJOIN_EVERY = 2_000;

/** The parts of the local media that a session needs. */
interface SessionMedia {
  readonly wantedDevices: Source[];
  track(source: Source): MediaStreamTrack | null;
  turnOff(source: Source): void;
  restore(isVisible: boolean): void;
  close(): void;
}

export interface RoomSessionOptions {
  readonly platform: GuardedPlatform<CallPlatform>;
  readonly server: string;
  readonly room: string;
  readonly joinFlow: JoinFlow;
  readonly media: SessionMedia;
  readonly profile: OwnProfile;
  readonly channels: ChannelRegistry;
  /** The ICE settings in effect. */
  ice(): IceSettings;
  readonly emit: Emit<CallEvents>;
  /** Renders again. */
  requestRender(): void;
  /** The status changed, or something else that is visible in it. */
  handleStatus(status: CallStatus): void;
  /** The server doesn't let the participant in, or no longer. */
  handleRefused(reason: Refusal): void;
  /** The token expires soon. */
  renewToken(): Promise<void>;
}

export class RoomSession {
  readonly mesh: Mesh;
  readonly signaling: Signaling;
  readonly people = new RosterView();
  readonly #options: RoomSessionOptions;
  readonly #publisher: ProfilePublisher;
  /** Joins again if the server takes the local participant for lost. */
  readonly #returns: Throttle;
  readonly #ending = new AbortController();
  #status: CallStatus = 'idle';
  #lastRequest: { readonly request: Declined['request']; readonly at: number } | undefined;
  #hasSaidAway = false;
  #hasNetworkChanged = false;
  #cancelSettling = () => {};

  constructor(options: RoomSessionOptions) {
    const { platform, server, room, joinFlow, media, ice } = options;
    const { clock } = platform;
    const isUrgent = () => this.#isIn || joinFlow.waiting !== undefined;
    const signaling = new Signaling(platform, server, room, isUrgent);
    // A server of another version relays nothing.
    const isAlive = () => signaling.isAlive && !joinFlow.isOutdated;
    const mesh = new Mesh({
      platform,
      page: joinFlow.page,
      get iceTransportPolicy() {
        return ice().policy;
      },
      send: (to, signal) => isAlive() && signaling.send({ type: 'signal', to, signal }),
      track: (source) => media.track(source),
      isSignalingAlive: isAlive,
    });
    this.#options = options;
    this.signaling = signaling;
    this.mesh = mesh;
    this.#publisher = new ProfilePublisher({
      clock,
      own: options.profile,
      isRoomAlive: isAlive,
      sendToRoom: (profile) => this.#say({ type: 'update', profile }),
      sendOverLink: (profile, to) => mesh.sendLatest(PROFILE_TOPIC, profile, to),
    });
    this.#returns = new Throttle(
      (callback) => clock.after(REJOIN_EVERY, callback),
      () => joinFlow.resendJoin(),
    );
  }

  /** Connects to the server without joining. */
  open(): void {
    const { platform, joinFlow, media, emit, requestRender } = this.#options;
    const { guard } = platform;
    const { signaling, mesh } = this;
    const { signal } = this.#ending;
    const listenTo =
      <Events extends object>(target: TypedEventTarget<Events>) =>
      <Type extends keyof Events & string>(type: Type, handler: (detail: Events[Type]) => void) =>
        target.on(type, guard(handler), { signal });
    const onSignaling = listenTo<SignalingEvents>(signaling);
    onSignaling('open', () => this.#handleOpen());
    onSignaling('alive', () => this.#handleAlive());
    onSignaling('lost', () => this.#handleLost());
    onSignaling('message', (message) => this.#handleMessage(message));
    const onMesh = listenTo<MeshEvents>(mesh);
    onMesh('change', requestRender);
    onMesh('problem', (error) => emit('call-error', error));
    onMesh('silent', () => signaling.verify());
    onMesh('heard', () => signaling.reconnectNow());
    onMesh('open', (id) => this.#publisher.handleOpen(id));
    onMesh('message', (message) => this.#handleChannelMessage(message));
    platform.watchPage(
      {
        onHide: () => this.#handleHide(),
        onHidden: () => mesh.beat(),
        onReturn: () => this.#handleReturn(),
        onFocus: () => media.restore(false),
        onNetworkChange: () => this.#handleNetworkChange(),
      },
      signal,
    );
    joinFlow.open(signaling, mesh.prepared, signal);
    signaling.open();
    // While the socket opens, draft the offer; not before the socket has begun to open, since it waits for nothing.
    platform.clock.after(0, () => {
      // A failed draft doesn't matter: `join` goes without an offer.
      if (!signal.aborted) mesh.prepared.warmUp().catch(() => {});
    });
  }

  /** As a host: asks the server to act on one or all others. */
  ask(action: Action, to: number | 'all'): void {
    this.#request(action, { type: 'ask', to, action });
  }

  /** As a host: changes who may enter. */
  setPolicy(policy: Partial<HostPolicy>): void {
    this.#request('policy', { type: 'policy', ...policy });
  }

  /** Replaces the token that the server knows. */
  setToken(token: string): void {
    if (this.#isIn || this.#status === 'knocking') this.#say({ type: 'token', token });
  }

  /** Publishes the profile if it changed. */
  updateProfile(): void {
    const { profile } = this.#options;
    const known = profile.current;
    if (profile.update() === known) return;
    if (!this.#isIn && this.#status !== 'knocking') return;
    this.#publisher.publish();
    this.#refresh();
  }

  /** Ends the stay, and tells the server or, if it is unreachable, the others. */
  leave(): void {
    const isTold = this.#say({ type: 'leave' }) && this.signaling.isAlive;
    if (isTold || !this.#isIn) return this.close();
    const { guard, clock } = this.#options.platform;
    this.#end();
    clock.after(BYE_TAKES, () => this.mesh.close());
    guard(() => this.#sayBye())();
  }

  /** Ends the stay without a goodbye. */
  close(): void {
    this.#end();
    this.mesh.close();
    this.signaling.close();
  }

  get #isIn(): boolean {
    return isInRoom(this.#status);
  }

  #end(): void {
    this.#ending.abort();
    this.#options.joinFlow.close();
    this.#publisher.close();
    this.#returns.reset();
    this.#cancelSettling();
  }

  /** Informs the others, who inform the server, and the server itself once reachable, while this page is alive. */
  async #sayBye(): Promise<void> {
    const { signaling, mesh } = this;
    const exit = await this.#options.joinFlow.exit();
    mesh.send(BYE_TOPIC, exit);
    const tell = () => {
      signaling.send({ type: 'leave', exit });
      signaling.close();
    };
    signaling.on('open', tell);
    signaling.on('alive', tell);
    this.#options.platform.clock.after(BYE_WITHIN, tell);
  }

  #handleOpen(): void {
    const { joinFlow, platform } = this.#options;
    joinFlow.handleOpen();
    // The connection was replaced after the old one died: links that stay silent are on another network now.
    this.#cancelSettling();
    this.#cancelSettling = platform.clock.after(SETTLED_AFTER, () => this.mesh.restart(true));
  }

  #handleAlive(): void {
    if (!this.#hasNetworkChanged) return;
    this.#hasNetworkChanged = false;
    if (this.#isIn) this.mesh.restart();
  }

  #handleLost(): void {
    if (this.#status === 'joined') this.#setStatus('reconnecting');
  }

  #handleHide(): void {
    this.#hasSaidAway = this.#say({ type: 'away' });
    const { platform, joinFlow, media } = this.#options;
    if (this.#isIn || joinFlow.waiting) leaveNote(platform, joinFlow.place, media.wantedDevices);
  }

  #handleReturn(): void {
    const { media, joinFlow } = this.#options;
    media.restore(true);
    this.signaling.reconnectNow();
    if (this.#hasSaidAway && this.#isIn) joinFlow.resendJoin();
    this.#hasSaidAway = false;
  }

  #handleNetworkChange(): void {
    this.#hasNetworkChanged = true;
    this.signaling.reconnectNow();
    this.#options.joinFlow.discardPrepared();
  }

  #handleMessage(message: RoomMessage): void {
    const { media, joinFlow, platform, emit, renewToken } = this.#options;
    switch (message.type) {
      case 'hello':
        return this.#handleHello(message);
      case 'roster':
        return this.#handleRoster(message);
      case 'signal':
        return this.mesh.receive(message.from, message.signal);
      case 'asked':
        if (message.action === 'stop-screen') media.turnOff('screen');
        return emit('asked', { from: message.from, action: message.action });
      case 'knocking':
        joinFlow.heard(true);
        return this.#setStatus('knocking');
      case 'declined':
        return emit('declined', { request: message.request, reason: message.reason });
      case 'renew':
        return platform.guard(renewToken)();
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
    if (this.#isIn) this.#publisher.resend();
    const { request, at } = this.#lastRequest ?? { at: -Infinity };
    if (!request || this.#options.platform.clock.now() - at > ANSWERED_WITHIN) return;
    this.#lastRequest = undefined;
    this.#options.emit('declined', { request, reason: 'too-fast' });
  }

  #handleHello(hello: Hello): void {
    if (hello.version !== VERSION) return this.#handleRefused('version');
    this.#options.joinFlow.receive(hello);
    if (!this.#isIn) this.#options.requestRender();
  }

  #handleRoster(roster: Roster): void {
    const { joinFlow, media, profile, channels, ice } = this.#options;
    joinFlow.heard();
    this.people.update(roster, (exit) => this.signaling.send({ type: 'leave', exit }));
    const { present } = this.people;
    channels.retain(new Set(present.map(({ id }) => id)));
    const self = present.find(({ id }) => id === roster.you);
    if (!self) return;
    // Viewers must not even capture.
    if (!mayPublish(self.role, 'camera')) media.close();
    this.mesh.reconcile(self, present, ice().servers ?? roster.ice, roster.offered);
    // Not earlier: the server relays nothing from a socket that has not joined.
    this.#handleAlive();
    if (roster.offer) this.mesh.receive(roster.offer.from, roster.offer.signal);
    const tell = this.#updateList();
    joinFlow.settle();
    profile.rememberName();
    this.#publisher.receive(roster);
    // The server has not heard this client for a while, though its socket is alive.
    if (self.away && !this.#hasSaidAway) this.#returns.request();
    // Last, since a listener may leave.
    this.#setStatus('joined');
    tell();
  }

  #handleRefused(reason: Refusal): void {
    if (!this.#isIn) return this.#options.handleRefused(reason);
    // A single message that the server did not understand must not remove a participant from the room.
    if (reason === 'invalid') return;
    if (reason === 'version') return this.#handleOtherVersion();
    this.#options.handleRefused(reason);
  }

  /** The server was replaced by another version: links continue without it until the page is reloaded. */
  #handleOtherVersion(): void {
    const { joinFlow, emit } = this.#options;
    if (joinFlow.isOutdated) return;
    joinFlow.outdate();
    this.#setStatus('reconnecting');
    emit('call-error', new CallError('version'));
  }

  #handleChannelMessage({ from, topic, data }: MeshEvents['message']): void {
    const entry = this.people.roster?.participants.find(({ id }) => id === from);
    if (!entry) return;
    if (!this.people.hear(entry, topic, data)) {
      return this.#options.channels.receive(from, topic, data);
    }
    if (topic === BYE_TOPIC) this.mesh.drop(from);
    this.#refresh();
  }

  #refresh(): void {
    this.#updateList()();
    this.#options.requestRender();
  }

  /** Returns a function that fires the join and leave events, to be called once everything else is up to date. */
  #updateList(): () => void {
    const { profile, emit } = this.#options;
    const { left, came } = this.people.refresh(profile.current, profile.guest);
    return () => {
      for (const person of left) emit('participant-leave', person);
      for (const person of came) emit('participant-join', person);
    };
  }

  #request(request: Declined['request'], message: ClientMessage): void {
    this.#lastRequest = { request, at: this.#options.platform.clock.now() };
    this.#say(message);
  }

  /** Sends to the server; false if it is unreachable or of another version. */
  #say(message: ClientMessage): boolean {
    return !this.#options.joinFlow.isOutdated && this.signaling.send(message);
  }

  #setStatus(status: CallStatus): void {
    this.#status = status;
    this.#options.handleStatus(status);
  }
}
