/** The platform of a real browser. */
import PartyWebSocket from 'partysocket/ws';
import { ABNORMAL_CLOSE } from '../signaling/back-off.js';
import { browserClock } from './browser-clock.js';
import {
  FAINT,
  type Memory,
  type Meter,
  type PageEvents,
  type Platform,
  type SeatStore,
  type Socket,
} from '../platform.js';
import type { CallPlatform } from '../lazy-chunks.js';
import { loadChunk } from '../base/load-chunk.js';

/** 128 random bits as text; `crypto.randomUUID` is missing on insecure pages. */
const randomId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

const storageKey = (place: string) => `video-call:seat:${place}`;
const noteKey = (place: string) => `video-call:note:${place}`;

/** Storage throws if the user blocks it and in sandboxed frames; a call works without it. */
const tryStorage = <T>(use: () => T): T | undefined => {
  try {
    return use();
  } catch {
    return undefined;
  }
};

export const createMemory = (): Memory => {
  const known = new Map<string, string>();
  const keyOf = (key: string) => `video-call:${key}`;
  return {
    get: (key) => known.get(key) ?? tryStorage(() => localStorage.getItem(keyOf(key))) ?? undefined,
    set(key, value) {
      known.set(key, value);
      tryStorage(() => localStorage.setItem(keyOf(key), value));
    },
  };
};

/** A tab's storage is copied when the tab is duplicated, so a seat counts only with its Web Lock. */
const createSeatStore = (): SeatStore => {
  const held = new Map<string, { seat: string; free(): void }>();
  const lock = (place: string, seat: string): Promise<boolean> =>
    new Promise((resolve) => {
      const isKept = new Promise<void>((free) => held.set(place, { seat, free }));
      // Missing on insecure pages, refused in sandboxed frames, and replaced by some extensions.
      try {
        const { locks } = navigator as { locks?: LockManager };
        if (!locks) return resolve(true);
        locks
          .request(`${storageKey(place)}:${seat}`, { ifAvailable: true }, (granted) => {
            resolve(granted !== null);
            return granted ? isKept : undefined;
          })
          .catch(() => resolve(false));
      } catch {
        resolve(false);
      }
    });
  return {
    async take(place) {
      const seat = tryStorage(() => sessionStorage.getItem(storageKey(place))) ?? undefined;
      return seat !== undefined && (await lock(place, seat)) ? seat : undefined;
    },
    keep(place, seat) {
      const before = held.get(place);
      if (seat === undefined) tryStorage(() => sessionStorage.removeItem(storageKey(place)));
      else tryStorage(() => sessionStorage.setItem(storageKey(place), seat));
      // Requested again, a lock held by this page would not be available.
      if (seat === before?.seat) return;
      before?.free();
      held.delete(place);
      if (seat !== undefined) void lock(place, seat);
    },
    leaveNote(place, note) {
      tryStorage(() => sessionStorage.setItem(noteKey(place), note));
    },
    takeNote(place) {
      const note = tryStorage(() => sessionStorage.getItem(noteKey(place)));
      tryStorage(() => sessionStorage.removeItem(noteKey(place)));
      return note ?? undefined;
    },
  };
};

const openSocket: Platform['openSocket'] = ({ server, room, timeout }, events): Socket => {
  const { protocol, host, pathname } = new URL(server);
  let closed = false;
  const end = (code: number) => {
    if (closed) return;
    closed = true;
    events.onClose(code);
  };
  const scheme = protocol === 'https:' ? 'wss' : 'ws';
  const path = `${pathname.replace(/\/$/, '')}/parties/main/${encodeURIComponent(room)}`;
  // partysocket has no ping, can't be made to reconnect now and replays stale messages, so it makes one attempt and
  // signaling.ts makes the next. Its PartySocket would add an address that guesses the scheme and doesn't encode the
  // room's name, and an id that the server discards.
  const socket = new PartyWebSocket(`${scheme}://${host}${path}`, undefined, {
    maxRetries: 0,
    maxEnqueuedMessages: 0,
    connectionTimeout: timeout,
  });
  socket.addEventListener('open', () => {
    if (!closed) events.onOpen();
  });
  socket.addEventListener('message', ({ data }) => {
    if (!closed && typeof data === 'string') events.onMessage(data);
  });
  // For a failed attempt, partysocket 1.3.0 passes the event's type instead of the code.
  socket.addEventListener('close', ({ code }: { code: unknown }) =>
    end(typeof code === 'number' ? code : ABNORMAL_CLOSE),
  );
  socket.addEventListener('error', () => end(ABNORMAL_CLOSE));
  return {
    get isOpen() {
      return !closed && socket.readyState === WebSocket.OPEN;
    },
    send: (text) => {
      if (!closed) socket.send(text);
    },
    close() {
      closed = true;
      socket.close();
    },
  };
};

/** In milliseconds. A hidden page may never get an animation frame. */
const LONGEST_FRAME = 100;

const nextFrame: Platform['nextFrame'] = (callback) => {
  const cancel = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  const run = () => {
    cancel();
    callback();
  };
  const frame = requestAnimationFrame(run);
  const timer = setTimeout(run, LONGEST_FRAME);
  return cancel;
};

function watchPage(events: PageEvents, signal: AbortSignal): void {
  const { onHide, onHidden, onReturn, onFocus, onNetworkChange } = events;
  addEventListener('pagehide', onHide, { signal });
  addEventListener('pageshow', ({ persisted }) => persisted && onReturn(), { signal });
  addEventListener('focus', onFocus, { signal });
  addEventListener('online', onNetworkChange, { signal });
  document.addEventListener('visibilitychange', () => (document.hidden ? onHidden() : onReturn()), {
    signal,
  });
}

interface Policy {
  allowsFeature(name: string): boolean;
}

/**
 * Only Chromium can report this, so far under the older of two names; elsewhere the browser itself refuses. See
 * https://github.com/w3c/webappsec-permissions-policy/issues/507.
 */
function allowsFeature(feature: string): boolean {
  const { permissionsPolicy, featurePolicy } = document as unknown as Record<string, Policy>;
  return (permissionsPolicy ?? featurePolicy)?.allowsFeature(feature) ?? true;
}

/** Meters are loaded on first use: no one waits for a level. */
const createMeasure = (): Platform['measure'] => {
  let meters: Promise<Platform['measure']> | undefined;
  return (track) => {
    let meter: Meter | undefined;
    let isClosed = false;
    meters ??= loadChunk(() => import('./browser-meters.js')).then(({ createMeters }) =>
      createMeters(),
    );
    meters.then(
      (measure) => {
        if (!isClosed) meter = measure(track);
      },
      () => (meters = undefined),
    );
    return {
      level: () => meter?.level() ?? FAINT,
      close() {
        isClosed = true;
        meter?.close();
      },
    };
  };
};

/** The platform of the page that this code runs in. */
export const createBrowserPlatform = (memory = createMemory()): CallPlatform => ({
  isSupported: typeof RTCPeerConnection === 'function',
  clock: browserClock,
  openSocket,
  createConnection: (configuration) => new RTCPeerConnection(configuration),
  // Extensions replace RTCPeerConnection with a wrapper without its statics; then each connection makes its own.
  createCertificate: async () =>
    RTCPeerConnection.generateCertificate?.({
      name: 'ECDSA',
      namedCurve: 'P-256',
    } as EcKeyGenParams),
  createStream: (tracks) => new MediaStream(tracks),
  measure: createMeasure(),
  isSecure: globalThis.isSecureContext,
  mediaDevices: navigator.mediaDevices as MediaDevices | undefined,
  allowsFeature,
  seats: createSeatStore(),
  memory,
  get isHidden() {
    return document.hidden;
  },
  watchPage,
  nextFrame,
  loadActiveMedia: () => loadChunk(() => import('../media/active-media.js')),
  loadLinkDiagnostics: () => loadChunk(() => import('../diagnostics/link-diagnostics.js')),
  randomId,
  random: () => Math.random(),
});
