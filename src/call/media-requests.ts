/** Asks the browser for devices and screens, and names why one of them is not to be had. */
import type { Source } from '../protocol.js';
import { CallError } from './call-error.js';
import type { Platform } from './platform.js';

/** Which device, as far as that matters. */
export interface Wish {
  deviceId?: string;
  facingMode?: 'user' | 'environment';
}
export const DEVICE_SOURCES = ['microphone', 'camera'] as const;
export type DeviceSource = (typeof DEVICE_SOURCES)[number];
export type Wishes = Partial<Record<DeviceSource, Wish>>;

const BUSY_RETRY_AFTER = 500;

/**
 * The camera at 16:9 and 720p: what two people send; more people scale it down. All of it is ideal: what a
 * device cannot do never excludes it.
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

/** Among ideals a camera of the ideal size can win over the one that was wished for. */
const exactly = (wish: Wish): MediaTrackConstraints =>
  Object.fromEntries(Object.entries(wish).map(([key, value]) => [key, { exact: value }]));

export class MediaRequests {
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
   * Asks for a microphone, a camera or both in one question.
   * @param isFirm whether any other device would be worse than none
   */
  async devices(wishes: Wishes, isFirm = false): Promise<MediaStream | CallError> {
    const first = await this.#ask(wishes, (source, wish) => ({
      ...CONSTRAINTS[source],
      ...exactly(wish),
    }));
    switch (first instanceof CallError && first.reason) {
      case 'media-busy':
        // Devices are briefly busy after another page let go of them, and some refuse a size.
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
    wishes: Wishes,
    constraintsOf: (source: keyof Wishes, wish: Wish) => MediaTrackConstraints | true,
  ): Promise<MediaStream | CallError> {
    const sources = Object.keys(wishes) as (keyof Wishes)[];
    const constraints = (source: keyof Wishes) => {
      const wish = wishes[source];
      return wish ? constraintsOf(source, wish) : false;
    };
    try {
      const { mediaDevices } = this.#platform;
      if (!mediaDevices) return new CallError('media-insecure');
      return await mediaDevices.getUserMedia({
        audio: constraints('microphone'),
        video: constraints('camera'),
      });
    } catch (error) {
      const source = sources.length === 1 ? sources[0] : undefined;
      return this.#fail(error, sources, source);
    }
  }

  /** Lets the person pick a screen. */
  async screen(): Promise<MediaStream | CallError> {
    try {
      const { mediaDevices } = this.#platform;
      if (!mediaDevices?.getDisplayMedia) throw new TypeError('getDisplayMedia is missing');
      return await mediaDevices.getDisplayMedia({
        video: { frameRate: { ideal: 15, max: 30 } },
        audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
      });
    } catch (error) {
      return this.#fail(error, ['display-capture'], 'screen');
    }
  }

  async #fail(
    cause: unknown,
    features: ('camera' | 'microphone' | 'display-capture')[],
    source: Source | undefined,
  ): Promise<CallError> {
    const areAllowed = features.every((feature) => this.#platform.allowsFeature(feature));
    const reason = await this.#platform.loadMediaAsides().then(
      ({ mediaReasonOf }) => mediaReasonOf(cause, areAllowed),
      // Without a network there is the most likely one.
      () => 'media-denied' as const,
    );
    return new CallError(reason, source, { cause });
  }
}
