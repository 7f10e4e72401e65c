/** The first half of ten thousand schedules. */
import { trySchedules } from './schedules.js';

trySchedules(1, 5_000);
