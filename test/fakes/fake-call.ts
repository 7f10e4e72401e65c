/** A call in memory: the whole of CallFace without a camera, a server or a network; people come as told. */
import { CallError, type CallErrorReason, type MediaReason } from '../../src/call/call-error.js';
import type {
  CallEvents,
  CallFace,
  CallStatus,
  Device,
  DeviceKind,
  LinkStatus,
  Participant,
  Preview,
  SourceState,
} from '../../src/call/call-face.js';
import { Channel } from '../../src/call/channel.js';
import { TypedEventTarget } from '../../src/call/typed-event-target.js';
import { LIMITS, SOURCES, type Refusal, type Source } from '../../src/protocol.js';

/** How a source looks and sounds: nothing at all, which is quick, or a drawn picture. */
export type Pictures = (person: { id: number; name: string }, source: Source) => MediaStream;

const noPictures: Pictures = () => new MediaStream();
const cleanName = (name: string) => [...name.trim()].slice(0, LIMITS.name).join('');
const off: SourceState = { status: 'off', problem: undefined };

export class FakeCall extends TypedEventTarget<CallEvents> implements CallFace {
  status: CallStatus = 'idle';
  refusal: Refusal | undefined;
  participants: readonly Participant[] = Object.freeze([]);
  preview: Preview = { count: undefined, names: undefined };
  canShareScreen = true;
  canFlipCamera = false;
  /** What was asked of the call, in order. */
  readonly asked: string[] = [];
  /** Why turning a source on fails, for those that fail. */
  readonly failing = new Map<Source, MediaReason>();
  /** Why joining fails, if it does. */
  joinFailure: CallErrorReason | undefined;
  /** Whether `join` waits for `admit`, and `turnOn` for `settle`. */
  isSlow = false;

  readonly #pictures: Pictures;
  readonly #sources = new Map<Source, SourceState>();
  readonly #streams = new Map<string, MediaStream>();
  readonly #links = new Map<number, LinkStatus>();
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

  constructor(options: { name?: string; pictures?: Pictures } = {}) {
    super();
    this.#name = cleanName(options.name ?? '');
    this.#pictures = options.pictures ?? noPictures;
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

  open(): void {
    this.asked.push('open');
  }

  async join(guest = ''): Promise<void> {
    this.asked.push('join');
    if (this.joinFailure) throw new CallError(this.joinFailure);
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
    this.asked.push('leave');
    const isIn = this.status === 'joined' || this.status === 'reconnecting';
    this.#end();
    this.#admission?.reject(new CallError('left'));
    this.#admission = undefined;
    this.#setStatus(isIn ? 'left' : 'idle');
  }

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
    this.asked.push(`turn on ${sources.join()}`);
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
    this.asked.push(`turn off ${source}`);
    if (source === 'screen') this.#setSource('screen-audio', 'off');
    this.#setSource(source, 'off');
  }

  devices(kind: DeviceKind): readonly Device[] {
    return this.#devices.get(kind) ?? [];
  }

  chosenDevice(kind: DeviceKind): string {
    return this.#chosen.get(kind) ?? '';
  }

  async chooseDevice(kind: DeviceKind, id: string): Promise<void> {
    this.asked.push(`choose ${kind} ${id}`);
    this.#chosen.set(kind, id);
    this.emit('change');
  }

  async flipCamera(): Promise<void> {
    this.asked.push('flip camera');
  }

  level(participant: number | 'self'): number {
    return this.#levels.get(participant) ?? 0;
  }

  stream(participant: number | 'self', source: Source): MediaStream | undefined {
    const isSelf = participant === 'self' || participant === this.#selfId;
    const person = isSelf
      ? { id: 0, name: this.#name }
      : this.participants.find(({ id }) => id === participant);
    const isOn = isSelf
      ? this.sourceState(source).status === 'on'
      : this.participants.find(({ id }) => id === participant)?.sources.includes(source);
    const key = `${person?.id} ${source}`;
    if (!isOn || !person) {
      this.#streams.delete(key);
      return undefined;
    }
    const stream = this.#streams.get(key) ?? this.#pictures(person, source);
    this.#streams.set(key, stream);
    return stream;
  }

  linkStatus(participant: number): LinkStatus | undefined {
    return this.#links.get(participant);
  }

  channel<T>(topic: string, guard: (data: unknown) => data is T): Channel<T> {
    const channel = (this.#channels.get(topic) ??
      new Channel(topic, guard, () => this.#links.size)) as Channel<T>;
    this.#channels.set(topic, channel as Channel<unknown>);
    return channel;
  }

  // What the world does.

  /** Lets the one who joins in, after those who are here already. */
  admit(): void {
    if (!this.#admission) return;
    this.#selfId = this.#nextId();
    this.#update([...this.participants, this.#entry(this.#selfId)]);
    this.#admission.resolve();
    this.#admission = undefined;
    this.#setStatus('joined');
  }

  /** The Room says no, on the way in or later. */
  refuse(reason: Refusal): void {
    this.#end();
    this.refusal = reason;
    this.#admission?.reject(new CallError(reason));
    this.#admission = undefined;
    this.#setStatus('refused');
  }

  /** Somebody comes; returns the id. */
  arrive(name: string, sources: readonly Source[] = ['microphone', 'camera']): number {
    const id = this.#nextId();
    this.#links.set(id, 'connected');
    const person = Object.freeze({ id, name, role: 'participant', sources, away: false } as const);
    this.#update([...this.participants, person]);
    this.emit('participant-join', person);
    this.emit('change');
    return id;
  }

  /** Somebody goes. */
  depart(id: number): void {
    const person = this.participants.find((one) => one.id === id);
    this.#links.delete(id);
    this.#update(this.participants.filter((one) => one !== person));
    if (person) this.emit('participant-leave', person);
    this.emit('change');
  }

  /** Something about somebody changes. */
  alter(id: number, patch: Partial<Omit<Participant, 'id'>>): void {
    this.#update(
      this.participants.map((one) => (one.id === id ? Object.freeze({ ...one, ...patch }) : one)),
    );
    this.emit('change');
  }

  /** Devices are plugged in and out. */
  plug(kind: DeviceKind, labels: readonly string[]): void {
    this.#devices.set(
      kind,
      labels.map((label) => Object.freeze({ id: `id of ${label}`, label })),
    );
    this.emit('change');
  }

  /** Somebody speaks this loud, 0 to 1. */
  setLevel(participant: number | 'self', level: number): void {
    this.#levels.set(participant, level);
  }

  /** A link is lost or found. */
  setLink(id: number, status: LinkStatus): void {
    this.#links.set(id, status);
    this.emit('change');
  }

  /** The server goes out of reach, and comes back. */
  setServer(isReachable: boolean): void {
    this.#setStatus(isReachable ? 'joined' : 'reconnecting');
  }

  setPreview(preview: Preview): void {
    this.preview = preview;
    this.emit('change');
  }

  /** Something fails that nobody waits for. */
  fail(reason: CallErrorReason): void {
    this.emit('call-error', new CallError(reason));
  }

  /** A device goes away while it is in use. */
  lose(source: Source): void {
    this.#setSource(source, 'off', 'media-lost');
    this.emit('call-error', new CallError('media-lost', source));
  }

  /** Ends the waiting of a slow call's devices. */
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
    this.#streams.clear();
    this.participants = Object.freeze([]);
  }

  #nextId(): number {
    return (this.#lastId += 1_009);
  }

  #entry(id: number): Participant {
    const sources = SOURCES.filter((source) => this.sourceState(source).status !== 'off');
    return Object.freeze({
      id,
      name: this.#name || this.#guest,
      role: 'participant',
      sources: Object.freeze(sources),
      away: false,
    });
  }

  #update(participants: readonly Participant[]): void {
    this.participants = Object.freeze([...participants]);
  }

  #tellProfile(): void {
    const id = this.#selfId;
    if (id === undefined) return;
    this.#update(this.participants.map((one) => (one.id === id ? this.#entry(id) : one)));
  }

  #setSource(source: Source, status: SourceState['status'], problem?: MediaReason): void {
    this.#sources.set(source, { status, problem });
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
