/** Sends on each link what the remote participant displays, as far as this machine and the bandwidth allow. */
import { toJson } from '../json.js';
import { browserClock } from '../call/browser/browser-clock.js';
import { isInRoom, type CallApi, type Participant } from '../call/call-api.js';
import type { Channel } from '../call/channels/channel.js';
import type { Clock } from '../call/platform.js';
import { TypedEventTarget } from '../call/base/typed-event-target.js';
import { diffSamples, type Allowance } from './adaptive-sending/diff-samples.js';
import { BandwidthEstimator } from './adaptive-sending/bandwidth-estimator.js';
import { clampToQuality, type VideoQuality } from './adaptive-sending/video-quality.js';
import { readOutgoing, type OutgoingSample } from './adaptive-sending/outgoing-sample.js';
import { NOTHING, plan, type Want } from './adaptive-sending/plan.js';
import {
  isReceiverReport,
  type ReceiverReport,
  type Size,
} from './adaptive-sending/receiver-report.js';
import { CpuBudget } from './adaptive-sending/cpu-budget.js';

export type { VideoQuality } from './adaptive-sending/video-quality.js';
export type { Size } from './adaptive-sending/receiver-report.js';

export interface AdaptiveSendingEvents {
  /** A participant pauses their camera for this client, or no longer does. */
  change: void;
  /** The local camera was turned on, which is the newer choice: `sound-only` became `auto`. */
  'sound-only-end': void;
}

/** Milliseconds between two samples of encoder performance. */
const TICK = 1_000;
const PICTURES = ['camera', 'screen'] as const;
type Picture = (typeof PICTURES)[number];

/** A core's encoding budget beside the call's other costs, in pixels per second: about two streams of 640x360 at 30. */
const PER_CORE = 16_000_000;
/** The minimum assumed if the browser doesn't report it. */
const CORES = 4;

const UNSEEN: Size = [0, 0];

/** The state of one link. */
interface Link {
  /** What the remote participant displays; undefined until they report it. */
  report: ReceiverReport | undefined;
  bandwidth: BandwidthEstimator;
  before: OutgoingSample | undefined;
  /** The last message sent to them that they can have received. */
  told: string;
  /** The last limit of each video source. */
  limits: Map<Picture, string>;
  /** The intended maximum for each video source. */
  allowed: Map<Picture, Allowance>;
}

const newLink = (): Link => ({
  report: undefined,
  bandwidth: new BandwidthEstimator(),
  before: undefined,
  told: '',
  limits: new Map(),
  allowed: new Map(),
});

/**
 * Sends video as it is displayed. Each end reports over the link how large it displays the video from there;
 * participants who report nothing get what the number of people allows.
 */
export class AdaptiveSending extends TypedEventTarget<AdaptiveSendingEvents> {
  readonly #call: CallApi;
  readonly #clock: Clock;
  readonly #budget: number;
  readonly #channel: Channel<ReceiverReport>;
  readonly #links = new Map<number, Link>();
  readonly #cpuBudget = new CpuBudget();
  /** The displayed sizes of remote video, by participant and source. */
  #sizes: ReadonlyMap<string, Size> = new Map();
  /** Who was present when the sizes were reported last. */
  #sized: ReadonlySet<number> = new Set();
  #heldBack = '';
  #quality: VideoQuality = 'auto';
  /** Whether the local camera is off only because of `sound-only`. */
  #isCameraResting = false;
  #cancelTick: (() => void) | undefined;
  #listening: AbortController | undefined;

  /** @param cores number of processors */
  constructor(
    call: CallApi,
    clock: Clock = browserClock,
    cores: number = navigator.hardwareConcurrency || CORES,
  ) {
    super();
    this.#call = call;
    this.#clock = clock;
    this.#budget = cores * PER_CORE;
    this.#channel = call.channel(':fit', isReceiverReport);
  }

  /** Whether a participant pauses their camera for this client, since their path carries no more than audio. */
  isVideoPausedBy(participant: number): boolean {
    return this.#links.get(participant)?.report?.videoPaused ?? false;
  }

  /** The maximum cost of video, both received and sent; the local screen is sent in any case. */
  get quality(): VideoQuality {
    return this.#quality;
  }

  set quality(ceiling: VideoQuality) {
    if (ceiling === this.#quality) return;
    const wasSoundOnly = this.#quality === 'sound-only';
    this.#quality = ceiling;
    if (!this.#listening) return;
    if (ceiling === 'sound-only') this.#restCamera();
    else if (wasSoundOnly) this.#wakeCamera();
    this.#reconcile();
  }

  /**
   * Reports how large remote video is displayed; always the complete list. Participants who join later are told nothing
   * until the next report, since they are about to be displayed.
   * @param sizes by `${id} ${source}`; those not in it can't be seen
   */
  show(sizes: ReadonlyMap<string, Size>): void {
    this.#sizes = sizes;
    this.#sized = new Set(this.#others.map(({ id }) => id));
    if (this.#listening) this.#reconcile();
  }

  /** Starts reporting and adapting. */
  start(): void {
    if (this.#listening) return;
    this.#listening = new AbortController();
    this.#call.on('change', () => this.#handleChange(), this.#listening);
    this.#channel.on('message', (message) => this.#handleShown(message), this.#listening);
    if (this.#quality === 'sound-only') this.#restCamera();
    this.#schedule();
    this.#reconcile();
  }

  /** Stops: everyone gets what the number of people allows. */
  close(): void {
    this.#listening?.abort();
    this.#listening = undefined;
    this.#cancelTick?.();
    for (const id of this.#links.keys()) {
      for (const source of PICTURES) this.#call.limit(id, source, undefined);
    }
    this.#links.clear();
  }

  /** Takes a sample now, without waiting for the timer. */
  async look(): Promise<void> {
    const reports = await Promise.all(
      [...this.#links].map(async ([id, link]) => {
        // Nothing is sent on a link that is connecting, and one that is closed meanwhile has no stats.
        const isUp = this.#call.linkStatus(id) !== 'connecting';
        const report = isUp ? await this.#call.report(id).catch(() => undefined) : undefined;
        return { id, link, after: report && readOutgoing(report) };
      }),
    );
    if (!this.#listening) return;
    const all = reports.flatMap(({ id, link, after }) => {
      const { before } = link;
      // Packets lost during an interruption don't represent the link otherwise.
      link.before = this.#call.linkStatus(id) === 'connected' ? after : undefined;
      if (!before || !after || after.at <= before.at || !link.before) return [];
      const seen = diffSamples(before, after, link.allowed);
      link.bandwidth.update(seen.path);
      return seen;
    });
    const time = Math.max(0, ...all.map(({ took }) => took));
    const sum = (name: 'wanted' | 'sent' | 'encoding') =>
      all.reduce((total, one) => total + one[name], 0);
    if (time) {
      const isTooSlow = all.some((one) => one.isTooSlow);
      const busy = sum('encoding') / time;
      this.#cpuBudget.update({ wanted: sum('wanted'), sent: sum('sent'), busy, isTooSlow });
    }
    this.#reconcile();
  }

  /** One sample at a time: on a busy machine a report can take longer than the interval. */
  #schedule(listening = this.#listening): void {
    this.#cancelTick = this.#clock.after(TICK, () => {
      void this.look().finally(() => {
        if (this.#listening === listening) this.#schedule();
      });
    });
  }

  get #others(): readonly Participant[] {
    const { participants, self } = this.#call;
    return participants.filter(({ id }) => id !== self?.id);
  }

  #handleShown({ from, data }: { from: number; data: ReceiverReport }): void {
    const link = this.#links.get(from);
    if (!link) return;
    link.report = data;
    this.#reconcile();
  }

  /** Off, and not merely paused: the others see it, and the camera light is out. */
  #restCamera(): void {
    this.#isCameraResting = this.#call.sourceState('camera').status !== 'off';
    if (this.#isCameraResting) this.#call.turnOff('camera');
  }

  #wakeCamera(): void {
    if (!this.#isCameraResting) return;
    this.#isCameraResting = false;
    if (!isInRoom(this.#call.status)) this.#call.want('camera', true);
    // The camera's state reports why it fails.
    else this.#call.turnOn('camera').catch(() => {});
  }

  #handleChange(): void {
    if (this.#quality === 'sound-only' && this.#call.sourceState('camera').status !== 'off') {
      this.#quality = 'auto';
      this.#isCameraResting = false;
      this.emit('sound-only-end');
    }
    this.#reconcile();
  }

  /** Reports the displayed sizes to everyone, and adapts every link to those displayed there. */
  #reconcile(): void {
    const others = this.#others;
    for (const id of this.#links.keys()) {
      if (!others.some((person) => person.id === id)) this.#links.delete(id);
    }
    for (const { id } of others) {
      const link = this.#links.get(id) ?? newLink();
      this.#links.set(id, link);
      if (this.#call.linkStatus(id) !== 'connecting') continue;
      // After a rebuild, the remote page may be a new one without this data, and the new link has no limits yet.
      link.told = '';
      link.limits.clear();
    }
    this.#allot();
    for (const [id, link] of this.#links) {
      this.#tell(id, link);
      this.#call.setRedundantAudio(id, link.bandwidth.isLossy || (link.report?.lossy ?? false));
    }
    const heldBack = others.filter(({ id }) => this.isVideoPausedBy(id)).map(({ id }) => id);
    if (heldBack.join() === this.#heldBack) return;
    this.#heldBack = heldBack.join();
    this.emit('change');
  }

  #tell(id: number, link: Link): void {
    if (!this.#sized.has(id) || this.#call.linkStatus(id) === 'connecting') return;
    const sizeOf = (source: Picture) =>
      clampToQuality(this.#quality, source, this.#sizes.get(`${id} ${source}`) ?? UNSEEN);
    const shown: ReceiverReport = {
      camera: sizeOf('camera'),
      screen: sizeOf('screen'),
      videoPaused: link.bandwidth.isVideoPaused,
      lossy: link.bandwidth.isLossy,
      saveData: this.#quality !== 'auto',
    };
    const text = toJson(shown);
    if (text !== link.told && this.#channel.send(shown, id)) link.told = text;
  }

  #allot(): void {
    const wants: (Want & { id: number; link: Link })[] = [];
    for (const [id, link] of this.#links) {
      link.allowed.clear();
      for (const source of PICTURES) {
        const captured = this.#captured(source);
        if (!captured) continue;
        const isBelow = this.#quality !== 'auto';
        if (!link.report && !isBelow) {
          // Without a report and a setting, the number of people decides.
          if (link.limits.delete(source)) this.#call.limit(id, source, undefined);
          continue;
        }
        const { availableBitrate, isVideoPaused } = link.bandwidth;
        const isDark = source === 'camera' && (isVideoPaused || this.#quality === 'sound-only');
        const shown = isDark ? UNSEEN : (link.report?.[source] ?? captured);
        const saveData = isBelow || (link.report?.saveData ?? false);
        wants.push({ id, link, source, captured, shown, availableBitrate, saveData });
      }
    }
    const limits = plan(wants, this.#budget * this.#cpuBudget.share);
    for (const [index, { id, link, source }] of wants.entries()) {
      const limit = limits[index]!;
      if (limit !== NOTHING) {
        const frames = this.#framesOf(source, limit.maxFramerate);
        link.allowed.set(source, { frames, bits: limit.maxBitrate });
      }
      const text = toJson(limit);
      if (text === link.limits.get(source)) continue;
      link.limits.set(source, text);
      this.#call.limit(id, source, limit);
    }
  }

  #settings(source: Picture): MediaTrackSettings | undefined {
    return this.#call.stream('self', source)?.getVideoTracks()[0]?.getSettings();
  }

  #captured(source: Picture): Size | undefined {
    const { width, height } = this.#settings(source) ?? {};
    return width && height ? [width, height] : undefined;
  }

  #framesOf(source: Picture, most: number): number {
    return Math.min(most, this.#settings(source)?.frameRate ?? most);
  }
}
