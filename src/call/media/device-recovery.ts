/** Keeps an active device in use when it is exchanged, interrupted, unplugged or back. Loaded with the first device. */
import { CallError, type MediaReason } from '../call-error.js';
import type { DeviceKind, SourceState } from '../call-api.js';
import type { Devices } from './devices.js';
import { isAlias, listDevices } from './list-devices.js';
import {
  DEVICE_SOURCES,
  type DeviceSource,
  type MediaCapture,
  type DeviceConstraints,
} from './media-capture.js';
import type { Platform } from '../platform.js';

/** The keeper's view of the sources. */
export interface RecoverableMedia {
  readonly devices: Devices;
  state(source: DeviceSource): SourceState;
  track(source: DeviceSource): MediaStreamTrack | null;
  /** Counts the requests for a source, so that a late result can be recognized. */
  turn(source: DeviceSource): number;
  /** Releases a source's track while the source still appears on; returns its new turn. */
  release(source: DeviceSource): number;
  /** Releases the microphone that is switched off. */
  dropParked(): void;
  /** Requests a device as if it had just been turned on. */
  capture(source: DeviceSource): Promise<void>;
  /** Turns a source on with a track. */
  adopt(source: DeviceSource, track: MediaStreamTrack): void;
  /** Marks a source that is on as interrupted, or as working again. */
  mark(source: DeviceSource, problem?: MediaReason): void;
  /** Turns a source off for a reason; `isLost` if no caller is waiting for it. */
  fail(source: DeviceSource, problem: MediaReason, isLost?: boolean): void;
}

/** A track muted for longer was taken by the system or a switch; shorter is a hiccup. */
const INTERRUPTED_AFTER = 3_000;

const byId = (deviceId: string): DeviceConstraints => (deviceId ? { deviceId } : {});
/** The device that a track comes from; empty if unknown or only the system default. */
const deviceOf = (track: MediaStreamTrack | null): string => {
  const { deviceId = '' } = track?.getSettings() ?? {};
  return isAlias(deviceId) ? '' : deviceId;
};

export class DeviceRecovery {
  readonly #media: RecoverableMedia;
  readonly #platform: Platform;
  readonly #capture: MediaCapture;
  /** The track of each watched source, and the controller that ends watching. */
  readonly #watching = new Map<DeviceSource, { track: MediaStreamTrack; end: AbortController }>();
  /** Sources that are on and wait for another track, with the turn of the request. */
  readonly #retaking = new Map<DeviceSource, number>();
  /** Tracks muted while the page was visible, which the user may have intended. */
  readonly #paused = new WeakSet<MediaStreamTrack>();
  /** Devices that were disconnected, to be used again when they are back. */
  readonly #missing = new Map<DeviceSource, string>();
  /** Stops listening for devices that are connected or disconnected. */
  #following: AbortController | undefined;

  constructor(kept: RecoverableMedia, platform: Platform, requests: MediaCapture) {
    this.#media = kept;
    this.#platform = platform;
    this.#capture = requests;
  }

  /** Whether there are a front and a back camera. */
  get canFlipCamera(): boolean {
    return this.#facing !== undefined && this.#media.devices.list('camera').length > 1;
  }

  /** Watches a source's track from now on. */
  watch(source: DeviceSource): void {
    // The track was released for another one, which is watched once it arrives.
    if (this.#isRetaking(source)) return;
    const track = this.#media.track(source);
    if (!track || this.#watching.get(source)?.track === track) return;
    this.#unwatch(source);
    const end = new AbortController();
    const { signal } = end;
    this.#watching.set(source, { track, end });
    this.#paused.delete(track);
    const isPresent = () => this.#media.track(source) === track;
    let cancel = () => {};
    const handleMute = () => {
      cancel();
      cancel = this.#platform.clock.after(INTERRUPTED_AFTER, () => {
        if (!isPresent()) return;
        if (!this.#platform.isHidden) this.#paused.add(track);
        this.#media.mark(source, 'media-interrupted');
      });
    };
    const handleUnmute = () => {
      cancel();
      this.#paused.delete(track);
      if (isPresent() && this.#isInterrupted(source)) this.#media.mark(source);
    };
    const handleEnded = () => isPresent() && this.#handleEnded(source, track);
    track.addEventListener('ended', handleEnded, { signal });
    track.addEventListener('mute', handleMute, { signal });
    track.addEventListener('unmute', handleUnmute, { signal });
    signal.addEventListener('abort', () => cancel());
    if (track.muted) handleMute();
    // It may have ended before it was watched.
    if (track.readyState === 'ended') handleEnded();
    void this.#follow().then(() => this.#noteMissing(source));
  }

  /** Switches to another device; rejects with a CallError, with the old one in use again. */
  async choose(kind: DeviceKind, id: string): Promise<void> {
    const { devices } = this.#media;
    const before = devices.chosen(kind);
    devices.choose(kind, id);
    if (kind === 'speaker') return;
    this.#missing.delete(kind);
    if (kind === 'microphone') this.#media.dropParked();
    const { status } = this.#media.state(kind);
    if (status === 'starting') {
      await this.#media.capture(kind);
      const { problem } = this.#media.state(kind);
      if (problem) throw new CallError(problem, kind);
    } else if (status === 'on' && !(id && id === deviceOf(this.#media.track(kind)))) {
      await this.#exchange(kind, byId(id), () => devices.choose(kind, before));
    }
  }

  /** Switches to the camera on the other side, for the lifetime of this page; rejects with a CallError. */
  async flipCamera(): Promise<void> {
    if (!this.canFlipCamera) throw new CallError('media-constraint', 'camera');
    this.#missing.delete('camera');
    const facingMode = this.#facing === 'environment' ? 'user' : 'environment';
    await this.#exchange('camera', { facingMode }, () => {});
    const id = deviceOf(this.#media.track('camera'));
    if (id) this.#media.devices.chooseForSession('camera', id);
  }

  /**
   * The user focused the page, or returned to it (`isReturn`): devices taken by the system may be available again, and
   * new ones may be connected. Safari mutes what the user pauses in its own toolbar: that is left as it is.
   */
  restore(isReturn: boolean): void {
    const captured = DEVICE_SOURCES.filter((source) => this.#media.state(source).status === 'on');
    for (const source of captured) {
      const track = this.#media.track(source);
      const isTaken =
        track?.readyState === 'ended' || (isReturn && track?.muted && !this.#paused.has(track));
      if (isTaken && !this.#isRetaking(source)) void this.resume(source);
    }
    if (captured.length) void this.#follow();
  }

  /** Recaptures a source whose track ended or is muted; if the system took it, the source waits for it. */
  async resume(source: DeviceSource, isTaken = true): Promise<void> {
    const reason = await this.#retake(source, byId(this.#media.devices.chosen(source)));
    if (!reason) return;
    if (isTaken && reason !== 'media-none') this.#media.mark(source, 'media-interrupted');
    else this.#media.fail(source, reason === 'media-none' ? 'media-lost' : reason, true);
  }

  /** Returns to a device that is connected again. */
  handleDevicesChange(): void {
    for (const source of DEVICE_SOURCES) {
      if (this.#media.state(source).status !== 'on' || this.#isRetaking(source)) continue;
      this.#noteMissing(source);
      const missing = this.#missing.get(source);
      if (!missing || !this.#media.devices.has(source, missing)) continue;
      this.#missing.delete(source);
      if (deviceOf(this.#media.track(source)) !== missing) {
        this.#exchange(source, byId(missing), () => {}).catch(() => {});
      }
    }
  }

  /** A source that the user turns off doesn't return to its missing device. */
  forget(source: DeviceSource): void {
    this.#missing.delete(source);
  }

  /** Stops following devices until one is on again. */
  close(): void {
    this.#following?.abort();
    this.#following = undefined;
  }

  #unwatch(source: DeviceSource): void {
    this.#watching.get(source)?.end.abort();
    this.#watching.delete(source);
  }

  /** Lists the devices, and again whenever one is connected or disconnected; not every browser reports every change. */
  async #follow(): Promise<void> {
    const { mediaDevices } = this.#platform;
    if (!mediaDevices?.enumerateDevices) return;
    if (!this.#following) {
      this.#following = new AbortController();
      const { signal } = this.#following;
      mediaDevices.addEventListener('devicechange', () => void this.#follow(), { signal });
    }
    const renamed = this.#media.devices.know(await listDevices(mediaDevices));
    // It was not found under the old id, so another one was captured.
    for (const source of DEVICE_SOURCES) {
      const { status } = this.#media.state(source);
      if (!renamed.includes(source) || status !== 'on' || this.#isRetaking(source)) continue;
      const id = this.#media.devices.chosen(source);
      if (deviceOf(this.#media.track(source)) === id) continue;
      this.#exchange(source, byId(id), () => {}).catch(() => {});
    }
  }

  /** The direction the camera faces, if known. */
  get #facing(): string | undefined {
    const track = this.#media.track('camera');
    return track?.getSettings().facingMode ?? track?.getCapabilities?.().facingMode?.[0];
  }

  #isInterrupted(source: DeviceSource): boolean {
    const { status, problem } = this.#media.state(source);
    return status === 'on' && problem !== undefined;
  }

  #isRetaking(source: DeviceSource): boolean {
    return this.#retaking.get(source) === this.#media.turn(source);
  }

  /**
   * Captures another track for a source that is on and appears on meanwhile. Resolves with the reason if that fails,
   * which leaves the source without a live track.
   */
  async #retake(
    source: DeviceSource,
    wish: DeviceConstraints,
    isFirm = false,
  ): Promise<MediaReason | undefined> {
    this.#unwatch(source);
    // Must come first: on iOS a second capture ends the first one (https://webkit.org/b/179363).
    const turn = this.#media.release(source);
    this.#retaking.set(source, turn);
    const result = await this.#capture.devices({ [source]: wish }, isFirm);
    const isPresent = this.#media.turn(source) === turn;
    if (isPresent) this.#retaking.delete(source);
    if (result instanceof CallError) return isPresent ? (result.reason as MediaReason) : undefined;
    for (const track of result.getTracks()) {
      if (isPresent) this.#media.adopt(source, track);
      else track.stop();
    }
    return undefined;
  }

  /** Switches to another device; on failure returns to the old one and rejects. */
  async #exchange(source: DeviceSource, wish: DeviceConstraints, undo: () => void): Promise<void> {
    const old = deviceOf(this.#media.track(source));
    const reason = await this.#retake(source, wish, true);
    if (!reason) return;
    undo();
    if (await this.#retake(source, byId(old))) this.#media.fail(source, reason);
    throw new CallError(reason, source);
  }

  /** An unplugged device is replaced by another at once. */
  #handleEnded(source: DeviceSource, track: MediaStreamTrack): void {
    const isTaken = this.#platform.isHidden || track.muted || this.#isInterrupted(source);
    if (isTaken) this.#media.mark(source, 'media-interrupted');
    const id = deviceOf(track);
    if (id) this.#missing.set(source, id);
    void this.resume(source, isTaken);
  }

  #noteMissing(source: DeviceSource): void {
    const { devices } = this.#media;
    const chosen = devices.chosen(source);
    const areKnown = devices.list(source).length > 0;
    if (chosen && areKnown && !devices.has(source, chosen)) this.#missing.set(source, chosen);
  }
}
