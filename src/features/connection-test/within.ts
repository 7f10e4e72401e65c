/** Waits for something that may never come. */
import type { Clock } from '../../call/platform.js';

/**
 * What `begin` resolves with; undefined where that takes longer than so many milliseconds. Rejects when the
 * signal is aborted. What `begin` started is undone by its own signal, however it ends.
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
    const finish = (value: T | undefined) => {
      resolve(value);
      cancel();
      over.abort();
    };
    const cancel = clock.after(milliseconds, () => finish(undefined));
    signal.addEventListener(
      'abort',
      () => {
        reject(signal.reason as Error);
        cancel();
        over.abort();
      },
      { signal: over.signal },
    );
    begin(finish, over.signal);
  });
}
