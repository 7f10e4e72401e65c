/** The connection test of an element: real or, in design mode, simulated. */
import {
  ConnectionTest,
  type ConnectionTestFace,
  type ConnectionTestOptions,
} from '../../features/connection-test.js';
import type { ConnectionReport } from '../../features/connection-test/report.js';
import { SimulatedTest } from '../../features/connection-test/simulated-test.js';
import { serverOrigin } from '../base/server-origin.js';
import type { HostElement } from '../base/host.js';

/** The options that a page can pass to the test. */
export type ElementTestOptions = Pick<ConnectionTestOptions, 'addresses' | 'onStep' | 'signal'>;

export function connectionTestFor(
  { demo, server, room, iceServers, iceTransportPolicy }: HostElement,
  options: ElementTestOptions = {},
): ConnectionTestFace {
  if (demo) return new SimulatedTest(options);
  const place = { server: serverOrigin(server), room };
  return new ConnectionTest({ ...place, iceServers, iceTransportPolicy, ...options });
}

export const testConnection = (
  host: HostElement,
  options?: ElementTestOptions,
): Promise<ConnectionReport> => connectionTestFor(host, options).run();
