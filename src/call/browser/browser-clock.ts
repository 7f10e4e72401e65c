/** The clock of the page, or of Node: monotonic, even if the system time is changed. */
import type { Clock } from '../platform.js';

export const browserClock: Clock = {
  now: () => performance.now(),
  date: () => Date.now(),
  after(delay, callback) {
    const timer = setTimeout(callback, delay);
    return () => clearTimeout(timer);
  },
};
