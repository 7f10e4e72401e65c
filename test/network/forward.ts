/** Forwards a port of this process to the same port in another network namespace. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection, createServer, type Socket } from 'node:net';
import { join } from 'node:path';

/** Runs in that namespace: forwards a socket in the file system, which all namespaces share, to the port. */
const THERE = `
  const { createConnection, createServer } = require('node:net');
  const [path, port] = process.argv.slice(1);
  createServer((near) => {
    const far = createConnection(Number(port), '127.0.0.1');
    for (const [one, other] of [[near, far], [far, near]]) {
      one.on('error', () => other.destroy()).on('close', () => other.destroy()).pipe(other);
    }
  }).listen(path, () => console.log('ready'));
`;

/**
 * Forwards a port of 127.0.0.1 to the same port in a namespace, until `signal` aborts.
 * @param folder where the socket between the two is created
 */
export async function forward(
  port: number,
  namespace: string,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const path = join(folder, `port-${port}`);
  const args = ['netns', 'exec', namespace, process.execPath, '-e', THERE, path, String(port)];
  const there = spawn('ip', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(there.stdout, 'data');
  const sockets = new Set<Socket>();
  const here = createServer((near) => {
    const far = createConnection(path);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
      one.pipe(other);
    }
  });
  here.listen(port, '127.0.0.1');
  await once(here, 'listening');
  signal.addEventListener('abort', () => {
    for (const socket of sockets) socket.destroy();
    here.close();
    there.kill();
  });
}
