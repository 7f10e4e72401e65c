/** The clock of the page, or of Node. */
import type { Clock } from './platform.js';

export const browserClock: Clock = {
  now: () => Date.now(),
  after(delay, callback) {
    const timer = setTimeout(callback, delay);
    return () => clearTimeout(timer);
  },
};
