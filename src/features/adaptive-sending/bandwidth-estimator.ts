/** How much video the path to one participant carries, once its audio has what it needs. */

/** The findings of one sample. */
export interface PathSample {
  /** The browser's estimate of the path's bandwidth, in bits per second; only some provide one. */
  readonly available: number | undefined;
  /** The share that the browser gives the local video, in bits per second; only some report it. */
  readonly given: number | undefined;
  /** The maximum allowed for that video, in bits per second. */
  readonly allowed: number;
  /** Packet loss of sent speech as last reported by the peer, 0 to 1. */
  readonly packetLossOut: number | undefined;
  /** Packet loss of received speech since the last sample, 0 to 1. */
  readonly packetLossIn: number | undefined;
  /** The last measured round-trip time, in milliseconds. */
  readonly delay: number | undefined;
  /** Whether the browser reports that video is smaller than it could be because of the bandwidth. */
  readonly isNarrow: boolean;
}

/** The bandwidth of speech including overhead, in bits per second. */
const SOUND = 64_000;
/** Video that gets less than this is useless. */
const LEAST = 36_000;
/** Less than this affects audio at once: an encoder of large video can't work with so little. */
const PRESSED = 90_000;
/** A path with this bandwidth carries everything. */
const WIDE = 2_000_000;
/** Video that gets less than this share of the allowed bitrate is constrained. */
const ENOUGH = 0.7;
/** How fast the estimate grows again, per sample. */
const GROWTH = 1.5;
/** Audio that loses more than this while video is constrained has too little bandwidth. */
const TOO_LOSSY = 0.08;
/** Packets that wait in the queue of a full path are late by at least this many milliseconds. */
const QUEUED = 150;
/** How fast the shortest known delay is forgotten, per sample: another path may take longer. */
const DRIFT = 1.05;
/** Speech with more loss than the first needs redundancy; with less than the second it doesn't. */
const LOSSY = 0.03;
const CLEAN = 0.01;
/** In samples. */
const CLEAN_AFTER = 30;
/** This many consecutive samples must agree that a path is narrow, or too narrow for any video. */
const AGREED = 2;
/** In samples: when to try video again, and the longest wait. */
const TRY_AFTER = { least: 10, most: 80 };

/** Whether video gets less bandwidth than it could use. */
export const isPressed = ({
  given,
  allowed,
  isNarrow,
}: Pick<PathSample, 'given' | 'allowed' | 'isNarrow'>) =>
  given === undefined ? isNarrow : given < allowed * ENOUGH;

export class BandwidthEstimator {
  #carries = Infinity;
  #narrow = 0;
  #short = 0;
  #waits = 0;
  #tryAfter = TRY_AFTER.least;
  #calm = 0;
  #isHeld = false;
  #leastDelay = Infinity;
  #lossy = 0;
  #clean = 0;
  #isLossy = false;

  /** Whether no video is sent on this path now. */
  get isVideoPaused(): boolean {
    return this.#isHeld;
  }

  /** Whether packets are lost in either direction for another reason than congestion. */
  get isLossy(): boolean {
    return this.#isLossy && !this.#isHeld;
  }

  /** In bits per second. */
  get availableBitrate(): number {
    return this.#isHeld ? 0 : this.#carries;
  }

  update(way: PathSample): void {
    const { available = Infinity, given, packetLossOut = 0, packetLossIn = 0 } = way;
    const isFull = this.#isLate(way.delay) || packetLossOut > TOO_LOSSY;
    if (this.#isHeld) return this.#wait();
    const room = available - SOUND;
    // The estimate alone proves nothing: where little is sent it can't grow, and after one busy moment of either machine
    // it stays at what speech alone needs.
    const hasNoRoom = room < LEAST && isFull;
    const left = isPressed(way) ? (given ?? room) : hasNoRoom ? room : Infinity;
    this.#narrow = left < Infinity ? this.#narrow + 1 : 0;
    if (!this.#narrow) this.#widen();
    else if (this.#narrow >= AGREED || left < PRESSED) this.#carries = left;
    // In Chromium the target never sinks below about 30 kbit/s, so it says no more by itself. A path with high loss and
    // high bandwidth only needs redundant audio.
    const isSqueezed = isPressed(way) && (left < PRESSED || left === Infinity);
    const isShort = hasNoRoom || (isSqueezed && packetLossOut > TOO_LOSSY);
    this.#judgeLoss(isSqueezed ? 0 : Math.max(packetLossOut, packetLossIn));
    this.#short = isShort ? this.#short + 1 : 0;
    if (this.#short >= AGREED) this.#hold();
    else if (!isShort && ++this.#calm >= this.#tryAfter) this.#tryAfter = TRY_AFTER.least;
  }

  /** Whether packets wait in a queue on their way. */
  #isLate(delay = this.#leastDelay): boolean {
    this.#leastDelay = Math.min(delay, this.#leastDelay * DRIFT);
    return delay - this.#leastDelay > QUEUED;
  }

  #judgeLoss(loss: number): void {
    this.#lossy = loss > LOSSY ? this.#lossy + 1 : 0;
    this.#clean = loss < CLEAN ? this.#clean + 1 : 0;
    if (this.#lossy >= AGREED) this.#isLossy = true;
    if (this.#clean >= CLEAN_AFTER) this.#isLossy = false;
  }

  #widen(): void {
    const carries = Math.max(LEAST, this.#carries) * GROWTH;
    this.#carries = carries < WIDE ? carries : Infinity;
  }

  #hold(): void {
    this.#isHeld = true;
    this.#narrow = this.#short = this.#waits = this.#calm = 0;
  }

  #wait(): void {
    if (++this.#waits < this.#tryAfter) return;
    this.#isHeld = false;
    this.#carries = LEAST;
    this.#tryAfter = Math.min(TRY_AFTER.most, this.#tryAfter * 2);
  }
}
