/** Keeps a device that is on in use: exchanged, interrupted, unplugged and back. Loaded with the first one. */
import { CallError, type MediaReason } from './call-error.js';
import type { DeviceKind, SourceState } from './call-face.js';
import type { Devices } from './devices.js';
import { isAlias, listDevices } from './list-devices.js';
import {
  DEVICE_SOURCES,
  type DeviceSource,
  type MediaRequests,
  type Wish,
} from './media-requests.js';
import type { Platform } from './platform.js';

/** What a keeper sees and does of the sources. */
export interface Kept {
  readonly devices: Devices;
  state(source: DeviceSource): SourceState;
  track(source: DeviceSource): MediaStreamTrack | null;
  /** Counts what is asked of a source, so that an answer that comes too late is known as such. */
  turn(source: DeviceSource): number;
  /** Lets a source's track go, while the source stays on for all to see; returns its new turn. */
  release(source: DeviceSource): number;
  /** Lets go of the microphone that is switched off. */
  dropParked(): void;
  /** Asks for a device as if it had just been turned on. */
  capture(source: DeviceSource): Promise<void>;
  /** Turns a source on with a track. */
  adopt(source: DeviceSource, track: MediaStreamTrack): void;
  /** Says of a source that is on that nothing comes from it right now, or that something does again. */
  mark(source: DeviceSource, problem?: MediaReason): void;
  /** Turns a source off for a reason; `isLost` where nobody waits to hear of it. */
  fail(source: DeviceSource, problem: MediaReason, isLost?: boolean): void;
}

/** A track that is muted for longer was taken by the system or a switch; a shorter time is a hiccup. */
const INTERRUPTED_AFTER = 3_000;

const byId = (deviceId: string): Wish => (deviceId ? { deviceId } : {});
/** Which device a track comes from; empty where that is not known or only "the system's". */
const deviceOf = (track: MediaStreamTrack | null): string => {
  const { deviceId = '' } = track?.getSettings() ?? {};
  return isAlias(deviceId) ? '' : deviceId;
};

export class DeviceKeeper {
  readonly #kept: Kept;
  readonly #platform: Platform;
  readonly #requests: MediaRequests;
  /** Ends the listening to the track of a source. */
  readonly #watching = new Map<DeviceSource, AbortController>();
  /** Sources that are on and wait for another track, and since which turn. */
  readonly #retaking = new Map<DeviceSource, number>();
  /** Tracks that fell mute before the eyes of the person, who may have wanted it so. */
  readonly #paused = new WeakSet<MediaStreamTrack>();
  /** Devices that went away, to be used again when they are back. */
  readonly #missing = new Map<DeviceSource, string>();
  /** Ends the listening to devices that come and go. */
  #following: AbortController | undefined;

  constructor(kept: Kept, platform: Platform, requests: MediaRequests) {
    this.#kept = kept;
    this.#platform = platform;
    this.#requests = requests;
  }

  /** Whether there is a camera at the front and one at the back. */
  get canFlipCamera(): boolean {
    return this.#facing !== undefined && this.#kept.devices.list('camera').length > 1;
  }

  /** Follows what becomes of a source's track from now on. */
  watch(source: DeviceSource): void {
    this.#watching.get(source)?.abort();
    const track = this.#kept.track(source);
    if (!track) return;
    const watching = new AbortController();
    const { signal } = watching;
    this.#watching.set(source, watching);
    this.#paused.delete(track);
    const isPresent = () => this.#kept.track(source) === track;
    let cancel = () => {};
    const handleMute = () => {
      cancel();
      cancel = this.#platform.clock.after(INTERRUPTED_AFTER, () => {
        if (!isPresent()) return;
        if (!this.#platform.isHidden) this.#paused.add(track);
        this.#kept.mark(source, 'media-interrupted');
      });
    };
    const handleUnmute = () => {
      cancel();
      this.#paused.delete(track);
      if (isPresent() && this.#isInterrupted(source)) this.#kept.mark(source);
    };
    const handleEnded = () => isPresent() && this.#handleEnded(source, track);
    track.addEventListener('ended', handleEnded, { signal });
    track.addEventListener('mute', handleMute, { signal });
    track.addEventListener('unmute', handleUnmute, { signal });
    signal.addEventListener('abort', () => cancel());
    if (track.muted) handleMute();
    // Before anybody watched.
    if (track.readyState === 'ended') handleEnded();
    void this.#follow().then(() => this.#noteMissing(source));
  }

  /** Uses another device from now on; rejects with a CallError, with the old one in use again. */
  async choose(kind: DeviceKind, id: string): Promise<void> {
    const { devices } = this.#kept;
    const before = devices.chosen(kind);
    devices.choose(kind, id);
    if (kind === 'speaker') return;
    this.#missing.delete(kind);
    if (kind === 'microphone') this.#kept.dropParked();
    const { status } = this.#kept.state(kind);
    if (status === 'starting') {
      await this.#kept.capture(kind);
      const { problem } = this.#kept.state(kind);
      if (problem) throw new CallError(problem, kind);
    } else if (status === 'on' && !(id && id === deviceOf(this.#kept.track(kind)))) {
      await this.#exchange(kind, byId(id), () => devices.choose(kind, before));
    }
  }

  /** Uses the camera at the other side, for as long as this page lives; rejects with a CallError. */
  async flipCamera(): Promise<void> {
    if (!this.canFlipCamera) throw new CallError('media-constraint', 'camera');
    this.#missing.delete('camera');
    const facingMode = this.#facing === 'environment' ? 'user' : 'environment';
    await this.#exchange('camera', { facingMode }, () => {});
    const id = deviceOf(this.#kept.track('camera'));
    if (id) this.#kept.devices.choosePassing('camera', id);
  }

  /**
   * The person is at the page again, or `isReturn`ed to it: what the system took may be had again, and
   * devices may have come. Safari mutes what the person pauses in its own bar: that is left as it is.
   */
  restore(isReturn: boolean): void {
    const captured = DEVICE_SOURCES.filter((source) => this.#kept.state(source).status === 'on');
    for (const source of captured) {
      const track = this.#kept.track(source);
      const isTaken =
        track?.readyState === 'ended' || (isReturn && track?.muted && !this.#paused.has(track));
      if (isTaken && !this.#isRetaking(source)) void this.resume(source);
    }
    if (captured.length) void this.#follow();
  }

  /** Tries to have a source again whose track ended or is muted; one that the system took is waited for. */
  async resume(source: DeviceSource, isTaken = true): Promise<void> {
    const reason = await this.#retake(source, byId(this.#kept.devices.chosen(source)));
    if (!reason) return;
    if (isTaken && reason !== 'media-none') this.#kept.mark(source, 'media-interrupted');
    else this.#kept.fail(source, reason === 'media-none' ? 'media-lost' : reason, true);
  }

  /** Returns to a device that is there again. */
  handleDevicesChange(): void {
    for (const source of DEVICE_SOURCES) {
      if (this.#kept.state(source).status !== 'on' || this.#isRetaking(source)) continue;
      this.#noteMissing(source);
      const missing = this.#missing.get(source);
      if (!missing || !this.#kept.devices.has(source, missing)) continue;
      this.#missing.delete(source);
      if (deviceOf(this.#kept.track(source)) !== missing) {
        this.#exchange(source, byId(missing), () => {}).catch(() => {});
      }
    }
  }

  /** A source that is turned off by hand returns to nothing. */
  forget(source: DeviceSource): void {
    this.#missing.delete(source);
  }

  /** Follows devices no longer, until one is on again. */
  close(): void {
    this.#following?.abort();
    this.#following = undefined;
  }

  /** Looks what there is, and again whenever a device comes or goes; not every browser tells of every one. */
  async #follow(): Promise<void> {
    const { mediaDevices } = this.#platform;
    if (!mediaDevices?.enumerateDevices) return;
    if (!this.#following) {
      this.#following = new AbortController();
      const { signal } = this.#following;
      mediaDevices.addEventListener('devicechange', () => void this.#follow(), { signal });
    }
    this.#kept.devices.know(await listDevices(mediaDevices));
  }

  /** Where the camera looks, as far as that is known. */
  get #facing(): string | undefined {
    const track = this.#kept.track('camera');
    return track?.getSettings().facingMode ?? track?.getCapabilities?.().facingMode?.[0];
  }

  #isInterrupted(source: DeviceSource): boolean {
    const { status, problem } = this.#kept.state(source);
    return status === 'on' && problem !== undefined;
  }

  #isRetaking(source: DeviceSource): boolean {
    return this.#retaking.get(source) === this.#kept.turn(source);
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
    this.#watching.get(source)?.abort();
    // First of all: on iOS a second capture ends the first one (https://webkit.org/b/179363).
    const turn = this.#kept.release(source);
    this.#retaking.set(source, turn);
    const result = await this.#requests.devices({ [source]: wish }, isFirm);
    const isPresent = this.#kept.turn(source) === turn;
    if (isPresent) this.#retaking.delete(source);
    if (result instanceof CallError) return isPresent ? (result.reason as MediaReason) : undefined;
    for (const track of result.getTracks()) {
      if (isPresent) this.#kept.adopt(source, track);
      else track.stop();
    }
    return undefined;
  }

  /** Takes another device, or on failure the old one again, and rejects. */
  async #exchange(source: DeviceSource, wish: Wish, undo: () => void): Promise<void> {
    const old = deviceOf(this.#kept.track(source));
    const reason = await this.#retake(source, wish, true);
    if (!reason) return;
    undo();
    if (await this.#retake(source, byId(old))) this.#kept.fail(source, reason);
    throw new CallError(reason, source);
  }

  /** A device that was unplugged is replaced by another at once. */
  #handleEnded(source: DeviceSource, track: MediaStreamTrack): void {
    const isTaken = this.#platform.isHidden || track.muted || this.#isInterrupted(source);
    if (isTaken) this.#kept.mark(source, 'media-interrupted');
    const id = deviceOf(track);
    if (id) this.#missing.set(source, id);
    void this.resume(source, isTaken);
  }

  #noteMissing(source: DeviceSource): void {
    const { devices } = this.#kept;
    const chosen = devices.chosen(source);
    const areKnown = devices.list(source).length > 0;
    if (chosen && areKnown && !devices.has(source, chosen)) this.#missing.set(source, chosen);
  }
}
