/** My capture: microphone, camera and screen, turned on and off, and why one of them cannot be. */
import { SOURCES, type Source } from '../protocol.js';
import { CallError, type MediaReason } from './call-error.js';
import type { DeviceKind, SourceState } from './call-face.js';
import { Devices, isAlias } from './devices.js';
import { MediaRequests, type Wish, type Wishes } from './media-requests.js';
import type { Meter, Platform } from './platform.js';
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

/** A track that is muted for longer was taken by the system or a switch; a shorter time is a hiccup. */
const INTERRUPTED_AFTER = 3_000;

type DeviceSource = keyof Wishes;
type SoundSource = 'microphone' | 'screen-audio';
const DEVICE_SOURCES: readonly DeviceSource[] = ['microphone', 'camera'];
const isDevice = (source: Source): source is DeviceSource =>
  source === 'microphone' || source === 'camera';

const byId = (deviceId: string): Wish => (deviceId ? { deviceId } : {});
/** Which device a track comes from; empty where that is not known or only "the system's". */
const deviceOf = (track: MediaStreamTrack | null): string => {
  const { deviceId = '' } = track?.getSettings() ?? {};
  return isAlias(deviceId) ? '' : deviceId;
};

export class LocalMedia extends TypedEventTarget<LocalMediaEvents> {
  readonly devices: Devices;
  readonly #platform: Platform;
  readonly #requests: MediaRequests;
  readonly #captures = Object.fromEntries(
    SOURCES.map((source) => [source, { status: 'off', turn: 0 }]),
  ) as Record<Source, Capture>;
  /** The switched-off microphone, kept so that it is back at once and can tell that one is talking. */
  #parkedMicrophone: MediaStreamTrack | undefined;
  /** Ends the listening to the track of a source. */
  readonly #watching = new Map<Source, AbortController>();
  /** Sources that are on and wait for another track. */
  readonly #retaking = new Set<DeviceSource>();
  /** Sources that fell mute before the eyes of the person, who may have wanted it so. */
  readonly #paused = new Set<Source>();
  /** Devices that went away, to be used again when they are back. */
  readonly #missing = new Map<DeviceSource, string>();
  readonly #meters = new Map<SoundSource, { of: MediaStreamTrack; close(): void; meter: Meter }>();

  constructor(platform: Platform) {
    super();
    this.#platform = platform;
    this.#requests = new MediaRequests(platform);
    this.devices = new Devices(platform);
    this.devices.on('change', () => this.#handleDevicesChange());
  }

  get canShareScreen(): boolean {
    return this.#requests.canShareScreen;
  }

  /** Whether there is a camera at the front and one at the back. */
  get canFlipCamera(): boolean {
    return this.#facing !== undefined && this.devices.list('camera').length > 1;
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

  /** Turns one source on, or takes an interrupted one anew; rejects with a CallError. */
  async turnOn(source: Source): Promise<void> {
    await this.turnOnAll([source]);
    const { status, problem } = this.#captures[source];
    if (status === 'off' || problem) throw new CallError(problem ?? 'media-dismissed', source);
  }

  /** Turns several on, asking the person once; what fails is told by `state`. */
  async turnOnAll(sources: readonly Source[]): Promise<void> {
    const wanted = sources.filter((source) => {
      const { status } = this.#captures[source];
      return status === 'off' || status === 'wanted';
    });
    const devices = wanted.filter(isDevice);
    const interrupted = sources.filter(isDevice).filter((one) => this.#isInterrupted(one));
    await Promise.all([
      ...interrupted.map((source) => this.#resume(source)),
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
    if (isDevice(source)) this.#missing.delete(source);
    this.#set(source, { status: 'off' });
  }

  /** Uses another device from now on; rejects with a CallError, with the old one in use again. */
  async chooseDevice(kind: DeviceKind, id: string): Promise<void> {
    const before = this.devices.chosen(kind);
    if (kind !== 'speaker') this.#missing.delete(kind);
    this.devices.choose(kind, id);
    if (kind === 'speaker') return;
    if (kind === 'microphone') this.#dropParked();
    const { status } = this.#captures[kind];
    if (status === 'starting') {
      await this.#captureDevices([kind]);
      const { problem } = this.#captures[kind];
      if (problem) throw new CallError(problem, kind);
    } else if (status === 'on' && !(id && id === deviceOf(this.track(kind)))) {
      await this.#exchange(kind, this.#wish(kind), () => this.devices.choose(kind, before));
    }
  }

  /** Uses the camera at the other side, for as long as this page lives; rejects with a CallError. */
  async flipCamera(): Promise<void> {
    if (!this.canFlipCamera) throw new CallError('media-constraint', 'camera');
    this.#missing.delete('camera');
    const facingMode = this.#facing === 'environment' ? 'user' : 'environment';
    await this.#exchange('camera', { facingMode }, () => {});
    const id = deviceOf(this.track('camera'));
    if (id) this.devices.choosePassing('camera', id);
  }

  /**
   * The person is at the page again, or `isReturn`ed to it: what the system took may be had again, and
   * devices may have come. Safari mutes what the person pauses in its own bar: that is left as it is.
   */
  restore(isReturn: boolean): void {
    const captured = DEVICE_SOURCES.filter((source) => this.#captures[source].status === 'on');
    for (const source of captured) {
      const track = this.track(source);
      const isTaken =
        track?.readyState === 'ended' || (isReturn && track?.muted && !this.#paused.has(source));
      if (isTaken && !this.#retaking.has(source)) void this.#resume(source);
    }
    if (captured.length) void this.devices.refresh();
  }

  /** How loud a sound of mine is, from 0 to 1; of the microphone also while it is parked. */
  level(source: SoundSource): number {
    const track = this.#measurable(source);
    if (track?.readyState !== 'live') return 0;
    let measured = this.#meters.get(source);
    if (!measured) {
      // A track of its own, which hears while the parked one is disabled.
      const clone = track.clone();
      clone.enabled = true;
      const meter = this.#platform.measure(clone);
      const close = () => {
        meter.close();
        clone.stop();
      };
      measured = { of: track, meter, close };
      this.#meters.set(source, measured);
    }
    return measured.meter.level();
  }

  /** Stops everything: no light stays on. */
  close(): void {
    for (const source of SOURCES) this.turnOff(source);
    this.#dropParked();
    this.devices.close();
  }

  get #facing(): string | undefined {
    const track = this.track('camera');
    return track?.getSettings().facingMode ?? track?.getCapabilities?.().facingMode?.[0];
  }

  #wish(source: DeviceSource): Wish {
    return byId(this.devices.chosen(source));
  }

  #isInterrupted(source: DeviceSource): boolean {
    const { status, problem } = this.#captures[source];
    return status === 'on' && problem !== undefined;
  }

  async #captureDevices(devices: DeviceSource[]): Promise<void> {
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
    const wishes: Wishes = {};
    for (const device of devices) wishes[device] = this.#wish(device);
    const result = await this.#requests.devices(wishes);
    if (result instanceof CallError) {
      const current = stillWanted().map(([device]) => device);
      // One of two may work alone; but somebody who closed the question is not asked again.
      if (devices.length > 1 && result.reason !== 'media-dismissed') {
        const waiting = current.map((device) => [device, this.#begin(device, 'wanted')] as const);
        for (const [device, turn] of waiting) {
          if (this.#captures[device].turn === turn) await this.#captureDevices([device]);
        }
        return;
      }
      for (const device of current) this.#fail(device, result.reason as MediaReason);
      return;
    }
    for (const [device, turn] of turns) {
      const [track] = device === 'camera' ? result.getVideoTracks() : result.getAudioTracks();
      if (!track) continue;
      if (this.#captures[device].turn === turn) this.#adopt(device, track);
      else track.stop();
    }
  }

  async #captureScreen(): Promise<void> {
    const turn = this.#begin('screen');
    const stream = await this.#requests.screen();
    if (stream instanceof CallError) {
      if (this.#captures.screen.turn !== turn) return;
      const reason = stream.reason as MediaReason;
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

  /**
   * Takes another track for a source that is on, and that stays on for all to see meanwhile.
   * Resolves with the reason where there is none, which leaves the source without a living track.
   */
  async #retake(
    source: DeviceSource,
    wish: Wish,
    isFirm = false,
  ): Promise<MediaReason | undefined> {
    const turn = ++this.#captures[source].turn;
    this.#watching.get(source)?.abort();
    this.#closeMeter(source);
    // First of all: on iOS a second capture ends the first one (https://webkit.org/b/179363).
    this.track(source)?.stop();
    this.#retaking.add(source);
    const result = await this.#requests.devices({ [source]: wish }, isFirm);
    const isPresent = this.#captures[source].turn === turn;
    if (isPresent) this.#retaking.delete(source);
    if (result instanceof CallError) return isPresent ? (result.reason as MediaReason) : undefined;
    for (const track of result.getTracks()) {
      if (isPresent) this.#adopt(source, track);
      else track.stop();
    }
    return undefined;
  }

  /** Takes another device, or on failure the old one again, and rejects. */
  async #exchange(source: DeviceSource, wish: Wish, undo: () => void): Promise<void> {
    const old = deviceOf(this.track(source));
    const reason = await this.#retake(source, wish, true);
    if (!reason) return;
    undo();
    if (await this.#retake(source, byId(old))) {
      this.#fail(source, reason);
    }
    throw new CallError(reason, source);
  }

  /** Tries to have a source again whose track ended or is muted; one that the system took is waited for. */
  async #resume(source: DeviceSource, isTaken = true): Promise<void> {
    const reason = await this.#retake(source, this.#wish(source));
    if (!reason) return;
    if (isTaken && reason !== 'media-none') return this.#interrupt(source);
    const problem = reason === 'media-none' ? 'media-lost' : reason;
    this.#fail(source, problem);
    this.emit('lost', new CallError(problem, source));
  }

  #interrupt(source: DeviceSource): void {
    const { stream } = this.#captures[source];
    if (stream) this.#set(source, { status: 'on', problem: 'media-interrupted', stream });
  }

  /** A device that was unplugged is replaced by another at once. */
  #handleEnded(source: DeviceSource, track: MediaStreamTrack): void {
    const isTaken = this.#platform.isHidden || track.muted || this.#isInterrupted(source);
    if (isTaken) this.#interrupt(source);
    const id = deviceOf(track);
    if (id) this.#missing.set(source, id);
    void this.#resume(source, isTaken);
  }

  /** Returns to a device that is there again. */
  #handleDevicesChange(): void {
    for (const source of DEVICE_SOURCES) {
      if (this.#captures[source].status !== 'on' || this.#retaking.has(source)) continue;
      this.#noteMissing(source);
      const missing = this.#missing.get(source);
      if (!missing || !this.devices.has(source, missing)) continue;
      this.#missing.delete(source);
      if (deviceOf(this.track(source)) !== missing) {
        this.#exchange(source, byId(missing), () => {}).catch(() => {});
      }
    }
    this.emit('change');
  }

  #noteMissing(source: DeviceSource): void {
    const chosen = this.devices.chosen(source);
    const areKnown = this.devices.list(source).length > 0;
    if (chosen && areKnown && !this.devices.has(source, chosen)) this.#missing.set(source, chosen);
  }

  #measurable(source: SoundSource): MediaStreamTrack | undefined {
    return this.track(source) ?? (source === 'microphone' ? this.#parkedMicrophone : undefined);
  }

  #closeMeter(source: Source): void {
    const key = source as SoundSource;
    this.#meters.get(key)?.close();
    this.#meters.delete(key);
  }

  #dropParked(): void {
    if (!this.#parkedMicrophone) return;
    this.#parkedMicrophone.stop();
    this.#parkedMicrophone = undefined;
    this.#closeMeter('microphone');
  }

  #begin(source: Source, status: 'wanted' | 'starting' = 'starting'): number {
    this.#set(source, { status });
    return this.#captures[source].turn;
  }

  #adopt(source: Source, track: MediaStreamTrack): void {
    if (track.kind === 'video') track.contentHint = source === 'screen' ? 'detail' : 'motion';
    const stream = this.#platform.createStream([track]);
    // What was interrupted and is still muted is interrupted still.
    const problem = track.muted ? this.#captures[source].problem : undefined;
    this.#set(source, { status: 'on', problem, stream });
    this.#watch(source, track);
    if (isDevice(source)) void this.devices.refresh().then(() => this.#noteMissing(source));
  }

  #watch(source: Source, track: MediaStreamTrack): void {
    const watching = new AbortController();
    const { signal } = watching;
    this.#watching.set(source, watching);
    if (!isDevice(source)) {
      // A screen share that ends from the browser's own bar was ended by the person.
      track.addEventListener('ended', () => this.turnOff(source), { signal });
      return;
    }
    let cancel = () => {};
    const handleMute = () => {
      cancel();
      cancel = this.#platform.clock.after(INTERRUPTED_AFTER, () => {
        if (!this.#platform.isHidden) this.#paused.add(source);
        this.#interrupt(source);
      });
    };
    const handleUnmute = () => {
      cancel();
      this.#paused.delete(source);
      const { stream } = this.#captures[source];
      if (stream && this.#isInterrupted(source)) this.#set(source, { status: 'on', stream });
    };
    track.addEventListener('ended', () => this.#handleEnded(source, track), { signal });
    track.addEventListener('mute', handleMute, { signal });
    track.addEventListener('unmute', handleUnmute, { signal });
    signal.addEventListener('abort', () => cancel());
    if (track.muted) handleMute();
  }

  #fail(source: Source, problem: MediaReason): void {
    this.#set(source, { status: 'off', problem });
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
      this.#watching.get(source)?.abort();
      this.#retaking.delete(source as DeviceSource);
      this.#paused.delete(source);
      const sound = source as SoundSource;
      if (this.#meters.get(sound)?.of !== this.#measurable(sound)) this.#closeMeter(source);
      this.emit('track', { source, track });
    }
    this.emit('change');
  }
}
