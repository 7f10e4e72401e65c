/** Waits for a fact about a page, as long as a busy machine may take. */
import { waitUntil as waitFor } from '@open-wc/testing';

/** In milliseconds. The test framework gives up after twice that. */
const PATIENCE = 30_000;

/** @param fact the missing fact, for the failure message */
export const waitUntil = (isTrue: () => unknown, fact?: string): Promise<void> =>
  waitFor(isTrue as Parameters<typeof waitFor>[0], fact, { timeout: PATIENCE, interval: 10 });
