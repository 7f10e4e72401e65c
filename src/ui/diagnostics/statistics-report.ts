/** The statistics as text, to send to support: without names or addresses. */
import type { LinkStats } from '../../call/diagnostics/link-stats.js';
import type { Cause, Quality } from '../../features/link-quality.js';

/** The data of one link. */
export interface LinkReport {
  readonly quality: Quality | undefined;
  readonly cause: Cause | undefined;
  readonly stats: LinkStats | undefined;
}

const rounded = (_key: string, value: unknown) =>
  typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value;

/** The same in all languages; units are those of `LinkStats`. */
export const statisticsReport = (
  links: readonly LinkReport[],
  { at, browser }: { at: number; browser: string },
): string => JSON.stringify({ at: new Date(at).toISOString(), browser, links }, rounded, 2);
