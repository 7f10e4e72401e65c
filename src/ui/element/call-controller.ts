/** The call of an element: creates, updates and ends it to match the attributes, and joins it. */
import type { CallOptions } from '../../call/call.js';
import { isInRoom, type CallApi, type CallStatus } from '../../call/call-api.js';
import { CallError, type CallErrorReason } from '../../call/call-error.js';
import { canonicalRoomName, type Source } from '../../protocol.js';
import type { HostElement } from '../base/host.js';
import { serverOrigin } from '../base/server-origin.js';
import type { Failure } from '../i18n/notice-words.js';
import { dispatch } from './dispatch.js';
import { placeInPage } from './place-in-page.js';
import { RemovalGrace } from './removal-grace.js';

/** The element whose call it is. */
interface Owner extends HostElement {
  readonly name: string;
  readonly token: string;
  readonly microphoneOff: boolean;
  readonly cameraOff: boolean;
  readonly autojoin: boolean;
  join(): Promise<void>;
}

/** The options that can change without starting another call. */
type Given = Pick<
  Owner,
  | 'name'
  | 'token'
  | 'iceTransportPolicy'
  | 'iceServers'
  | 'microphoneOff'
  | 'cameraOff'
  | 'autojoin'
>;

const isFailure = (reason: CallErrorReason): reason is Failure => !/^(media|link)-/.test(reason);

export class CallController {
  readonly #owner: Owner;
  readonly #create: (options: CallOptions) => CallApi | undefined;
  #call: CallApi | undefined;
  /** What the call was created for: another room or server means another call. */
  #place = '';
  /** The options that the call has now. */
  #given: Given | undefined;
  #status: CallStatus = 'idle';
  #trouble: Failure | undefined;
  /** When the local participant joined, and how long the last call took, in milliseconds. */
  #joinedAt = 0;
  #lasted = 0;
  #listening = new AbortController();
  readonly #removal = new RemovalGrace();

  /** @param create returns undefined while what it needs is loading */
  constructor(owner: Owner, create: (options: CallOptions) => CallApi | undefined) {
    this.#owner = owner;
    this.#create = create;
  }

  /** The call as it was last reconciled. */
  get current(): CallApi | undefined {
    return this.#call;
  }

  /** Why joining doesn't succeed yet. */
  get trouble(): Failure | undefined {
    return this.#trouble;
  }

  /** How long the last call took, in milliseconds. */
  get lasted(): number {
    return this.#lasted;
  }

  /** Why the element can't have a call. */
  get obstacle(): Failure | undefined {
    const { demo, room, server } = this.#owner;
    if (demo) return undefined;
    if (!canonicalRoomName(room)) return 'no-room';
    if (!serverOrigin(server)) return 'no-server';
    return typeof RTCPeerConnection === 'function' ? undefined : 'unsupported';
  }

  /** Creates, updates or ends the call to match the attributes, and returns it. */
  reconcile(): CallApi | undefined {
    const owner = this.#owner;
    const server = serverOrigin(owner.server);
    const place = this.obstacle ? '' : `${owner.demo} ${server} ${owner.room}`;
    if (this.#call && place !== this.#place) this.end();
    if (this.#call) this.#update(this.#call);
    else if (place && owner.isConnected) this.#start(place, server);
    return this.#call;
  }

  /** The call; throws a `CallError` if there can be none. */
  need(): CallApi {
    const call = this.reconcile();
    if (!call) throw new CallError(this.obstacle ?? 'left');
    return call;
  }

  /** Joins the room. `guest` is the name of a user who gives none. */
  async join(guest: string): Promise<void> {
    try {
      await this.need().join(guest);
    } catch (error) {
      this.#handleError(error);
      throw error;
    }
  }

  /** Ends the call unless `keep` is called within this time, in milliseconds. */
  endAfter(milliseconds: number): void {
    if (this.#call) this.#removal.start(this.#place, milliseconds, () => this.end());
  }

  keep(): void {
    this.#removal.cancel();
  }

  end(): void {
    this.#call?.leave();
    this.#listening.abort();
    this.#call = this.#trouble = undefined;
    this.#owner.requestUpdate();
  }

  #start(place: string, server: string): void {
    const owner = this.#owner;
    RemovalGrace.announce(owner, place);
    const given = this.#options;
    const { name, token, iceTransportPolicy, iceServers } = given;
    const call = this.#create({
      server,
      room: owner.room,
      name,
      iceTransportPolicy,
      iceServers,
      token,
      tokenProvider: async () => owner.tokenProvider?.(),
      seatKey: placeInPage(owner),
      memory: owner.memory,
    });
    if (!call) return;
    this.#call = call;
    this.#given = given;
    this.#place = place;
    this.#status = call.status;
    this.#listen(call);
    const { reloaded } = call;
    call.want('microphone', reloaded?.includes('microphone') ?? !given.microphoneOff);
    call.want('camera', reloaded?.includes('camera') ?? !given.cameraOff);
    if (reloaded) owner.join().catch(() => {});
    else this.#autojoin();
  }

  /** The current options that can change during a call. */
  get #options(): Given {
    const { name, token, iceTransportPolicy, iceServers } = this.#owner;
    const { microphoneOff, cameraOff, autojoin } = this.#owner;
    return { name, token, iceTransportPolicy, iceServers, microphoneOff, cameraOff, autojoin };
  }

  /** Passes on the options that the page has changed since the call was created. */
  #update(call: CallApi): void {
    const before = this.#given!;
    const now = (this.#given = this.#options);
    const { name, token, iceTransportPolicy, iceServers } = now;
    const isTokenNew = token !== before.token;
    const isPolicyNew = iceTransportPolicy !== before.iceTransportPolicy;
    if (isTokenNew || isPolicyNew || iceServers !== before.iceServers) {
      call.configure({ token, iceTransportPolicy, iceServers });
    }
    if (isTokenNew && token) call.setToken(token);
    if (name !== before.name) call.name = name;
    if (now.microphoneOff !== before.microphoneOff) this.#turn('microphone', now.microphoneOff);
    if (now.cameraOff !== before.cameraOff) this.#turn('camera', now.cameraOff);
    if (now.autojoin !== before.autojoin) this.#autojoin();
  }

  #listen(call: CallApi): void {
    const owner = this.#owner;
    const until = (this.#listening = new AbortController());
    call.on('change', () => owner.requestUpdate(), until);
    call.on('status-change', (status) => this.#handleStatus(status), until);
    for (const type of ['participant-join', 'participant-leave'] as const) {
      call.on(type, (person) => dispatch(owner, type, person), until);
    }
    call.on('call-error', (error) => this.#handleError(error), until);
  }

  #autojoin(): void {
    const { autojoin, demo, status } = this.#owner;
    const isWished = autojoin || (demo && !demo.includes('lobby'));
    if (isWished && status === 'idle') this.#owner.join().catch(() => {});
  }

  /** Applies a change of `microphoneOff` or `cameraOff`. */
  #turn(source: Source, isOff: boolean): void {
    const call = this.#call;
    if (!call) return;
    if (isOff) call.turnOff(source);
    else if (isInRoom(call.status)) this.#owner.turnOn(source).catch(() => {});
    else call.want(source, true);
  }

  #handleStatus(status: CallStatus): void {
    const owner = this.#owner;
    const [wasIn, isIn] = [isInRoom(this.#status), isInRoom(status)];
    this.#status = status;
    if (!wasIn && isIn) this.#joinedAt = Date.now();
    if (wasIn && !isIn) this.#lasted = Date.now() - this.#joinedAt;
    this.#trouble = undefined;
    owner.requestUpdate();
    dispatch(owner, 'status-change', status);
    if (!wasIn && isIn) dispatch(owner, 'join', owner.self);
    if (wasIn && !isIn) dispatch(owner, 'leave');
  }

  #handleError(error: unknown): void {
    if (!(error instanceof CallError) || error.reason === 'left') return;
    if (isFailure(error.reason)) {
      this.#trouble = error.reason;
      this.#owner.requestUpdate();
    }
    // A device's problem is reported once, from its state, no matter who turned it on.
    else if (!error.participant) return;
    dispatch(this.#owner, 'call-error', error);
  }
}
