/** What `npm run deploy` puts on Cloudflare. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { build } from 'esbuild';
import ts from 'typescript';
import { startRoomServer } from '../../scripts/room-server.mjs';
import { servesTheSite } from './site.js';
import { whyNoWrangler } from './why-no-wrangler.js';

const skip = await whyNoWrangler();

test('`npm run deploy` has server, script and pages ready', { skip }, async () => {
  const child = spawn(process.execPath, ['scripts/deploy.mjs', '--dry-run']);
  const [output, complaints] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  assert.equal(child.exitCode, 0, output + complaints);
  assert.match(output, /env\.Main \(Main\) +Durable Object/);
  assert.match(output, /env\.CLIENT_ADDRESS_HEADER \("cf-connecting-ip"\)/);
  assert.match(output, /Read [1-9]\d* files from the assets directory/);
  assert.doesNotMatch(output + complaints, /WARNING|ERROR/);
});

test('every class of the worker is bound and has its storage', async () => {
  const { config } = ts.parseConfigFileTextToJson('', readFileSync('wrangler.jsonc', 'utf8')) as {
    config: {
      durable_objects: { bindings: { name: string; class_name: string }[] };
      migrations: { new_sqlite_classes: string[] }[];
    };
  };
  const { metafile } = await build({
    entryPoints: ['party/worker.ts'],
    bundle: true,
    format: 'esm',
    external: ['cloudflare:workers'],
    outfile: 'worker.js',
    metafile: true,
    write: false,
  });
  const classes = Object.values(metafile.outputs)[0]!.exports.filter((name) => name !== 'default');
  const { bindings } = config.durable_objects;
  assert.ok(classes.includes('Main'));
  assert.deepEqual(bindings.map(({ name }) => name).sort(), classes.sort());
  assert.deepEqual(bindings.map(({ class_name }) => class_name).sort(), classes.sort());
  assert.deepEqual(config.migrations.flatMap((step) => step.new_sqlite_classes).sort(), classes);
});

test('the deployed script and pages are for every origin', { skip }, async () => {
  const server = await startRoomServer({ runtime: 'wrangler' });
  try {
    await servesTheSite(server.url);
  } finally {
    await server.stop();
  }
});
