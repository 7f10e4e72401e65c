/** Waits for something that may never happen. */
import type { Clock } from '../../call/platform.js';

/**
 * Resolves with the result of `begin`, or undefined if that takes longer than `milliseconds`. Rejects when the signal
 * is aborted, or `begin` throws. Whatever the outcome, `over` is aborted to clean up what `begin` started.
 */
export function withTimeout<T>(
  clock: Clock,
  milliseconds: number,
  signal: AbortSignal,
  begin: (resolve: (value: T) => void, over: AbortSignal) => void,
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const over = new AbortController();
    const end = () => {
      cancel();
      over.abort();
    };
    const finish = (value: T | undefined) => {
      resolve(value);
      end();
    };
    const fail = (error: unknown) => {
      reject(error as Error);
      end();
    };
    const cancel = clock.after(milliseconds, () => finish(undefined));
    signal.addEventListener('abort', () => fail(signal.reason), { signal: over.signal });
    try {
      begin(finish, over.signal);
    } catch (error) {
      fail(error);
    }
  });
}
