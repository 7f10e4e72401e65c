/** The single place where exceptions in a call's handlers end up, so that none is lost and no step waits forever. */
import type { Platform } from './platform.js';

/** Creates a handler that neither throws nor leaves a rejected promise. */
type Guard = <Args extends unknown[]>(
  handler: (...args: Args) => unknown,
) => (...args: Args) => void;

/** The platform as the parts of a call see it: all its callbacks are guarded. */
export type GuardedPlatform<Given extends Platform = Platform> = Given & {
  /** For handlers that the platform doesn't know about, such as listeners and promises. */
  readonly guard: Guard;
};

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as PromiseLike<unknown> | undefined)?.then === 'function';

function createGuard(onError: (error: unknown) => void): Guard {
  return (handler) =>
    (...args) => {
      try {
        const result = handler(...args);
        // A page may have replaced the global Promise, so `instanceof` is unreliable.
        if (isThenable(result)) result.then(undefined, onError);
      } catch (error) {
        onError(error);
      }
    };
}

/** Storage is a convenience; no call depends on it. */
const attempt = <T>(use: () => T): T | undefined => {
  try {
    return use();
  } catch {
    return undefined;
  }
};

/**
 * Guards a platform.
 * @param onError receives every exception
 */
export function guardPlatform<Given extends Platform>(
  platform: Given,
  onError: (error: unknown) => void,
): GuardedPlatform<Given> {
  const guard = createGuard(onError);
  const { seats, memory } = platform;
  const guarded: Partial<GuardedPlatform> = {
    guard,
    seats: {
      take: async (place) => seats.take(place),
      keep: (place, seat) => attempt(() => seats.keep(place, seat)),
      leaveNote: (place, note) => attempt(() => seats.leaveNote(place, note)),
      takeNote: (place) => attempt(() => seats.takeNote(place)),
    },
    memory: {
      get: (key) => attempt(() => memory.get(key)),
      set: (key, value) => attempt(() => memory.set(key, value)),
    },
    clock: {
      now: () => platform.clock.now(),
      date: () => platform.clock.date(),
      after: (delay, callback) => platform.clock.after(delay, guard(callback)),
    },
    nextFrame: (callback) => platform.nextFrame(guard(callback)),
    openSocket: (address, { onOpen, onMessage, onClose }) =>
      platform.openSocket(address, {
        onOpen: guard(onOpen),
        onMessage: guard(onMessage),
        onClose: guard(onClose),
      }),
    watchPage: ({ onHide, onHidden, onReturn, onFocus, onNetworkChange }, signal) =>
      platform.watchPage(
        {
          onHide: guard(onHide),
          onHidden: guard(onHidden),
          onReturn: guard(onReturn),
          onFocus: guard(onFocus),
          onNetworkChange: guard(onNetworkChange),
        },
        signal,
      ),
  };
  // Everything else stays as it is, including getters.
  return Object.assign(Object.create(platform) as GuardedPlatform<Given>, guarded);
}
