/** The example backend: it answers every request, and signs nothing with an empty secret. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { exitOf, killTree, startNode } from '../../scripts/children.mjs';
import { freePort } from '../../scripts/free-port.mjs';
import { answers } from '../../scripts/room-server.mjs';

const start = (port: number, secret: string) =>
  startNode(['examples/token-server.mjs', String(port)], {
    output: 'pipe',
    env: { ...process.env, TOKEN_SECRET: secret },
  });

let port: number;
let server: ReturnType<typeof start>;
before(async () => {
  port = await freePort();
  server = start(port, 'x'.repeat(32));
  const ended = exitOf(server).then(() => assert.fail('it ended'));
  const isUp = async () => {
    while (!(await answers(`http://localhost:${port}`)));
  };
  await Promise.race([isUp(), ended]);
});
after(() => killTree(server));

const get = (path: string) =>
  new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    request({ port, path, agent: false }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
    })
      .on('error', reject)
      .end();
  });

test('no URL crashes it, and only known users get a token', async () => {
  for (const path of ['//', '//[', '/%', '/?login=%', '/?', '*', '/?login=constructor', '/']) {
    assert.equal((await get(path)).status, 403, path);
  }
  const { status, body } = await get('/?login=ana');
  assert.equal(status, 200);
  assert.equal(body.split('.').length, 3);
});

test('it does not start without a secret', async () => {
  const child = start(await freePort(), '');
  const [said, exit] = await Promise.all([text(child.stderr!), exitOf(child)]);
  assert.notEqual(exit, 0);
  assert.match(said, /TOKEN_SECRET must have at least 32/);
});
