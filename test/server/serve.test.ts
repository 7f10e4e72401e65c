/** `npm run serve`: the self-hosted server, started and stopped as by systemd and Docker. */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { exitOf, killTree, startNode } from '../../scripts/children.mjs';
import { freePort, isFree } from '../../scripts/free-port.mjs';
import { RawClient } from './support/raw-client.js';
import { servesTheSite } from './support/site.js';

const SEAT = 'a'.repeat(32);

function childrenOf(pid: number): number[] {
  const ids = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return ids ? ids.split(' ').map(Number) : [];
}

/** The kernel takes a moment to close the sockets of a killed process. */
async function nothingIsLeft(port: number): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await isFree(port))) assert.ok(Date.now() < deadline, `port ${port} is still taken`);
}

describe('npm run serve', () => {
  let storage: string;
  let port: number;
  const children: ChildProcess[] = [];

  /** The process, and its output until it prints its address or ends. */
  const serve = async (env: Record<string, string> = {}) => {
    const args = ['scripts/serve.mjs', '--port', String(port), '--storage', storage];
    const child = startNode(args, {
      output: 'pipe',
      env: { ...process.env, STUN_URLS: 'none', ...env },
    });
    children.push(child);
    let output = '';
    const isUp = new Promise<void>((resolve) => {
      for (const stream of [child.stdout!, child.stderr!]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text;
          if (output.includes('Video call at ')) resolve();
        });
      }
    });
    const ended = exitOf(child);
    await Promise.race([isUp, ended]);
    return { child, ended, said: () => output, url: `http://localhost:${port}` };
  };

  before(async () => {
    storage = await mkdtemp(join(tmpdir(), 'video-call-serve-'));
    port = await freePort();
  });
  after(async () => {
    children.forEach(killTree);
    await rm(storage, { recursive: true, force: true, maxRetries: 3 });
  });

  it('serves script, pages and rooms, and recognizes participants after a restart', async () => {
    const first = await serve();
    assert.match(first.said(), new RegExp(`Video call at ${first.url}/\\?room=tea`));
    await servesTheSite(first.url);
    const ana = await RawClient.open(first.url, 'tea');
    const { you } = await ana.join('Ana', SEAT);
    await assert.rejects(RawClient.open(first.url, 'x'.repeat(129)), /400/);

    const second = await serve();
    assert.equal(await second.ended, 1);
    assert.match(second.said(), new RegExp(`Port ${port} is taken`));

    first.child.kill('SIGTERM');
    assert.equal(await first.ended, 0);
    await ana.until('end of the socket', () => ana.isClosed);
    await nothingIsLeft(port);

    const third = await serve();
    const again = await RawClient.open(third.url, 'tea');
    assert.equal((await again.join('Ana', SEAT)).you, you);
    third.child.kill('SIGINT');
    assert.equal(await third.ended, 0);
  });

  it('reports an invalid setting instead of starting', async () => {
    const wrong = await serve({ PREVIEW: 'everything' });
    assert.equal(await wrong.ended, 1);
    assert.match(wrong.said(), /PREVIEW is "everything"/);
    const open = await serve({ TOKEN_SECRET: '' });
    assert.equal(await open.ended, 1);
    assert.match(open.said(), /TOKEN_SECRET is set but empty/);
  });

  const skip = process.platform !== 'linux' && 'only Linux tells whose child a process is';
  it(
    'ends with its runtime, so that whoever watches over it starts it anew',
    { skip },
    async () => {
      const { child, ended, url } = await serve();
      const ana = await RawClient.open(url, 'tea');
      const [helper] = childrenOf(child.pid!);
      const [workerd] = childrenOf(helper!);
      process.kill(workerd!, 'SIGKILL');
      assert.equal(await ended, 1);
      await ana.until('end of the socket', () => ana.isClosed);
      await nothingIsLeft(port);
    },
  );
});
