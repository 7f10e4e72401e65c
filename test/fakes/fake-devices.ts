/** Cameras, microphones and screens in memory, which can be missing, refused, busy or slow. */

export class FakeTrack extends EventTarget {
  readonly kind: string;
  enabled = true;
  contentHint = '';
  readyState = 'live';

  constructor(kind: string) {
    super();
    this.kind = kind;
  }

  getSettings(): MediaTrackSettings {
    return this.kind === 'video' ? { width: 1280, height: 720 } : {};
  }

  stop(): void {
    this.readyState = 'ended';
  }

  /** Ends by itself, as an unplugged device does. */
  end(): void {
    this.stop();
    this.dispatchEvent(new Event('ended'));
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

export class FakeDevices {
  /** Every track ever handed out. */
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

  async getUserMedia({ audio, video }: { audio: unknown; video: unknown }): Promise<FakeStream> {
    this.asked++;
    await this.gate;
    const kinds = [...(audio ? ['audio' as const] : []), ...(video ? ['video' as const] : [])];
    return this.#open(kinds, kinds);
  }

  async getDisplayMedia(): Promise<FakeStream> {
    this.asked++;
    await this.gate;
    return this.#open(['screen'], this.hasScreenSound ? ['video', 'audio'] : ['video']);
  }

  get live(): FakeTrack[] {
    return this.tracks.filter(({ readyState }) => readyState === 'live');
  }

  #open(devices: Device[], kinds: string[]): FakeStream {
    for (const device of devices) {
      const error = this.errors.get(device);
      if (error) throw Object.assign(new Error(error.message ?? ''), { name: error.name });
    }
    const tracks = kinds.map((kind) => new FakeTrack(kind));
    this.tracks.push(...tracks);
    return new FakeStream(tracks);
  }
}
