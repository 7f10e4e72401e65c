/** Cameras, microphones and screens in memory, which can be missing, blocked, busy or slow. */
import type { Meter } from '../../src/call/platform.js';

/** A device that is plugged in. */
interface Plugged {
  readonly id: string;
  readonly kind: 'audioinput' | 'videoinput' | 'audiooutput';
  readonly facing?: string;
  /** The browser's name for it; several devices can have the same. */
  readonly label?: string;
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

  /** Ends by itself, as when a device is unplugged. */
  end(): void {
    if (this.readyState === 'ended') return;
    this.stop();
    this.dispatchEvent(new Event('ended'));
  }

  /** The system takes the device for something else, or gives it back. */
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
  /** The devices that are plugged in. */
  plugged: Plugged[] = [
    { id: 'microphone 1', kind: 'audioinput' },
    { id: 'camera 1', kind: 'videoinput' },
    { id: 'speaker 1', kind: 'audiooutput' },
  ];
  /** The sound level around the microphones. */
  loudness = 0;
  /** Number of meters that were not closed. */
  meters = 0;
  /** Devices in use by another program. */
  readonly busy = new Set<string>();
  /** Every track ever returned, including clones. */
  readonly tracks: FakeTrack[] = [];
  /** The error with which each device fails. */
  readonly errors = new Map<Device, { name: string; message?: string }>();
  readonly blocked = new Set<string>();
  /** How often the user was asked. */
  asked = 0;
  /** Whether a shared screen includes audio. */
  hasScreenSound = true;
  /** Requests wait until this resolves. */
  gate: Promise<void> = Promise.resolve();
  /** Resolves after the time a device takes to start. */
  readonly #work: () => Promise<void>;

  constructor(work: () => Promise<void>) {
    super();
    this.#work = work;
  }

  isAllowed(feature: string): boolean {
    return !this.blocked.has(feature);
  }

  async getUserMedia(asked: { audio: Asked; video: Asked }): Promise<FakeStream> {
    this.asked++;
    await this.gate;
    await this.#work();
    const kinds = (['audio', 'video'] as const).filter((kind) => asked[kind]);
    for (const kind of kinds) this.#refuse(kind);
    const found = kinds.map((kind) => [kind, this.#find(kind, asked[kind])] as const);
    return new FakeStream(found.map(([kind, plugged]) => new FakeTrack(kind, this, plugged)));
  }

  /** The audio constraints of the last screen request. */
  screenSound: MediaTrackConstraints | undefined;
  supported: Readonly<Record<string, boolean>> = { echoCancellation: true };

  getSupportedConstraints(): Readonly<Record<string, boolean>> {
    return this.supported;
  }

  async getDisplayMedia({ audio }: { audio: MediaTrackConstraints }): Promise<FakeStream> {
    this.asked++;
    this.screenSound = audio;
    await this.gate;
    await this.#work();
    this.#refuse('screen');
    const kinds = this.hasScreenSound ? ['video', 'audio'] : ['video'];
    return new FakeStream(kinds.map((kind) => new FakeTrack(kind, this)));
  }

  async enumerateDevices(): Promise<object[]> {
    await this.#work();
    // Labels and ids are only visible after the user has allowed the use of a device.
    const isAllowed = this.tracks.length > 0;
    return this.plugged.map(({ id, kind, label = `The ${id}` }) =>
      isAllowed ? { kind, deviceId: id, label } : { kind, deviceId: '', label: '' },
    );
  }

  /** Plugs in a device. */
  plug(id: string, kind: Plugged['kind'], facing?: string): void {
    this.plugged.push({ id, kind, ...(facing && { facing }) });
    this.dispatchEvent(new Event('devicechange'));
  }

  /** Unplugs a device, which ends its tracks. */
  unplug(id: string): void {
    this.plugged = this.plugged.filter((one) => one.id !== id);
    for (const track of this.live.filter(({ deviceId }) => deviceId === id)) track.end();
    this.dispatchEvent(new Event('devicechange'));
  }

  /** Measures the sound around a microphone, if the track is neither ended nor disabled. */
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
    const { deviceId, facingMode } = (asked === true ? {} : asked) as {
      deviceId?: string | { exact: string };
      facingMode?: string | { exact: string };
    };
    const exactId = typeof deviceId === 'object' ? deviceId.exact : undefined;
    const exactFacing = typeof facingMode === 'object' ? facingMode.exact : undefined;
    const there = this.plugged.filter((one) => one.kind === KINDS[kind]);
    const able = there.filter(
      ({ id, facing }) => (!exactId || exactId === id) && (!exactFacing || exactFacing === facing),
    );
    if (there.length && !able.length) {
      throw Object.assign(new Error(), { name: 'OverconstrainedError' });
    }
    const found =
      able.find(({ id }) => id === deviceId) ??
      able.find(({ facing }) => facing && facing === facingMode) ??
      able[0];
    if (!found) throw Object.assign(new Error(), { name: 'NotFoundError' });
    if (this.busy.has(found.id)) throw Object.assign(new Error(), { name: 'NotReadableError' });
    return found;
  }
}
