/** Why a test that needs wrangler must be skipped here; undefined if it need not. */
import { findWrangler } from '../../scripts/wrangler.mjs';

export const whyNoWrangler = (): Promise<string | undefined> | string =>
  process.env['WRANGLER_MISSING'] ??
  findWrangler().then(
    () => undefined,
    (error: Error) => error.message.split('\n')[0],
  );
