/** My capture: microphone, camera and screen, turned on and off, and why one of them cannot be. */
import { SOURCES, type Source } from '../protocol.js';
import { CallError, type MediaReason } from './call-error.js';
import type { SourceState } from './call-face.js';
import type { Platform } from './platform.js';
import { TypedEventTarget } from './typed-event-target.js';

export interface LocalMediaEvents {
  /** Something about a source changed. */
  change: void;
  /** A source has another track to publish, or none. */
  track: { source: Source; track: MediaStreamTrack | null };
  /** A source that was on went off by itself. */
  lost: CallError;
}

interface Capture {
  status: SourceState['status'];
  problem: MediaReason | undefined;
  stream: MediaStream | undefined;
  /** Counts what is asked of this source, so that an answer that comes too late is known as such. */
  turn: number;
}

const BUSY_RETRY_AFTER = 500;

/** The camera at 16:9 and 720p: what two people send; more people scale it down. */
const CONSTRAINTS = {
  microphone: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  camera: {
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30, max: 30 },
    facingMode: 'user',
  },
} satisfies { [source: string]: MediaTrackConstraints };

type Device = keyof typeof CONSTRAINTS;
const isDevice = (source: Source): source is Device =>
  source === 'microphone' || source === 'camera';

export class LocalMedia extends TypedEventTarget<LocalMediaEvents> {
  readonly #platform: Platform;
  readonly #captures = Object.fromEntries(
    SOURCES.map((source) => [source, { status: 'off', turn: 0 }]),
  ) as Record<Source, Capture>;
  /** The switched-off microphone, kept so that it is back at once and can tell that one is talking. */
  #parkedMicrophone: MediaStreamTrack | undefined;

  constructor(platform: Platform) {
    super();
    this.#platform = platform;
  }

  get canShareScreen(): boolean {
    return (
      typeof this.#platform.mediaDevices?.getDisplayMedia === 'function' &&
      this.#platform.allowsFeature('display-capture')
    );
  }

  state(source: Source): SourceState {
    const { status, problem } = this.#captures[source];
    return { status, problem };
  }

  /** The stream that shows a source that is on. */
  stream(source: Source): MediaStream | undefined {
    return this.#captures[source].stream;
  }

  /** What is to be sent of a source now. */
  track(source: Source): MediaStreamTrack | null {
    return this.#captures[source].stream?.getTracks()[0] ?? null;
  }

  /** Marks a source as wanted or not without capturing it. */
  want(source: Source, wanted: boolean): void {
    const { status } = this.#captures[source];
    if (status === 'off' && wanted) this.#set(source, { status: 'wanted' });
    else if (status === 'wanted' && !wanted) this.#set(source, { status: 'off' });
  }

  /** Turns one source on; rejects with a CallError. */
  async turnOn(source: Source): Promise<void> {
    await this.turnOnAll([source]);
    const { status, problem } = this.#captures[source];
    if (status === 'off') throw new CallError(problem ?? 'media-dismissed', source);
  }

  /** Turns several on, asking the person once; what fails is told by `state`. */
  async turnOnAll(sources: readonly Source[]): Promise<void> {
    const wanted = sources.filter((source) => {
      const { status } = this.#captures[source];
      return status === 'off' || status === 'wanted';
    });
    const devices = wanted.filter(isDevice);
    await Promise.all([
      devices.length ? this.#captureDevices(devices) : undefined,
      wanted.includes('screen') ? this.#captureScreen() : undefined,
    ]);
  }

  turnOff(source: Source): void {
    const capture = this.#captures[source];
    if (capture.status === 'off') {
      if (capture.problem) this.#set(source, { status: 'off' });
      return;
    }
    if (source === 'screen') this.turnOff('screen-audio');
    const track = this.track(source);
    if (track && source === 'microphone') {
      track.enabled = false;
      this.#parkedMicrophone = track;
    } else track?.stop();
    this.#set(source, { status: 'off' });
  }

  /** Stops everything: no light stays on. */
  close(): void {
    for (const source of SOURCES) this.turnOff(source);
    this.#parkedMicrophone?.stop();
    this.#parkedMicrophone = undefined;
  }

  async #captureDevices(devices: Device[]): Promise<void> {
    if (devices.includes('microphone') && this.#parkedMicrophone?.readyState === 'live') {
      const track = this.#parkedMicrophone;
      this.#parkedMicrophone = undefined;
      track.enabled = true;
      this.#adopt('microphone', track);
      devices = devices.filter((device) => device !== 'microphone');
      if (!devices.length) return;
    }
    const turns = devices.map((device) => [device, this.#begin(device)] as const);
    const stillWanted = () =>
      turns.filter(([device, turn]) => this.#captures[device].turn === turn);
    const result = await this.#getUserMedia(devices);
    if (result instanceof CallError) {
      const current = stillWanted().map(([device]) => device);
      // One of two may work alone; but somebody who closed the question is not asked again.
      if (devices.length > 1 && result.reason !== 'media-dismissed') {
        for (const device of current) this.#set(device, { status: 'wanted' });
        for (const device of current) await this.#captureDevices([device]);
        return;
      }
      for (const device of current) this.#fail(device, result.reason as MediaReason);
      return;
    }
    for (const [device, turn] of turns) {
      const kind = device === 'camera' ? 'video' : 'audio';
      const track = result.getTracks().find((one) => one.kind === kind);
      if (!track) continue;
      if (this.#captures[device].turn === turn) this.#adopt(device, track);
      else track.stop();
    }
  }

  async #captureScreen(): Promise<void> {
    const turn = this.#begin('screen');
    let stream: MediaStream;
    try {
      const { mediaDevices } = this.#platform;
      if (!mediaDevices?.getDisplayMedia) throw new TypeError('getDisplayMedia is missing');
      stream = await mediaDevices.getDisplayMedia({
        video: { frameRate: { ideal: 15, max: 30 } },
        audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
      });
    } catch (error) {
      if (this.#captures.screen.turn !== turn) return;
      const reason = this.#reasonOf(error, ['display-capture']);
      // Closing the picker is a choice, not a problem.
      if (reason === 'media-denied' || reason === 'media-dismissed') {
        this.#set('screen', { status: 'off' });
      } else this.#fail('screen', reason);
      return;
    }
    const [picture] = stream.getVideoTracks();
    const [sound] = stream.getAudioTracks();
    if (this.#captures.screen.turn !== turn || !picture) {
      for (const track of stream.getTracks()) track.stop();
      return;
    }
    this.#adopt('screen', picture);
    if (sound) this.#adopt('screen-audio', sound);
  }

  async #getUserMedia(devices: Device[], attempt = 1): Promise<MediaStream | CallError> {
    const constraint = (device: Device) =>
      devices.includes(device) && (attempt === 1 ? CONSTRAINTS[device] : true);
    try {
      const { mediaDevices } = this.#platform;
      if (!mediaDevices) return new CallError('media-insecure');
      return await mediaDevices.getUserMedia({
        audio: constraint('microphone'),
        video: constraint('camera'),
      });
    } catch (error) {
      const reason = this.#reasonOf(error, devices);
      // Devices are briefly busy after another page let go of them, and some refuse a size.
      if (attempt === 1 && (reason === 'media-busy' || reason === 'media-constraint')) {
        await new Promise<void>((resume) => this.#platform.clock.after(BUSY_RETRY_AFTER, resume));
        return this.#getUserMedia(devices, 2);
      }
      return new CallError(reason, devices.length === 1 ? devices[0] : undefined, { cause: error });
    }
  }

  /** Names of errors: W3C mediacapture-main; browsers tell the kinds of refusal apart by text alone. */
  #reasonOf(
    error: unknown,
    features: ('camera' | 'microphone' | 'display-capture')[],
  ): MediaReason {
    const { name, message } = error instanceof Error ? error : { name: '', message: '' };
    switch (name) {
      case 'NotAllowedError':
        if (features.some((feature) => !this.#platform.allowsFeature(feature))) {
          return 'media-blocked-by-page';
        }
        if (/system/i.test(message)) return 'media-blocked-by-system';
        return /dismissed/i.test(message) ? 'media-dismissed' : 'media-denied';
      case 'SecurityError':
        return 'media-blocked-by-page';
      case 'NotFoundError':
        return 'media-none';
      case 'NotReadableError':
      case 'AbortError':
        return 'media-busy';
      case 'OverconstrainedError':
        return 'media-constraint';
      default:
        return 'media-unsupported';
    }
  }

  #begin(source: Source): number {
    this.#set(source, { status: 'starting' });
    return this.#captures[source].turn;
  }

  #adopt(source: Source, track: MediaStreamTrack): void {
    if (track.kind === 'video') track.contentHint = source === 'screen' ? 'detail' : 'motion';
    this.#set(source, { status: 'on', stream: this.#platform.createStream([track]) });
    track.addEventListener('ended', () => {
      if (this.track(source) !== track) return;
      // A screen share that ends from the browser's own bar was ended by the person.
      if (source === 'screen' || source === 'screen-audio') this.turnOff(source);
      else {
        this.#fail(source, 'media-lost');
        this.emit('lost', new CallError('media-lost', source));
      }
    });
  }

  #fail(source: Source, problem: MediaReason): void {
    this.#set(source, { status: 'off', problem });
  }

  #set(
    source: Source,
    next: { status: SourceState['status']; problem?: MediaReason; stream?: MediaStream },
  ): void {
    const before = this.track(source);
    const { turn } = this.#captures[source];
    this.#captures[source] = {
      status: next.status,
      problem: next.problem,
      stream: next.stream,
      turn: turn + 1,
    };
    const track = this.track(source);
    if (track !== before) this.emit('track', { source, track });
    this.emit('change');
  }
}
