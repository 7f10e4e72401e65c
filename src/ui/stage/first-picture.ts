/** Detects the first remote video frame, after which everything less urgent is loaded. */
import { isInRoom, type CallApi } from '../../call/call-api.js';
import type { TileView } from './tile.js';

/** Maximum wait for a link, and for video once its link is up, in milliseconds. */
const LONGEST = { link: 1_500, picture: 300 };

/** Resolves when the first remote video is shown within a root, or none is expected. */
export function firstPicture(call: CallApi | undefined, root: ParentNode & Node): Promise<void> {
  if (!call || !awaited(call, root)) return Promise.resolve();
  return new Promise((resolve) => {
    const until = new AbortController();
    const end = () => {
      until.abort();
      for (const timer of timers.values()) clearTimeout(timer);
      resolve();
    };
    const timers = new Map<keyof typeof LONGEST, ReturnType<typeof setTimeout>>();
    const look = () => {
      const what = awaited(call, root);
      if (!what) end();
      else if (!timers.has(what)) timers.set(what, setTimeout(end, LONGEST[what]));
    };
    look();
    call.on('change', look, until);
    // This event doesn't bubble, but it can be captured.
    root.addEventListener('loadeddata', look, { capture: true, signal: until.signal });
  });
}

function awaited(call: CallApi, root: ParentNode): keyof typeof LONGEST | undefined {
  // With no one there, no video will come.
  if (call.status === 'joining') return call.preview.count === 0 ? undefined : 'link';
  if (!isInRoom(call.status) || isShown(root)) return undefined;
  const others = call.participants.filter(({ away }) => !away);
  const has = (status: 'connecting' | 'connected') =>
    others.filter(({ id }) => call.linkStatus(id) === status);
  if (has('connecting').some(({ id }) => !call.linkProblem(id))) return 'link';
  return has('connected').some(({ id }) => call.stream(id, 'camera')) ? 'picture' : undefined;
}

const isShown = (root: ParentNode): boolean =>
  [...root.querySelectorAll<TileView>('video-call-tile')].some(
    (view) => !view.tile?.isSelf && view.stream && hasFrame(view.querySelector('video')),
  );

const hasFrame = (video: HTMLVideoElement | null): boolean =>
  video !== null && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
