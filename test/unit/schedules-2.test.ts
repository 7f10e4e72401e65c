/** The other half of ten thousand schedules. */
import { trySchedules } from './schedules.js';

trySchedules(5_001, 5_000);
