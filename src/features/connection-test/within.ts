/** Waits for something that may never come. */
import type { Clock } from '../../call/platform.js';

/**
 * What `begin` resolves with; undefined where that takes longer than so many milliseconds. Rejects when the
 * signal is aborted, or `begin` throws. What `begin` started is undone by its own signal, however it ends.
 */
export function within<T>(
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
