/** Sends on each link what its other end shows, as far as this machine and the way there can. */
import { browserClock } from '../call/browser-clock.js';
import { isInRoom, type CallFace, type Participant } from '../call/call-face.js';
import type { Channel } from '../call/channel.js';
import type { Clock } from '../call/platform.js';
import { TypedEventTarget } from '../call/typed-event-target.js';
import { between, type Allowance } from './fit/between.js';
import { Carriage } from './fit/carriage.js';
import { under, type Ceiling } from './fit/ceiling.js';
import { outgoingOf, type Outgoing } from './fit/outgoing.js';
import { NOTHING, plan, type Want } from './fit/plan.js';
import { isShown, type Shown, type Size } from './fit/shown.js';
import { Strain } from './fit/strain.js';

export type { Ceiling } from './fit/ceiling.js';
export type { Size } from './fit/shown.js';

export interface FitEvents {
  /** Somebody holds their camera back from me, or does so no longer. */
  change: void;
  /** My camera was turned on, which is the newer choice: `sound-only` became `auto`. */
  'sound-only-end': void;
}

/** Milliseconds between two looks at how the encoders fare. */
const TICK = 1_000;
const PICTURES = ['camera', 'screen'] as const;
type Picture = (typeof PICTURES)[number];

/** What a core carries beside all else that a call costs, in pixels encoded a second: some two of 640x360 at 30. */
const PER_CORE = 16_000_000;
/** A browser that does not tell has at least these. */
const CORES = 4;

const UNSEEN: Size = [0, 0];

/** What is known of one link. */
interface Link {
  /** What the other shows of me; undefined until they say. */
  shown: Shown | undefined;
  carriage: Carriage;
  before: Outgoing | undefined;
  /** What I told them last that they can have heard. */
  told: string;
  /** What was allowed last, for each picture. */
  limits: Map<Picture, string>;
  /** What I meant to send them at most. */
  allowed: Map<Picture, Allowance>;
}

const newLink = (): Link => ({
  shown: undefined,
  carriage: new Carriage(),
  before: undefined,
  told: '',
  limits: new Map(),
  allowed: new Map(),
});

/**
 * Sends what is shown. Each end tells the other over their link how large it shows what comes from there;
 * without a word of somebody, they get what the number of people allows.
 */
export class Fit extends TypedEventTarget<FitEvents> {
  readonly #call: CallFace;
  readonly #clock: Clock;
  readonly #budget: number;
  readonly #channel: Channel<Shown>;
  readonly #links = new Map<number, Link>();
  readonly #strain = new Strain();
  /** What I show of others, by participant and source. */
  #sizes: ReadonlyMap<string, Size> = new Map();
  #heldBack = '';
  #ceiling: Ceiling = 'auto';
  /** Whether my camera is off for no other reason than that I want nothing but sound. */
  #isCameraResting = false;
  #cancelTick: (() => void) | undefined;
  #listening: AbortController | undefined;

  /** @param cores how many processors there are */
  constructor(
    call: CallFace,
    clock: Clock = browserClock,
    cores: number = navigator.hardwareConcurrency || CORES,
  ) {
    super();
    this.#call = call;
    this.#clock = clock;
    this.#budget = cores * PER_CORE;
    this.#channel = call.channel(':fit', isShown);
  }

  /** Whether somebody holds their camera back from me, since the way from there carries no more than sound. */
  isHeldBack(participant: number): boolean {
    return this.#links.get(participant)?.shown?.held ?? false;
  }

  /** What pictures may cost at most, those of others and my own; a screen that I share is sent in any case. */
  get ceiling(): Ceiling {
    return this.#ceiling;
  }

  set ceiling(ceiling: Ceiling) {
    if (ceiling === this.#ceiling) return;
    const wasSoundOnly = this.#ceiling === 'sound-only';
    this.#ceiling = ceiling;
    if (!this.#listening) return;
    if (ceiling === 'sound-only') this.#restCamera();
    else if (wasSoundOnly) this.#wakeCamera();
    this.#reconcile();
  }

  /**
   * Tells how large the pictures of others are shown, all of them each time.
   * @param sizes by `${id} ${source}`; whoever is not in it cannot be seen
   */
  show(sizes: ReadonlyMap<string, Size>): void {
    this.#sizes = sizes;
    if (this.#listening) this.#reconcile();
  }

  /** Begins to tell and to fit. */
  start(): void {
    if (this.#listening) return;
    this.#listening = new AbortController();
    this.#call.on('change', () => this.#handleChange(), this.#listening);
    this.#channel.on('message', (message) => this.#handleShown(message), this.#listening);
    if (this.#ceiling === 'sound-only') this.#restCamera();
    this.#schedule();
    this.#reconcile();
  }

  /** Ends it: everybody gets what the number of people allows. */
  close(): void {
    this.#listening?.abort();
    this.#listening = undefined;
    this.#cancelTick?.();
    for (const id of this.#links.keys()) {
      for (const source of PICTURES) this.#call.limit(id, source, undefined);
    }
    this.#links.clear();
  }

  /** Looks now, without waiting for the next time. */
  async look(): Promise<void> {
    const reports = await Promise.all(
      [...this.#links].map(async ([id, link]) => {
        // A link that is closed meanwhile has no stats.
        const report = await this.#call.report(id).catch(() => undefined);
        return { id, link, after: report && outgoingOf(report) };
      }),
    );
    if (!this.#listening) return;
    const all = reports.flatMap(({ id, link, after }) => {
      const { before } = link;
      // What got lost while nothing was heard says nothing of how it is otherwise.
      link.before = this.#call.linkStatus(id) === 'connected' ? after : undefined;
      if (!before || !after || after.at <= before.at || !link.before) return [];
      const seen = between(before, after, link.allowed);
      link.carriage.look(seen.way);
      return seen;
    });
    const time = Math.max(0, ...all.map(({ took }) => took));
    const sum = (name: 'wanted' | 'sent' | 'encoding') =>
      all.reduce((total, one) => total + one[name], 0);
    if (time) {
      const isTooSlow = all.some((one) => one.isTooSlow);
      const busy = sum('encoding') / time;
      this.#strain.look({ wanted: sum('wanted'), sent: sum('sent'), busy, isTooSlow });
    }
    this.#reconcile();
  }

  #schedule(): void {
    this.#cancelTick = this.#clock.after(TICK, () => {
      this.#schedule();
      void this.look();
    });
  }

  get #others(): readonly Participant[] {
    const { participants, self } = this.#call;
    return participants.filter(({ id }) => id !== self?.id);
  }

  #handleShown({ from, data }: { from: number; data: Shown }): void {
    const link = this.#links.get(from);
    if (!link) return;
    link.shown = data;
    this.#reconcile();
  }

  /** Off, and not merely unsent: the others see that it is, and its light is out. */
  #restCamera(): void {
    this.#isCameraResting = this.#call.sourceState('camera').status !== 'off';
    if (this.#isCameraResting) this.#call.turnOff('camera');
  }

  #wakeCamera(): void {
    if (!this.#isCameraResting) return;
    this.#isCameraResting = false;
    if (!isInRoom(this.#call.status)) this.#call.want('camera', true);
    // Why it fails is told by the state of the camera.
    else this.#call.turnOn('camera').catch(() => {});
  }

  #handleChange(): void {
    if (this.#ceiling === 'sound-only' && this.#call.sourceState('camera').status !== 'off') {
      this.#ceiling = 'auto';
      this.#isCameraResting = false;
      this.emit('sound-only-end');
    }
    this.#reconcile();
  }

  /** Makes everybody know what I show, and every link send what is shown there. */
  #reconcile(): void {
    const others = this.#others;
    for (const id of this.#links.keys()) {
      if (!others.some((person) => person.id === id)) this.#links.delete(id);
    }
    for (const { id } of others) {
      const link = this.#links.get(id) ?? newLink();
      this.#links.set(id, link);
      if (this.#call.linkStatus(id) !== 'connecting') continue;
      // Over a link that was made anew they may be another page, which knows nothing; nor does the link to it.
      link.told = '';
      link.limits.clear();
    }
    this.#allot();
    for (const [id, link] of this.#links) {
      this.#tell(id, link);
      this.#call.protect(id, link.carriage.isLossy || (link.shown?.lossy ?? false));
    }
    const heldBack = others.filter(({ id }) => this.isHeldBack(id)).map(({ id }) => id);
    if (heldBack.join() === this.#heldBack) return;
    this.#heldBack = heldBack.join();
    this.emit('change');
  }

  #tell(id: number, link: Link): void {
    const sizeOf = (source: Picture) =>
      under(this.#ceiling, source, this.#sizes.get(`${id} ${source}`) ?? UNSEEN);
    const shown: Shown = {
      camera: sizeOf('camera'),
      screen: sizeOf('screen'),
      held: link.carriage.isHeld,
      lossy: link.carriage.isLossy,
      saves: this.#ceiling !== 'auto',
    };
    const text = JSON.stringify(shown);
    if (text !== link.told && this.#channel.send(shown, id)) link.told = text;
  }

  #allot(): void {
    const wants: (Want & { id: number; link: Link })[] = [];
    for (const [id, link] of this.#links) {
      link.allowed.clear();
      for (const source of PICTURES) {
        const captured = this.#captured(source);
        if (!captured) continue;
        const isBelow = this.#ceiling !== 'auto';
        if (!link.shown && !isBelow) {
          // Nothing is known and nothing wished: the number of people decides.
          if (link.limits.delete(source)) this.#call.limit(id, source, undefined);
          continue;
        }
        const { carries, isHeld } = link.carriage;
        const isDark = source === 'camera' && (isHeld || this.#ceiling === 'sound-only');
        const shown = isDark ? UNSEEN : (link.shown?.[source] ?? captured);
        const saves = isBelow || (link.shown?.saves ?? false);
        wants.push({ id, link, source, captured, shown, carries, saves });
      }
    }
    const limits = plan(wants, this.#budget * this.#strain.share);
    for (const [index, { id, link, source }] of wants.entries()) {
      const limit = limits[index]!;
      if (limit !== NOTHING) {
        const frames = this.#framesOf(source, limit.maxFramerate);
        link.allowed.set(source, { frames, bits: limit.maxBitrate });
      }
      const text = JSON.stringify(limit);
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
