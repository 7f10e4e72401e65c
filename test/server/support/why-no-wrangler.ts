/** Why tests that need wrangler must be skipped here; undefined if they can run. */
import { findWrangler } from '../../../scripts/wrangler.mjs';

export const whyNoWrangler = (): Promise<string | undefined> | string =>
  process.env['WRANGLER_MISSING'] ??
  findWrangler().then(
    () => undefined,
    (error: Error) => error.message.split('\n')[0],
  );
