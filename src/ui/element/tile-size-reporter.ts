/** Reports the displayed tile sizes to the senders, in the page or in picture-in-picture, within the quality limit. */
import type { ReactiveController } from 'lit';
import { isInRoom, type CallApi } from '../../call/call-api.js';
import { AdaptiveSending, type Size } from '../../features/adaptive-sending.js';
import type { StageView } from '../stage/stage.js';
import type { HostElement } from '../base/host.js';
import { chooseVideoQuality, recallVideoQuality, videoQualityOf } from '../base/video-quality.js';

/** Interval for checking sizes, for changes without an event such as scrolling or animation, in milliseconds. */
const LOOK_EVERY = 500;
/** Size of each tile in a composed picture, which is drawn even if the page is hidden, in pixels. */
const ON_TOP: Size = [320, 180];

export class TileSizeReporter implements ReactiveController {
  readonly #host: HostElement;
  readonly #handleVisibility = () => this.#look();
  /** Also detects clipping: a scrolled container, or a frame within a page. */
  readonly #sight = new IntersectionObserver((entries) => {
    this.#isInSight = entries.at(-1)?.isIntersecting ?? true;
    this.#look();
  });
  #isInSight = true;
  #call: CallApi | undefined;
  #fit: AdaptiveSending | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Whether a stage is being rendered, after which the sizes are checked. */
  #isWaiting = false;

  constructor(host: HostElement) {
    this.#host = host;
    recallVideoQuality(host);
  }

  hostConnected(): void {
    this.#sight.observe(this.#host);
    document.addEventListener('visibilitychange', this.#handleVisibility);
    this.hostUpdated();
  }

  hostDisconnected(): void {
    this.#sight.disconnect();
    document.removeEventListener('visibilitychange', this.#handleVisibility);
  }

  hostUpdated(): void {
    this.#keepFit();
    const isIn = isInRoom(this.#host.status);
    if (!isIn) clearInterval(this.#timer);
    this.#timer = isIn ? (this.#timer ?? setInterval(() => this.#look(), LOOK_EVERY)) : undefined;
    this.#look();
  }

  /**
   * Runs from the lobby on, since audio-only mode needs no camera, until the call ends, even if the element is
   * moved: the others report only once what they show.
   */
  #keepFit(): void {
    const { call } = this.#host;
    if (call !== this.#call) {
      this.#fit?.close();
      this.#fit = call && this.#createFit(call);
      this.#call = call;
    }
    if (this.#fit) this.#fit.quality = videoQualityOf(this.#host);
  }

  #createFit(call: CallApi): AdaptiveSending {
    const fit = new AdaptiveSending(call);
    fit.on('change', () => this.#look());
    fit.on('sound-only-end', () => chooseVideoQuality(this.#host, fit.quality));
    fit.quality = videoQualityOf(this.#host);
    fit.start();
    return fit;
  }

  get #stages(): StageView[] {
    const roots = [this.#host.renderRoot, this.#host.pictureInPicture?.root];
    return roots.flatMap((root) => [...(root?.querySelectorAll('video-call-stage') ?? [])]);
  }

  #look(): void {
    const fit = this.#fit;
    if (!fit) return;
    const { participants, self } = this.#host;
    const heldBack = new Map<string, 'weak' | 'chosen'>();
    for (const { id } of participants) {
      if (id === self?.id) continue;
      if (fit.isVideoPausedBy(id)) heldBack.set(`${id} camera`, 'weak');
      if (fit.quality !== 'sound-only') continue;
      for (const source of ['camera', 'screen']) heldBack.set(`${id} ${source}`, 'chosen');
    }
    const tiles = [...heldBack].join();
    const stages = this.#stages;
    for (const stage of stages) {
      if (tiles !== [...stage.heldBack].join()) stage.heldBack = heldBack;
    }
    // Someone who has just joined has no tile yet, which doesn't mean that they can't be seen.
    const pending = stages.filter(({ isUpdatePending }) => isUpdatePending);
    if (pending.length) return this.#lookAfter(pending);
    const sizes = new Map<string, Size>();
    for (const stage of stages) {
      for (const view of stage.views) {
        const { id, source, isSelf } = view.tile;
        if (!isSelf) sizes.set(`${id} ${source}`, this.#sizeOf(view));
      }
    }
    fit.show(sizes);
  }

  #lookAfter(stages: readonly StageView[]): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    void Promise.all(stages.map(({ updateComplete }) => updateComplete)).finally(() => {
      this.#isWaiting = false;
      this.#look();
    });
  }

  /** In device pixels of the window that contains the tile. */
  #sizeOf(view: HTMLElement): Size {
    const { pictureInPicture } = this.#host;
    if (pictureInPicture && !pictureInPicture.isWhole) return ON_TOP;
    const inPage = view.ownerDocument === document;
    const unseen: Size = [0, 0];
    if (inPage && (document.hidden || !this.#isInSight)) return unseen;
    const { innerWidth, innerHeight, devicePixelRatio } = view.ownerDocument.defaultView ?? window;
    const { top, bottom, left, right } = view.getBoundingClientRect();
    if (bottom <= 0 || right <= 0 || top >= innerHeight || left >= innerWidth) return unseen;
    // An enlarged screen counts with its full size, as if the tile didn't clip it.
    const { width, height } = (view.querySelector('video') ?? view).getBoundingClientRect();
    return [width, height].map((length) =>
      Math.min(8_192, Math.round(length * devicePixelRatio)),
    ) as unknown as Size;
  }
}
