/** Turns drawings into video: each becomes the track of a stream, redrawn until the track ends. */

/** Draws one moment, in seconds, on a canvas of the requested size. */
export type Drawing = (context: CanvasRenderingContext2D, seconds: number) => void;

export interface Size {
  readonly width: number;
  readonly height: number;
}

interface Take {
  readonly context: CanvasRenderingContext2D;
  readonly track: MediaStreamTrack;
  readonly drawing: Drawing;
}

/** Frames per second: enough for a face that nods, and little work for ten of them. */
const RATE = 12;
/** Under `prefers-reduced-motion`, a still frame is only refreshed to keep the track alive. */
const STILL_RATE = 1;
/** The moment of the still frame: one person speaks, and no one blinks. */
const STILL_AT = 12.8;

export class FakeCamera {
  readonly #stillness = matchMedia('(prefers-reduced-motion: reduce)');
  #takes: Take[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;

  /** The time of the drawings in seconds; constant under `prefers-reduced-motion`. */
  get seconds(): number {
    return this.#stillness.matches ? STILL_AT : performance.now() / 1_000;
  }

  /** A stream of a drawing; it ends with its track. */
  film({ width, height }: Size, drawing: Drawing): MediaStream {
    const canvas = document.createElement('canvas');
    // A still frame can be sharper.
    const scale = this.#stillness.matches ? 2 : 1;
    canvas.width = width * scale;
    canvas.height = height * scale;
    const context = canvas.getContext('2d', { alpha: false });
    const stream = canvas.captureStream();
    const [track] = stream.getVideoTracks();
    if (!context || !track) return stream;
    context.scale(scale, scale);
    const take = { context, track, drawing };
    this.#takes.push(take);
    this.#draw(take);
    this.#timer ??= setInterval(
      () => this.#drawAll(),
      1_000 / (this.#stillness.matches ? STILL_RATE : RATE),
    );
    return stream;
  }

  /** Ends all streams at once. */
  close(): void {
    for (const { track } of this.#takes) track.stop();
    this.#drawAll();
  }

  #drawAll(): void {
    this.#takes = this.#takes.filter(({ track }) => track.readyState === 'live');
    for (const take of this.#takes) this.#draw(take);
    if (this.#takes.length) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #draw({ context, drawing }: Take): void {
    context.save();
    drawing(context, this.seconds);
    context.restore();
  }
}
