/** Requests devices and screens from the browser, and reports why one is unavailable. */
import type { Source } from '../../protocol.js';
import { CallError } from '../call-error.js';
import { mediaReasonOf } from './media-reason-of.js';
import type { Platform } from '../platform.js';

/** Which device, if it matters. */
export interface DeviceConstraints {
  deviceId?: string;
  facingMode?: 'user' | 'environment';
}
export const DEVICE_SOURCES = ['microphone', 'camera'] as const;
export type DeviceSource = (typeof DEVICE_SOURCES)[number];
export type CaptureRequest = Partial<Record<DeviceSource, DeviceConstraints>>;

const BUSY_RETRY_AFTER = 500;

/**
 * The camera at 16:9 and 720p: what two people send; with more people it is scaled down. All values are ideal, so that
 * they never exclude a device.
 */
const CONSTRAINTS = {
  microphone: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  camera: {
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30 },
    facingMode: 'user',
  },
} satisfies { [source: string]: MediaTrackConstraints };

/** With ideal constraints, a camera of the ideal size could win over the requested one. */
const exactly = (wish: DeviceConstraints): MediaTrackConstraints =>
  Object.fromEntries(Object.entries(wish).map(([key, value]) => [key, { exact: value }]));

export class MediaCapture {
  readonly #platform: Platform;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  get canShareScreen(): boolean {
    return (
      typeof this.#platform.mediaDevices?.getDisplayMedia === 'function' &&
      this.#platform.allowsFeature('display-capture')
    );
  }

  /**
   * Requests a microphone, a camera or both in one prompt.
   * @param isFirm whether any other device would be worse than none
   */
  async devices(wishes: CaptureRequest, isFirm = false): Promise<MediaStream | CallError> {
    const first = await this.#ask(wishes, (source, wish) => ({
      ...CONSTRAINTS[source],
      ...exactly(wish),
    }));
    switch (first instanceof CallError && first.reason) {
      case 'media-busy':
        // Devices are briefly busy after another page releases them, and some refuse a size.
        await new Promise<void>((resume) => this.#platform.clock.after(BUSY_RETRY_AFTER, resume));
        return this.#ask(wishes, (_source, wish) => (isFirm ? exactly(wish) : true));
      case 'media-constraint':
        return isFirm
          ? first
          : this.#ask(wishes, (source, wish) => ({ ...CONSTRAINTS[source], ...wish }));
      default:
        return first;
    }
  }

  async #ask(
    wishes: CaptureRequest,
    constraintsOf: (
      source: keyof CaptureRequest,
      wish: DeviceConstraints,
    ) => MediaTrackConstraints | true,
  ): Promise<MediaStream | CallError> {
    const sources = Object.keys(wishes) as (keyof CaptureRequest)[];
    const constraints = (source: keyof CaptureRequest) => {
      const wish = wishes[source];
      return wish ? constraintsOf(source, wish) : false;
    };
    try {
      const { mediaDevices } = this.#platform;
      if (!mediaDevices && !this.#platform.isSecure) return new CallError('media-insecure');
      // Extensions and some embedded browsers remove it on secure pages too.
      if (!mediaDevices?.getUserMedia) return new CallError('media-unsupported');
      return await mediaDevices.getUserMedia({
        audio: constraints('microphone'),
        video: constraints('camera'),
      });
    } catch (error) {
      const source = sources.length === 1 ? sources[0] : undefined;
      return this.#fail(error, sources, source);
    }
  }

  /** Lets the user pick a screen. */
  async screen(): Promise<MediaStream | CallError> {
    try {
      const { mediaDevices } = this.#platform;
      if (!mediaDevices?.getDisplayMedia) throw new TypeError('getDisplayMedia is missing');
      return await mediaDevices.getDisplayMedia({
        video: { frameRate: { ideal: 15, max: 30 } },
        audio: this.#screenSound(mediaDevices),
      });
    } catch (error) {
      return this.#fail(error, ['display-capture'], 'screen');
    }
  }

  /**
   * Shared system audio contains the call itself, so everyone would hear themselves. If the browser can't exclude the
   * page's own audio (https://www.w3.org/TR/screen-capture/#dfn-restrictownaudio), echo cancellation does.
   */
  #screenSound(mediaDevices: MediaDevices): MediaTrackConstraints & { restrictOwnAudio?: boolean } {
    const plain = { noiseSuppression: false, autoGainControl: false };
    const supported = mediaDevices.getSupportedConstraints?.() as { restrictOwnAudio?: boolean };
    return supported?.restrictOwnAudio
      ? { ...plain, echoCancellation: false, restrictOwnAudio: true }
      : { ...plain, echoCancellation: true };
  }

  #fail(
    cause: unknown,
    features: ('camera' | 'microphone' | 'display-capture')[],
    source: Source | undefined,
  ): CallError {
    const areAllowed = features.every((feature) => this.#platform.allowsFeature(feature));
    return new CallError(mediaReasonOf(cause, areAllowed), source, { cause });
  }
}
