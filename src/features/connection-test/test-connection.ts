/** Tests a connection with a single call; the code is loaded on demand. */
import type { ConnectionTestOptions } from '../connection-test.js';
import type { ConnectionReport } from './report.js';
import { loadChunk } from '../../call/base/load-chunk.js';

/**
 * Whether a call would work well from here. Joins nothing and doesn't prompt the user. Rejects with a CallError if room
 * or server is missing, and with the signal's reason when that is aborted.
 */
export async function testConnection(options: ConnectionTestOptions): Promise<ConnectionReport> {
  const { ConnectionTest } = await loadChunk(() => import('../connection-test.js'));
  return new ConnectionTest(options).run();
}
