/** Cameras, microphones and screens in memory, which can be missing, refused, busy or slow. */
import type { Meter } from '../../src/call/platform.js';

/** A device that is plugged in. */
interface Plugged {
  readonly id: string;
  readonly kind: 'audioinput' | 'videoinput' | 'audiooutput';
  readonly facing?: string;
}

export class FakeTrack extends EventTarget {
  readonly kind: string;
  readonly #devices: FakeDevices;
  readonly #plugged: Plugged | undefined;
  enabled = true;
  muted = false;
  contentHint = '';
  readyState = 'live';

  constructor(kind: string, devices: FakeDevices, plugged?: Plugged) {
    super();
    this.kind = kind;
    this.#devices = devices;
    this.#plugged = plugged;
    devices.tracks.push(this);
  }

  get deviceId(): string | undefined {
    return this.#plugged?.id;
  }

  getSettings(): MediaTrackSettings {
    const { id, facing } = this.#plugged ?? {};
    return {
      ...(this.kind === 'video' && { width: 1280, height: 720 }),
      ...(id && { deviceId: id }),
      ...(facing && { facingMode: facing }),
    };
  }

  clone(): FakeTrack {
    const clone = new FakeTrack(this.kind, this.#devices, this.#plugged);
    clone.enabled = this.enabled;
    clone.readyState = this.readyState;
    return clone;
  }

  stop(): void {
    this.readyState = 'ended';
  }

  /** Ends by itself, as an unplugged device does. */
  end(): void {
    if (this.readyState === 'ended') return;
    this.stop();
    this.dispatchEvent(new Event('ended'));
  }

  /** The system takes it for something else, or gives it back. */
  setMuted(muted: boolean): void {
    this.muted = muted;
    this.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
  }
}

export class FakeStream {
  readonly #tracks: unknown[];

  constructor(tracks: unknown[]) {
    this.#tracks = tracks;
  }

  getTracks(): unknown[] {
    return [...this.#tracks];
  }

  getAudioTracks(): unknown[] {
    return this.#tracks.filter((track) => (track as FakeTrack).kind === 'audio');
  }

  getVideoTracks(): unknown[] {
    return this.#tracks.filter((track) => (track as FakeTrack).kind === 'video');
  }
}

type Device = 'audio' | 'video' | 'screen';
type Asked = boolean | MediaTrackConstraints;

const KINDS = { audio: 'audioinput', video: 'videoinput' } as const;

export class FakeDevices extends EventTarget {
  /** What is plugged in. */
  plugged: Plugged[] = [
    { id: 'microphone 1', kind: 'audioinput' },
    { id: 'camera 1', kind: 'videoinput' },
    { id: 'speaker 1', kind: 'audiooutput' },
  ];
  /** How loud it is around the microphones. */
  loudness = 0;
  /** Meters that were not closed. */
  meters = 0;
  /** Devices that another program holds. */
  readonly busy = new Set<string>();
  /** Every track ever handed out, and their clones. */
  readonly tracks: FakeTrack[] = [];
  /** Which of them answers with which error. */
  readonly errors = new Map<Device, { name: string; message?: string }>();
  readonly blocked = new Set<string>();
  /** How often the person was asked. */
  asked = 0;
  /** Whether a shared screen comes with sound. */
  hasScreenSound = true;
  /** Held back until this resolves. */
  gate: Promise<void> = Promise.resolve();

  isAllowed(feature: string): boolean {
    return !this.blocked.has(feature);
  }

  async getUserMedia(asked: { audio: Asked; video: Asked }): Promise<FakeStream> {
    this.asked++;
    await this.gate;
    const kinds = (['audio', 'video'] as const).filter((kind) => asked[kind]);
    for (const kind of kinds) this.#refuse(kind);
    const found = kinds.map((kind) => [kind, this.#find(kind, asked[kind])] as const);
    return new FakeStream(found.map(([kind, plugged]) => new FakeTrack(kind, this, plugged)));
  }

  async getDisplayMedia(): Promise<FakeStream> {
    this.asked++;
    await this.gate;
    this.#refuse('screen');
    const kinds = this.hasScreenSound ? ['video', 'audio'] : ['video'];
    return new FakeStream(kinds.map((kind) => new FakeTrack(kind, this)));
  }

  async enumerateDevices(): Promise<object[]> {
    await Promise.resolve();
    // Labels and ids are told to those who were allowed to use something.
    const isAllowed = this.tracks.length > 0;
    return this.plugged.map(({ id, kind }) =>
      isAllowed ? { kind, deviceId: id, label: `The ${id}` } : { kind, deviceId: '', label: '' },
    );
  }

  /** Plugs something in. */
  plug(id: string, kind: Plugged['kind'], facing?: string): void {
    this.plugged.push({ id, kind, ...(facing && { facing }) });
    this.dispatchEvent(new Event('devicechange'));
  }

  /** Unplugs something, which ends what comes from it. */
  unplug(id: string): void {
    this.plugged = this.plugged.filter((one) => one.id !== id);
    for (const track of this.live.filter(({ deviceId }) => deviceId === id)) track.end();
    this.dispatchEvent(new Event('devicechange'));
  }

  /** Hears what is around a microphone, if a track is neither over nor disabled. */
  measure(track: FakeTrack): Meter {
    this.meters++;
    return {
      level: () => (track.enabled && track.readyState === 'live' ? this.loudness : 0),
      close: () => void this.meters--,
    };
  }

  get live(): FakeTrack[] {
    return this.tracks.filter(({ readyState }) => readyState === 'live');
  }

  #refuse(device: Device): void {
    const error = this.errors.get(device);
    if (error) throw Object.assign(new Error(error.message ?? ''), { name: error.name });
  }

  #find(kind: 'audio' | 'video', asked: Asked): Plugged {
    const { deviceId, facingMode } = asked === true || asked === false ? {} : asked;
    const wanted = (deviceId as { ideal: string } | undefined)?.ideal;
    const there = this.plugged.filter((one) => one.kind === KINDS[kind]);
    const found =
      there.find(({ id }) => id === wanted) ??
      there.find(({ facing }) => facing && facing === facingMode) ??
      there[0];
    if (!found) throw Object.assign(new Error(), { name: 'NotFoundError' });
    if (this.busy.has(found.id)) throw Object.assign(new Error(), { name: 'NotReadableError' });
    return found;
  }
}
