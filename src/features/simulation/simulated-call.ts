/** An in-memory call: all of CallApi without a camera, a server or a network; participants are added by calls. */
import { CallError, type CallErrorReason, type MediaReason } from '../../call/call-error.js';
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
} from '../../call/call-api.js';
import type { CallSettings } from '../../call/call-settings.js';
import { Channel } from '../../call/channels/channel.js';
import { distinctNames } from '../../call/distinct-names.js';
import { linkStats, type LinkStats, type StatsHistory } from '../../call/diagnostics/link-stats.js';
import { TypedEventTarget } from '../../call/base/typed-event-target.js';
import {
  cleanName,
  SOURCES,
  type Action,
  type Asked,
  type Declined,
  type HostPolicy,
  type Knocker,
  type Policy,
  type Refusal,
  type Role,
  type Source,
} from '../../protocol.js';
import { goodConditions, Traffic, type Conditions } from './traffic.js';

const off: SourceState = { status: 'off', problem: undefined };

/** Simulated video or audio, in use until its source is off. */
interface Film {
  readonly id: number;
  readonly source: Source;
  readonly stream: MediaStream;
}

/** The id of the local participant in `film`, also before one is assigned. */
export const SELF = 0;

export class SimulatedCall extends TypedEventTarget<CallEvents> implements CallApi {
  status: CallStatus = 'idle';
  refusal: Refusal | undefined;
  needsReload = false;
  hasHost: boolean | undefined;
  participants: readonly Participant[] = Object.freeze([]);
  preview: Preview = { count: undefined, names: undefined };
  policy: Policy = { preview: 'names', locked: false, waiting: false };
  knocking: readonly Knocker[] = Object.freeze([]);
  /** The local participant's role. */
  role: Role = 'participant';
  canShareScreen = true;
  handshake: Promise<unknown> | undefined;
  canFlipCamera = false;
  /** Why turning a source on fails, for those that fail. */
  readonly failing = new Map<Source, MediaReason>();
  /** Whether `join` waits for `admit`, and `turnOn` for `settle`. */
  isSlow = false;
  /** The clock for traffic on the links, in milliseconds. */
  now: () => number = () => performance.timeOrigin + performance.now();

  /** Everyone in the room and everyone who knocks, under their original names. */
  #people: readonly Participant[] = [];
  #waiting: readonly Knocker[] = [];
  readonly #sources = new Map<Source, SourceState>();
  #films: Film[] = [];
  readonly #links = new Map<number, LinkStatus>();
  readonly #problems = new Map<number, LinkProblem>();
  readonly #traffic = new Map<number, Traffic>();
  readonly #looks: StatsHistory = new Map();
  readonly #devices = new Map<DeviceKind, readonly Device[]>();
  readonly #chosen = new Map<DeviceKind, string>();
  readonly #levels = new Map<number | 'self', number>();
  readonly #channels = new Map<string, Channel<unknown>>();
  readonly #settling: (() => void)[] = [];
  #selfId: number | undefined;
  #lastId = 1_000;
  #name: string;
  #guest = '';
  #admission: { resolve(): void; reject(error: CallError): void } | undefined;

  constructor(name = '') {
    super();
    this.#name = cleanName(name);
  }

  get self(): Participant | undefined {
    return this.participants.find(({ id }) => id === this.#selfId);
  }

  get name(): string {
    return this.#name;
  }

  set name(name: string) {
    this.#name = cleanName(name);
    this.#tellProfile();
    this.emit('change');
  }

  configure(_settings: CallSettings): void {}

  open(): void {}

  async join(guest = ''): Promise<void> {
    this.refusal = undefined;
    this.#guest = cleanName(guest);
    const admitted = new Promise<void>(
      (resolve, reject) => (this.#admission = { resolve, reject }),
    );
    this.#setStatus('joining');
    void this.turnOnAll(SOURCES.filter((source) => this.sourceState(source).status === 'wanted'));
    if (!this.isSlow) this.admit();
    return admitted;
  }

  leave(): void {
    const isIn = isInRoom(this.status);
    this.#end();
    this.#admission?.reject(new CallError('left'));
    this.#admission = undefined;
    this.#setStatus(isIn ? 'left' : 'idle');
  }

  /** Acts like the server; anyone asked to mute does so. */
  ask(action: Action, to: number | 'all'): void {
    const isMeant = ({ id }: { id: number }) => to === 'all' || id === to;
    const knocking = this.#waiting.filter(isMeant);
    if (action === 'admit' || action === 'deny') this.#dropKnocking(knocking);
    if (action === 'admit') for (const { name } of knocking) this.arrive(name);
    const without = action === 'mute' ? ['microphone'] : ['screen', 'screen-audio'];
    for (const person of this.participants.filter(isMeant)) {
      const { id } = person;
      if (id === this.#selfId || action === 'admit' || action === 'deny') continue;
      if (action === 'remove') this.depart(id);
      else
        this.updateParticipant(id, {
          sources: person.sources.filter((one) => !without.includes(one)),
        });
    }
  }

  setPolicy(policy: Partial<HostPolicy>): void {
    this.policy = { ...this.policy, ...policy };
    this.emit('change');
  }

  setToken(_token: string): void {}

  sourceState(source: Source): SourceState {
    return this.#sources.get(source) ?? off;
  }

  want(source: Source, wanted: boolean): void {
    const { status } = this.sourceState(source);
    if (status === 'off' && wanted) this.#setSource(source, 'wanted');
    else if (status === 'wanted' && !wanted) this.#setSource(source, 'off');
  }

  async turnOn(source: Source): Promise<void> {
    await this.turnOnAll([source]);
    const { status, problem } = this.sourceState(source);
    if (status === 'off') throw new CallError(problem ?? 'media-dismissed', source);
  }

  async turnOnAll(sources: readonly Source[]): Promise<void> {
    for (const source of sources) this.#setSource(source, 'starting');
    if (this.isSlow) await new Promise<void>((resume) => this.#settling.push(resume));
    for (const source of sources) {
      if (this.sourceState(source).status !== 'starting') continue;
      const problem = this.failing.get(source);
      if (problem) this.#setSource(source, 'off', problem);
      else this.#setSource(source, 'on');
    }
  }

  turnOff(source: Source): void {
    if (source === 'screen') this.#setSource('screen-audio', 'off');
    this.#setSource(source, 'off');
  }

  devices(kind: DeviceKind): readonly Device[] {
    return this.#devices.get(kind) ?? [];
  }

  /** The chosen devices that are not connected. */
  readonly missing = new Map<DeviceKind, string>();

  missingDevice(kind: DeviceKind): string {
    return this.missing.get(kind) ?? '';
  }

  chosenDevice(kind: DeviceKind): string {
    return this.#chosen.get(kind) ?? '';
  }

  async chooseDevice(kind: DeviceKind, id: string): Promise<void> {
    this.#chosen.set(kind, id);
    this.emit('change');
  }

  async flipCamera(): Promise<void> {}

  level(participant: number | 'self'): number {
    return this.#levels.get(participant) ?? 0;
  }

  stream(participant: number | 'self', source: Source): MediaStream | undefined {
    const id = participant === 'self' || participant === this.#selfId ? SELF : participant;
    if (!this.#isOn(id, source) || this.#problems.has(id)) return undefined;
    let film = this.#films.find((one) => one.id === id && one.source === source);
    if (!film) this.#films.push((film = { id, source, stream: this.film(id, source) }));
    return film.stream;
  }

  linkStatus(participant: number): LinkStatus | undefined {
    return this.#links.get(participant);
  }

  linkProblem(participant: number): LinkProblem | undefined {
    return this.#problems.get(participant);
  }

  async stats(participant: number): Promise<LinkStats | undefined> {
    const report = await this.report(participant);
    return report && linkStats(report, participant, this.#looks);
  }

  async report(participant: number): Promise<RTCStatsReport | undefined> {
    this.#pass();
    return this.#traffic.get(participant)?.report();
  }

  /** Nothing is sent here; a test may check what would have been. */
  limit(_id: number, _source: 'camera' | 'screen', _limit: SendLimit | undefined): void {}
  setRedundantAudio(_id: number, _isProtected: boolean): void {}

  channel<T>(topic: string, guard: (data: unknown) => data is T): Channel<T> {
    const channel = (this.#channels.get(topic) ??
      new Channel(topic, guard, () => this.#links.size)) as Channel<T>;
    this.#channels.set(topic, channel as Channel<unknown>);
    return channel;
  }

  /** The stream of a participant's source, with 0 as the local one: empty by default, which is fast. */
  protected film(_id: number, _source: Source): MediaStream {
    return new MediaStream();
  }

  // Simulated external events.

  /** Admits the local participant, after those who are already present. */
  admit(): void {
    if (!this.#admission) return;
    this.#selfId = this.#nextId();
    this.#update([...this.#people, this.#entry(this.#selfId)]);
    this.#admission.resolve();
    this.#admission = undefined;
    this.#setStatus('joined');
  }

  /** The server refuses, while joining or later. */
  refuse(reason: Refusal): void {
    this.#end();
    this.refusal = reason;
    this.#admission?.reject(new CallError(reason));
    this.#admission = undefined;
    this.#setStatus('refused');
  }

  /** The local participant has to wait for a host, who may be in the room or not. */
  wait(hasHost = true): void {
    this.hasHost = hasHost;
    this.#setStatus('knocking');
  }

  /** A client asks to be let in; returns the id. */
  knock(name: string): number {
    const id = this.#nextId();
    this.#waiting = [...this.#waiting, { id, name: cleanName(name) }];
    this.#update(this.#people);
    this.emit('change');
    return id;
  }

  /** A host sends the local participant a request. */
  beAsked(action: Asked, from: number): void {
    if (action === 'stop-screen') this.turnOff('screen');
    this.emit('asked', { from, action });
  }

  /** The server declines a host's request. */
  decline(request: Declined['request'], reason: Declined['reason']): void {
    this.emit('declined', { request, reason });
  }

  /** The token expires soon. */
  expire(): void {
    this.emit('token-expiring');
  }

  /** A participant joins; returns the id. */
  arrive(name: string, sources: readonly Source[] = ['microphone', 'camera']): number {
    const id = this.#nextId();
    this.#links.set(id, 'connected');
    this.#traffic.set(id, new Traffic(this.now()));
    const role = 'participant';
    this.#update([...this.#people, { id, name: cleanName(name), role, sources, away: false }]);
    // Those already present before joining don't fire an event.
    const person = this.participants.at(-1);
    if (person && this.#selfId !== undefined) this.emit('participant-join', person);
    this.emit('change');
    return id;
  }

  /** A participant leaves. */
  depart(id: number): void {
    const person = this.participants.find((one) => one.id === id);
    this.#links.delete(id);
    this.#problems.delete(id);
    this.#traffic.delete(id);
    this.#update(this.#people.filter((one) => one.id !== id));
    if (person) this.emit('participant-leave', person);
    this.emit('change');
  }

  /** A participant's properties change. */
  updateParticipant(id: number, patch: Partial<Omit<Participant, 'id'>>): void {
    this.#update(this.#people.map((one) => (one.id === id ? { ...one, ...patch } : one)));
    this.emit('change');
  }

  /** Devices are connected or disconnected. */
  plug(kind: DeviceKind, labels: readonly string[]): void {
    this.#devices.set(
      kind,
      labels.map((label) => Object.freeze({ id: `id of ${label}`, label })),
    );
    this.emit('change');
  }

  /** Sets how loud a participant speaks, 0 to 1, until changed. */
  setLevel(participant: number | 'self', level: number): void {
    this.#levels.set(participant, level);
  }

  /** A link is interrupted or restored. */
  setLink(id: number, status: LinkStatus): void {
    this.#links.set(id, status);
    this.#problems.delete(id);
    this.emit('change');
  }

  /** A participant can't be connected, for this reason; `setLink` connects them. */
  setLinkProblem(id: number, problem: LinkProblem): void {
    this.setLink(id, 'connecting');
    this.#problems.set(id, problem);
    this.emit('call-error', new CallError(problem.reason, undefined, { participant: id }));
    this.emit('change');
  }

  /** Sets the network conditions for a participant; those not named are good. */
  setConditions(id: number, conditions: Partial<Conditions>): void {
    this.#pass();
    this.#traffic.get(id)?.change({ ...goodConditions, ...conditions });
  }

  /**
   * The server becomes unreachable, or is back.
   * @param needsReload whether another version replaced it
   */
  setServer(isReachable: boolean, needsReload = false): void {
    this.needsReload = needsReload;
    this.#setStatus(isReachable ? 'joined' : 'reconnecting');
  }

  /** Sets who is in the room, as the lobby shows it. */
  setPreview(preview: Preview): void {
    const { count, names } = preview;
    this.preview = { count, names: names?.map(cleanName) };
    this.emit('change');
  }

  /** An error that no caller is waiting for. */
  fail(reason: CallErrorReason): void {
    this.emit('call-error', new CallError(reason));
  }

  /** A device is disconnected while in use. */
  lose(source: Source): void {
    this.#setSource(source, 'off', 'media-lost');
    this.emit('call-error', new CallError('media-lost', source));
  }

  /** Lets pending device requests of a slow call continue. */
  settle(): void {
    for (const resume of this.#settling.splice(0)) resume();
  }

  #end(): void {
    for (const source of SOURCES) {
      const { status } = this.sourceState(source);
      const isWanted = status !== 'off' && (source === 'microphone' || source === 'camera');
      this.#sources.set(source, { status: isWanted ? 'wanted' : 'off', problem: undefined });
    }
    this.#selfId = undefined;
    this.#links.clear();
    this.#problems.clear();
    this.#traffic.clear();
    this.#waiting = [];
    this.#update([]);
  }

  /** Simulates the traffic on all links up to now. */
  #pass(): void {
    const mine = SOURCES.filter((source) => this.#isOn(SELF, source));
    for (const { id, sources } of this.participants) {
      this.#traffic.get(id)?.pass(this.now(), sources, mine);
    }
  }

  #dropKnocking(gone: readonly Knocker[]): void {
    const ids = gone.map(({ id }) => id);
    this.#waiting = this.#waiting.filter(({ id }) => !ids.includes(id));
    this.#update(this.#people);
    this.emit('change');
  }

  #nextId(): number {
    return (this.#lastId += 1_009);
  }

  #entry(id: number): Participant {
    const sources = SOURCES.filter((source) => this.sourceState(source).status !== 'off');
    return { id, name: this.#name, role: this.role, sources: Object.freeze(sources), away: false };
  }

  #update(people: readonly Participant[]): void {
    this.#pass();
    this.#people = people;
    const all = [...people, ...this.#waiting];
    const names = distinctNames(all.map(({ name }) => name || this.#guest));
    const named = <One extends { id: number }>(one: One, index: number) =>
      Object.freeze({ ...one, name: names[index] ?? '' });
    this.participants = Object.freeze(people.map(named));
    this.knocking = Object.freeze(
      this.#waiting.map((one, index) => named(one, people.length + index)),
    );
    this.#dropFilms();
  }

  #isOn(id: number, source: Source): boolean {
    if (id === SELF) return this.sourceState(source).status === 'on';
    return Boolean(this.participants.find((one) => one.id === id)?.sources.includes(source));
  }

  /** Ends the streams of sources that are off. */
  #dropFilms(): void {
    const isOver = ({ id, source }: Film) => !this.#isOn(id, source);
    for (const { stream } of this.#films.filter(isOver)) {
      for (const track of stream.getTracks()) track.stop();
    }
    this.#films = this.#films.filter((film) => !isOver(film));
  }

  #tellProfile(): void {
    const id = this.#selfId;
    if (id === undefined) return;
    this.#update(this.#people.map((one) => (one.id === id ? this.#entry(id) : one)));
  }

  #setSource(source: Source, status: SourceState['status'], problem?: MediaReason): void {
    this.#pass();
    this.#sources.set(source, { status, problem });
    this.#dropFilms();
    this.#tellProfile();
    this.emit('change');
  }

  #setStatus(status: CallStatus): void {
    const isNew = status !== this.status;
    this.status = status;
    if (isNew) this.emit('status-change', status);
    this.emit('change');
  }
}
