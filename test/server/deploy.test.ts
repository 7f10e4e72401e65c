/** What `npm run deploy` uploads to Cloudflare. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { build } from 'esbuild';
import ts from 'typescript';
import { carryOver, customDomain } from '../../scripts/carry-over.mjs';
import { startFileServer } from '../../scripts/file-server.mjs';
import { readManifest, write, writeManifest } from '../../scripts/publish.mjs';
import { startRoomServer } from '../../scripts/room-server.mjs';
import { exampleOf } from '../example-of.js';
import { servesTheSite } from './support/site.js';
import { whyNoWrangler } from './support/why-no-wrangler.js';
import { wrangler } from './support/wrangler-runtime.mjs';

const skip = await whyNoWrangler();

/** Runs `npm run deploy` to completion. */
async function deploy(args: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, ['scripts/deploy.mjs', ...args], {
    env: { ...process.env, ...env },
  });
  const ended = once(child, 'close');
  const [output, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await ended;
  return { exitCode: child.exitCode, output, complaints };
}

/** With or without the file that the real wrangler writes after deploying. */
const deployWith = (note: object, env: NodeJS.ProcessEnv = {}, args: string[] = []) =>
  deploy([...args, '--keep-vars'], {
    ...env,
    WRANGLER: JSON.stringify({ node: process.execPath, args: ['test/fakes/fake-wrangler.mjs'] }),
    SAYS: JSON.stringify(note),
  });

test('`npm run deploy` prepares server, script and pages', { skip }, async () => {
  const [, args = ''] = /^npm run deploy -- (.+)$/m.exec(exampleOf('deploy-to-cloudflare')) ?? [];
  assert.equal(args, '--dry-run');
  const { exitCode, output, complaints } = await deploy([args]);
  assert.equal(exitCode, 0, output + complaints);
  assert.match(output, /env\.Main \(Main\) +Durable Object/);
  assert.match(output, /env\.CLIENT_ADDRESS_HEADER \("cf-connecting-ip"\)/);
  assert.match(output, /Read [1-9]\d* files from the assets directory/);
  assert.doesNotMatch(output + complaints, /WARNING|ERROR/);
});

test('then it prints the lines to embed, with the custom domain if there is one', async () => {
  const workers = 'https://video-call.ana.workers.dev';
  const { exitCode, output } = await deployWith({ type: 'deploy', targets: [workers] });
  assert.equal(exitCode, 0);
  assert.match(output, /deploy --keep-vars/);
  assert.match(output, /src="https:\/\/video-call\.ana\.workers\.dev\/video-call\.js"/);
  const own = 'calls.example.com (custom domain - zone name: example.com)';
  const second = await deployWith({ type: 'deploy', targets: [workers, own] });
  assert.match(second.output, /src="https:\/\/calls\.example\.com\/video-call\.js"/);
});

test('and how to log in, if wrangler is not logged in', async () => {
  const { exitCode, complaints } = await deployWith({
    type: 'command-failed',
    message: "it's necessary to set a CLOUDFLARE_API_TOKEN environment variable",
  });
  assert.equal(exitCode, 1);
  assert.match(complaints, /npm run wrangler -- login/);
  const other = await deployWith({ type: 'command-failed', message: 'The disk is full.' });
  assert.equal(other.exitCode, 1);
  assert.doesNotMatch(other.complaints, /login/);
});

/** A folder with successive builds of one chunk each, as on a machine that made them all. */
function builds(...names: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'video-call-builds-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  for (const name of names) write(join(folder, `chunks/${name}.js`), `the code of ${name}`);
  writeManifest(folder, names.map((name) => [`chunks/${name}.js`]).reverse());
  return folder;
}

test('a machine without earlier builds keeps the deployed chunks', async () => {
  const live = await startFileServer(builds('first', 'second', 'third'));
  const fresh = builds('fourth');
  try {
    assert.equal(await carryOver(live.url, fresh), 3);
    assert.equal(readFileSync(join(fresh, 'chunks/first.js'), 'utf8'), 'the code of first');
    const names = ['fourth', 'third', 'second', 'first'].map((name) => [`chunks/${name}.js`]);
    assert.deepEqual(readManifest(fresh), names);
    assert.equal(await carryOver(live.url, fresh), 0, 'once is enough');
  } finally {
    live.close();
  }
});

test('deployed chunks are kept even after many builds on this machine', async () => {
  const live = await startFileServer(builds('deployed'));
  const local = builds(...Array.from({ length: 20 }, (_, index) => `local-${index}`));
  try {
    await carryOver(live.url, local);
    assert.deepEqual(readManifest(local)[1], ['chunks/deployed.js']);
    assert.ok(existsSync(join(local, 'chunks/deployed.js')));
  } finally {
    live.close();
  }
});

test('a manifest cannot write files elsewhere, and a site without one is rejected', async () => {
  const folder = builds('mine');
  const hostile = builds();
  writeManifest(hostile, [['../outside.js']]);
  const [first, second] = [await startFileServer(hostile), await startFileServer(tmpdir())];
  try {
    await assert.rejects(carryOver(first.url, folder), /which is not a chunk/);
    await assert.rejects(
      carryOver(second.url, folder),
      /is not a deployment .* no valid chunks.json/,
    );
  } finally {
    first.close();
    second.close();
  }
});

test('nothing is deployed if the current deployment cannot be read', async () => {
  const broken = createServer((_request, response) => response.writeHead(503).end());
  await once(broken.listen(0, '127.0.0.1'), 'listening');
  const { port } = broken.address() as AddressInfo;
  const env = { LIVE_URL: `http://127.0.0.1:${port}` };
  try {
    const { exitCode, output, complaints } = await deployWith({ type: 'deploy' }, env);
    assert.equal(exitCode, 1);
    assert.match(complaints, /Nothing was deployed: .* status 503.*\n.*LIVE_URL=none/);
    assert.match(complaints, /npm run deploy -- --first/);
    assert.doesNotMatch(output, /deploy --keep-vars/);
  } finally {
    broken.close();
  }
});

test('a wrong URL does not count as a first deployment, unless --first is given', async () => {
  const other = createServer((_request, response) => response.end('<!doctype html>A shop'));
  await once(other.listen(0, '127.0.0.1'), 'listening');
  const shop = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  try {
    for (const [live, reason] of [
      ['https://calls.invalid', /Couldn't fetch https:\/\/calls\.invalid\/chunks\.json/],
      ['calls.example.com', /Couldn't fetch calls\.example\.com\/chunks\.json/],
      [shop, /127\.0\.0\.1:\d+ is not a deployment/],
    ] as const) {
      const env = { LIVE_URL: live };
      const { exitCode, output, complaints } = await deployWith({ type: 'deploy' }, env);
      assert.equal(exitCode, 1, live);
      assert.match(complaints, reason);
      assert.doesNotMatch(output, /deploy --keep-vars/);
      const first = await deployWith({ type: 'deploy' }, env, ['--first']);
      assert.equal(first.exitCode, 0, first.complaints);
      assert.match(first.output, /^deploy --keep-vars$/m, 'wrangler does not know --first');
    }
  } finally {
    other.close();
  }
});

test('without a URL, the output says that open pages must be reloaded and how to avoid it', async () => {
  const hint = /^Open pages must be reloaded, .*LIVE_URL=https:\/\/… npm run deploy$/m;
  for (const live of ['', 'none']) {
    const { exitCode, output } = await deployWith({ type: 'deploy' }, { LIVE_URL: live });
    assert.equal(exitCode, 0);
    assert.match(output, hint);
  }
  const first = await deployWith({ type: 'deploy' }, { LIVE_URL: '' }, ['--first']);
  assert.doesNotMatch(first.output, hint);
});

test('the URL of the deployment is the custom domain, if there is one', async () => {
  const folder = builds();
  const file = join(folder, 'wrangler.jsonc');
  write(
    file,
    '{ "routes": [{ "pattern": "calls.example.com", "custom_domain": true }], /* own */ }',
  );
  assert.equal(await customDomain(file), 'https://calls.example.com');
  assert.equal(await customDomain('wrangler.jsonc'), undefined);
});

test('every class of the worker has a binding and storage', async () => {
  const { config } = ts.parseConfigFileTextToJson('', readFileSync('wrangler.jsonc', 'utf8')) as {
    config: {
      durable_objects: { bindings: { name: string; class_name: string }[] };
      migrations: { new_sqlite_classes: string[] }[];
    };
  };
  const { metafile } = await build({
    entryPoints: ['party/runtimes/worker.ts'],
    bundle: true,
    format: 'esm',
    external: ['cloudflare:workers'],
    outfile: 'worker.js',
    metafile: true,
    write: false,
  });
  const classes = Object.values(metafile.outputs)[0]!.exports.filter((name) => name !== 'default');
  const { bindings } = config.durable_objects;
  assert.deepEqual(classes.sort(), ['Directory', 'Main']);
  assert.deepEqual(bindings.map(({ name }) => name).sort(), classes.sort());
  assert.deepEqual(bindings.map(({ class_name }) => class_name).sort(), classes.sort());
  assert.deepEqual(config.migrations.flatMap((step) => step.new_sqlite_classes).sort(), classes);
});

test('the deployed script and pages are available to every origin', { skip }, async () => {
  const server = await startRoomServer({ runtime: wrangler });
  try {
    await servesTheSite(server.url);
  } finally {
    await server.stop();
  }
});
