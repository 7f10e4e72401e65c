/** The second half of ten thousand schedules. */
import { trySchedules } from './schedules.js';

trySchedules(5_001, 5_000);
