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

/** Runs `npm run deploy` to its end. */
async function deploy(args: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, ['scripts/deploy.mjs', ...args], {
    env: { ...process.env, ...env },
  });
  const ended = once(child, 'close');
  const [output, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await ended;
  return { exitCode: child.exitCode, output, complaints };
}

/** With what the real wrangler writes down after deploying, or without. */
const deployWith = (note: object) =>
  deploy(['--keep-vars'], {
    WRANGLER: JSON.stringify({ node: process.execPath, args: ['test/fakes/fake-wrangler.mjs'] }),
    SAYS: JSON.stringify(note),
  });

test('`npm run deploy` has server, script and pages ready', { skip }, async () => {
  const { exitCode, output, complaints } = await deploy(['--dry-run']);
  assert.equal(exitCode, 0, output + complaints);
  assert.match(output, /env\.Main \(Main\) +Durable Object/);
  assert.match(output, /env\.CLIENT_ADDRESS_HEADER \("cf-connecting-ip"\)/);
  assert.match(output, /Read [1-9]\d* files from the assets directory/);
  assert.doesNotMatch(output + complaints, /WARNING|ERROR/);
});

test('then it tells the lines to embed, with an address of one’s own if there is one', async () => {
  const workers = 'https://video-call.ana.workers.dev';
  const { exitCode, output } = await deployWith({ type: 'deploy', targets: [workers] });
  assert.equal(exitCode, 0);
  assert.match(output, /deploy --keep-vars/);
  assert.match(output, /src="https:\/\/video-call\.ana\.workers\.dev\/video-call\.js"/);
  const own = 'calls.example.com (custom domain - zone name: example.com)';
  const second = await deployWith({ type: 'deploy', targets: [workers, own] });
  assert.match(second.output, /src="https:\/\/calls\.example\.com\/video-call\.js"/);
});

test('and to somebody whom wrangler does not know what to do', async () => {
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
  assert.deepEqual(classes.sort(), ['Directory', 'Main']);
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
