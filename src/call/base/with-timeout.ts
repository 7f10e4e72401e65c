/** Awaits external code, which may throw, reject, or never end. */
import type { Clock } from '../platform.js';

/** Rejects with what the task throws, or with a TimeoutError after `delay` milliseconds. */
export async function withTimeout<T>(
  clock: Clock,
  delay: number,
  task: () => T | PromiseLike<T>,
): Promise<T> {
  let cancel = () => {};
  const late = new Promise<never>((_resolve, reject) => {
    const error = new DOMException(`No answer within ${delay} ms`, 'TimeoutError');
    cancel = clock.after(delay, () => reject(error));
  });
  try {
    return await Promise.race([task(), late]);
  } finally {
    cancel();
  }
}
