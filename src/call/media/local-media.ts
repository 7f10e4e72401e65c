/** Local capture: turns the microphone, camera and screen on and off, and reports why one can't be. */
import { SOURCES, type Source } from '../../protocol.js';
import { CallError, type MediaReason } from '../call-error.js';
import type { DeviceKind, SourceState } from '../call-api.js';
import type { DeviceRecovery, RecoverableMedia } from './device-recovery.js';
import { Devices } from './devices.js';
import {
  DEVICE_SOURCES,
  MediaCapture,
  type DeviceSource,
  type CaptureRequest,
} from './media-capture.js';
import type { OwnMeters, SoundSource } from './own-meters.js';
import type { GuardedPlatform } from '../guard.js';
import type { CallPlatform } from '../lazy-chunks.js';
import { TypedEventTarget } from '../base/typed-event-target.js';

export interface LocalMediaEvents {
  /** The state of a source changed. */
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
  /** Counts the requests for this source, so that a late result can be recognized. */
  turn: number;
}

/** Milliseconds until code that could not be loaded is retried. */
const RELOAD_AFTER = 3_000;

const isDevice = (source: Source): source is DeviceSource =>
  source === 'microphone' || source === 'camera';

export class LocalMedia extends TypedEventTarget<LocalMediaEvents> implements RecoverableMedia {
  readonly devices: Devices;
  readonly #platform: GuardedPlatform<CallPlatform>;
  readonly #capture: MediaCapture;
  readonly #captures = Object.fromEntries(
    SOURCES.map((source) => [source, { status: 'off', turn: 0 }]),
  ) as Record<Source, Capture>;
  /** The switched-off microphone, kept so that it is back at once and talking while muted can be detected. */
  #parkedMicrophone: MediaStreamTrack | undefined;
  // Loaded with the first source that is on.
  #recovery: DeviceRecovery | undefined;
  #meters: OwnMeters | undefined;
  /** The shared load, so that callers continue in the order in which they came. */
  #loading: Promise<DeviceRecovery> | undefined;
  #cancelRetry = () => {};

  constructor(platform: GuardedPlatform<CallPlatform>) {
    super();
    this.#platform = platform;
    this.#capture = new MediaCapture(platform);
    this.devices = new Devices(platform);
    const handleDevicesChange = platform.guard(() => {
      this.#recovery?.handleDevicesChange();
      this.emit('change');
    });
    this.devices.on('change', handleDevicesChange);
  }

  get canShareScreen(): boolean {
    return this.#capture.canShareScreen;
  }

  /** Whether there are a front and a back camera. */
  get canFlipCamera(): boolean {
    return this.#recovery?.canFlipCamera ?? false;
  }

  state(source: Source): SourceState {
    const { status, problem } = this.#captures[source];
    return { status, problem };
  }

  /** The stream of a source that is on. */
  stream(source: Source): MediaStream | undefined {
    return this.#captures[source].stream;
  }

  /** The track to send for a source now. */
  track(source: Source): MediaStreamTrack | null {
    return this.#captures[source].stream?.getTracks()[0] ?? null;
  }

  /** The devices that are on or to be turned on. */
  get wantedDevices(): DeviceSource[] {
    return DEVICE_SOURCES.filter((source) => this.#captures[source].status !== 'off');
  }

  turn(source: Source): number {
    return this.#captures[source].turn;
  }

  /** Marks a source as wanted or not without capturing it. */
  want(source: Source, wanted: boolean): void {
    const { status } = this.#captures[source];
    if (status === 'off' && wanted) this.#set(source, { status: 'wanted' });
    else if (status === 'wanted' && !wanted) this.#set(source, { status: 'off' });
  }

  /** Turns one source on, or recaptures an interrupted one; rejects with a CallError. */
  async turnOn(source: Source): Promise<void> {
    await this.turnOnAll([source]);
    const { status, problem } = this.#captures[source];
    if (status === 'off' || problem) throw new CallError(problem ?? 'media-dismissed', source);
  }

  /** Turns several on with a single prompt; `state` reports failures. */
  async turnOnAll(sources: readonly Source[]): Promise<void> {
    const wanted = sources.filter((source) => {
      const { status } = this.#captures[source];
      return status === 'off' || status === 'wanted';
    });
    const devices = wanted.filter(isDevice);
    const interrupted = sources.filter(isDevice).filter((source) => {
      const { status, problem } = this.#captures[source];
      return status === 'on' && problem;
    });
    await Promise.all([
      ...interrupted.map((source) => this.#recovery?.resume(source)),
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
    if (isDevice(source)) this.#recovery?.forget(source);
    this.#set(source, { status: 'off' });
  }

  /** Switches to another device; rejects with a CallError, with the old one in use again. */
  async chooseDevice(kind: DeviceKind, id: string): Promise<void> {
    await (await this.#loadRecovery()).choose(kind, id);
  }

  /** Switches to the camera on the other side, for the lifetime of this page; rejects with a CallError. */
  async flipCamera(): Promise<void> {
    await (await this.#loadRecovery()).flipCamera();
  }

  /** The user focused the page, or returned to it (`isReturn`): devices taken by the system may be available again. */
  restore(isReturn: boolean): void {
    if (this.#recovery) return this.#recovery.restore(isReturn);
    void this.#watch();
  }

  /** How loud a local source is, from 0 to 1; the microphone also while it is parked. */
  level(source: SoundSource): number {
    return this.#meters?.level(source, this.#measurable(source)) ?? 0;
  }

  /** Stops everything: no capture light stays on. */
  close(): void {
    for (const source of SOURCES) this.turnOff(source);
    this.dropParked();
    this.#recovery?.close();
    this.#cancelRetry();
  }

  release(source: DeviceSource): number {
    this.#meters?.release(source as SoundSource);
    this.track(source)?.stop();
    return ++this.#captures[source].turn;
  }

  dropParked(): void {
    if (!this.#parkedMicrophone) return;
    this.#parkedMicrophone.stop();
    this.#parkedMicrophone = undefined;
    this.#meters?.release('microphone');
  }

  capture(source: DeviceSource): Promise<void> {
    return this.#captureDevices([source]);
  }

  adopt(source: Source, track: MediaStreamTrack): void {
    if (track.kind === 'video') track.contentHint = source === 'screen' ? 'detail' : 'motion';
    const stream = this.#platform.createStream([track]);
    // An interrupted source that is still muted stays interrupted.
    const problem = track.muted ? this.#captures[source].problem : undefined;
    this.#set(source, { status: 'on', problem, stream });
    void this.#watch();
    // A screen share that ends from the browser's own toolbar was ended by the user.
    if (isDevice(source)) return;
    track.addEventListener('ended', () => this.track(source) === track && this.turnOff(source));
  }

  mark(source: Source, problem?: MediaReason): void {
    const { stream } = this.#captures[source];
    if (stream) this.#set(source, { status: 'on', problem, stream });
  }

  fail(source: Source, problem: MediaReason, isLost = false): void {
    this.#set(source, { status: 'off', problem });
    if (isLost) this.emit('lost', new CallError(problem, source));
  }

  #loadRecovery(): Promise<DeviceRecovery> {
    this.#loading ??= this.#load().catch((cause: unknown) => {
      this.#loading = undefined;
      throw new CallError('load-failed', undefined, { cause });
    });
    return this.#loading;
  }

  async #load(): Promise<DeviceRecovery> {
    const { DeviceRecovery, OwnMeters } = await this.#platform.loadActiveMedia();
    this.#meters = new OwnMeters(this.#platform);
    return (this.#recovery = new DeviceRecovery(this, this.#platform, this.#capture));
  }

  /** Watches the devices that are on; if the code for it can't be loaded, it is retried later. */
  async #watch(): Promise<void> {
    this.#cancelRetry();
    if (!SOURCES.some((source) => this.track(source))) return;
    const keeper = await this.#loadRecovery().catch(() => undefined);
    for (const source of DEVICE_SOURCES) keeper?.watch(source);
    if (keeper) return;
    this.#cancelRetry();
    this.#cancelRetry = this.#platform.clock.after(RELOAD_AFTER, () => void this.#watch());
  }

  async #captureDevices(devices: DeviceSource[]): Promise<void> {
    if (devices.includes('microphone') && this.#parkedMicrophone?.readyState === 'live') {
      const track = this.#parkedMicrophone;
      this.#parkedMicrophone = undefined;
      track.enabled = true;
      this.adopt('microphone', track);
      devices = devices.filter((device) => device !== 'microphone');
      if (!devices.length) return;
    }
    const turns = devices.map((device) => [device, this.#begin(device)] as const);
    const stillWanted = () =>
      turns.filter(([device, turn]) => this.#captures[device].turn === turn);
    const wishes: CaptureRequest = {};
    for (const device of devices) {
      const deviceId = this.devices.chosen(device);
      wishes[device] = deviceId ? { deviceId } : {};
    }
    const result = await this.#capture.devices(wishes);
    if (result instanceof CallError) {
      const current = stillWanted().map(([device]) => device);
      // One of two may work alone; but a user who closed the prompt is not asked again.
      if (devices.length > 1 && result.reason !== 'media-dismissed') {
        const waiting = current.map((device) => [device, this.#begin(device, 'wanted')] as const);
        for (const [device, turn] of waiting) {
          if (this.#captures[device].turn === turn) await this.capture(device);
        }
        return;
      }
      for (const device of current) this.fail(device, result.reason as MediaReason);
      return;
    }
    for (const [device, turn] of turns) {
      const [track] = device === 'camera' ? result.getVideoTracks() : result.getAudioTracks();
      if (!track) continue;
      if (this.#captures[device].turn === turn) this.adopt(device, track);
      else track.stop();
    }
  }

  async #captureScreen(): Promise<void> {
    const turn = this.#begin('screen');
    const stream = await this.#capture.screen();
    if (stream instanceof CallError) {
      if (this.#captures.screen.turn !== turn) return;
      const reason = stream.reason as MediaReason;
      // Closing the picker is a choice, not a problem.
      if (reason === 'media-denied' || reason === 'media-dismissed') {
        this.#set('screen', { status: 'off' });
      } else this.fail('screen', reason);
      return;
    }
    const [picture] = stream.getVideoTracks();
    const [sound] = stream.getAudioTracks();
    if (this.#captures.screen.turn !== turn || !picture) {
      for (const track of stream.getTracks()) track.stop();
      return;
    }
    this.adopt('screen', picture);
    if (sound) this.adopt('screen-audio', sound);
  }

  #measurable(source: SoundSource): MediaStreamTrack | undefined {
    return this.track(source) ?? (source === 'microphone' ? this.#parkedMicrophone : undefined);
  }

  #begin(source: Source, status: 'wanted' | 'starting' = 'starting'): number {
    this.#set(source, { status });
    return this.#captures[source].turn;
  }

  #set(
    source: Source,
    next: {
      status: SourceState['status'];
      problem?: MediaReason | undefined;
      stream?: MediaStream;
    },
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
    if (track !== before) {
      const sound = source as SoundSource;
      this.#meters?.release(sound, this.#measurable(sound));
      this.emit('track', { source, track });
    }
    this.emit('change');
  }
}
