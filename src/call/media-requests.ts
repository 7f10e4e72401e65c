/** Asks the browser for devices and screens, and names why one of them is not to be had. */
import { CallError, type MediaReason } from './call-error.js';
import type { Platform } from './platform.js';

/** Which device, as far as that matters. */
export type Wish = Pick<MediaTrackConstraints, 'deviceId' | 'facingMode'>;
export type Wishes = Partial<Record<'microphone' | 'camera', Wish>>;

const BUSY_RETRY_AFTER = 500;

/** The camera at 16:9 and 720p: what two people send; more people scale it down. */
const CONSTRAINTS = {
  microphone: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  camera: {
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30, max: 30 },
  },
} satisfies { [source: string]: MediaTrackConstraints };

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
  async devices(wishes: Wishes, isFirm = false, attempt = 1): Promise<MediaStream | CallError> {
    const constraint = (source: 'microphone' | 'camera') => {
      const wish = wishes[source];
      if (!wish) return false;
      if (attempt === 1) return { ...CONSTRAINTS[source], ...wish };
      return isFirm ? wish : true;
    };
    const sources = Object.keys(wishes) as (keyof Wishes)[];
    try {
      const { mediaDevices } = this.#platform;
      if (!mediaDevices) return new CallError('media-insecure');
      return await mediaDevices.getUserMedia({
        audio: constraint('microphone'),
        video: constraint('camera'),
      });
    } catch (error) {
      const reason = this.#reasonOf(error, sources);
      // Devices are briefly busy after another page let go of them, and some refuse a size.
      if (attempt === 1 && (reason === 'media-busy' || reason === 'media-constraint')) {
        await new Promise<void>((resume) => this.#platform.clock.after(BUSY_RETRY_AFTER, resume));
        return this.devices(wishes, isFirm, 2);
      }
      return new CallError(reason, sources.length === 1 ? sources[0] : undefined, { cause: error });
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
      return new CallError(this.#reasonOf(error, ['display-capture']), 'screen', { cause: error });
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
}
