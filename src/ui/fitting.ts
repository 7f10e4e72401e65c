/** Tells the others how large I see them, wherever that is: in the page, or in the window on top. */
import type { ReactiveController } from 'lit';
import { isInRoom, type CallFace } from '../call/call-face.js';
import { Fit, type Size } from '../features/fit.js';
import type { StageView } from './stage.js';
import type { VideoCallElement } from './video-call.js';

/** Milliseconds between two looks, for what moves without a word: a page that is scrolled, a size that glides. */
const LOOK_EVERY = 500;
/** What one picture on top shows of each; a page out of sight draws it all the same. */
const ON_TOP: Size = [320, 180];

export class Fitting implements ReactiveController {
  readonly #host: VideoCallElement;
  readonly #handleVisibility = () => this.#look();
  /** Sees through what clips the element: a scrolled box, a frame within a page. */
  readonly #sight = new IntersectionObserver(([entry]) => {
    this.#isInSight = entry?.isIntersecting ?? true;
    this.#look();
  });
  #isInSight = true;
  #listening = new AbortController();
  #call: CallFace | undefined;
  #fit: Fit | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: VideoCallElement) {
    this.#host = host;
  }

  hostConnected(): void {
    this.#sight.observe(this.#host);
    document.addEventListener('visibilitychange', this.#handleVisibility);
  }

  hostDisconnected(): void {
    this.#sight.disconnect();
    document.removeEventListener('visibilitychange', this.#handleVisibility);
  }

  hostUpdated(): void {
    const { call } = this.#host;
    if (call && call !== this.#call && isInRoom(call.status)) this.#begin(call);
    this.#look();
  }

  /** Until the call is over, and not only until the element is moved: the others tell me once what they show. */
  #begin(call: CallFace): void {
    this.#end();
    this.#call = call;
    this.#fit = new Fit(call);
    this.#fit.on('change', () => this.#look());
    const { signal } = this.#listening;
    call.on('status-change', (status) => isInRoom(status) || this.#end(), { signal });
    this.#fit.start();
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY);
  }

  #end(): void {
    clearInterval(this.#timer);
    this.#listening.abort();
    this.#listening = new AbortController();
    this.#fit?.close();
    this.#fit = this.#call = undefined;
  }

  get #stages(): StageView[] {
    const roots = [this.#host.renderRoot, this.#host.pictureInPicture?.root];
    return roots.flatMap((root) => [...(root?.querySelectorAll('video-call-stage') ?? [])]);
  }

  #look(): void {
    const fit = this.#fit;
    if (!fit) return;
    const { participants } = this.#host;
    const heldBack = participants.map(({ id }) => id).filter((id) => fit.isHeldBack(id));
    const sizes = new Map<string, Size>();
    for (const stage of this.#stages) {
      if (heldBack.join() !== [...stage.heldBack].join()) stage.heldBack = new Set(heldBack);
      for (const view of stage.views) {
        const { id, source, isSelf } = view.tile;
        if (!isSelf) sizes.set(`${id} ${source}`, this.#sizeOf(view));
      }
    }
    fit.show(sizes);
  }

  /** In device pixels of the window that it is in. */
  #sizeOf(view: HTMLElement): Size {
    const { pictureInPicture } = this.#host;
    if (pictureInPicture && !pictureInPicture.isWhole) return ON_TOP;
    const inPage = view.ownerDocument === document;
    const unseen: Size = [0, 0];
    if (inPage && (document.hidden || !this.#isInSight)) return unseen;
    const { innerWidth, innerHeight, devicePixelRatio } = view.ownerDocument.defaultView ?? window;
    const { top, bottom, left, right } = view.getBoundingClientRect();
    if (bottom <= 0 || right <= 0 || top >= innerHeight || left >= innerWidth) return unseen;
    // A picture that is enlarged in its tile is as large as it would be without the tile.
    const { width, height } = (view.querySelector('video') ?? view).getBoundingClientRect();
    return [width, height].map((length) =>
      Math.min(8_192, Math.round(length * devicePixelRatio)),
    ) as unknown as Size;
  }
}
