import { toJson } from '../../json.js';

/** Whether two pieces of plain data are equal. */
export const isSame = (one: unknown, other: unknown): boolean => toJson(one) === toJson(other);
