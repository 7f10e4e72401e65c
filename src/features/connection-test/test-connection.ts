/** Tests a connection in one go; what it takes is loaded when it is asked for. */
import type { ConnectionTestOptions } from '../connection-test.js';
import type { ConnectionReport } from './report.js';

/**
 * Whether a call would go well from here. Joins nothing, and asks the person nothing. Rejects with a CallError
 * where room or server are missing, and with the signal's reason when that is aborted.
 */
export async function testConnection(options: ConnectionTestOptions): Promise<ConnectionReport> {
  const { ConnectionTest } = await import('../connection-test.js');
  return new ConnectionTest(options).run();
}
