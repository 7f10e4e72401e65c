/** Bundles a worker and serves it with `workerd`, with its rooms on disk: a room server that needs no account. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { build, stop } from 'esbuild';
import workerd from 'workerd';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    host: { type: 'string', default: '*' },
    port: { type: 'string' },
    persist: { type: 'string' },
    site: { type: 'string' },
    // Names of environment variables, not values: every user of the machine can read arguments.
    setting: { type: 'string', multiple: true, default: [] },
  },
});
/** Size of an empty database: workerd creates one for each accessed room, and keeps it after `deleteAll`. */
const EMPTY = 4_096;

/**
 * Makes V8 collect garbage early; sizes in MB. By default it waits for about 100 MB of garbage, which is a lot on a
 * small machine, while rooms use only a few MB.
 */
const V8_FLAGS = ['--initial-heap-size=8', '--max-semi-space-size=2'];

/** Removes the empty databases of unused rooms. */
function removeUnused(rooms) {
  for (const name of readdirSync(rooms)) {
    const inside = join(rooms, name);
    if (!statSync(inside).isDirectory()) continue;
    for (const file of readdirSync(inside)) {
      const path = join(inside, file);
      const isRoom = file.endsWith('.sqlite') && file !== 'metadata.sqlite';
      const hasLog = existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0;
      if (isRoom && !hasLog && statSync(path).size <= EMPTY) rmSync(path);
    }
  }
}

const folder = resolve(values.persist);
const rooms = join(folder, 'rooms');
const earlier = join(folder, 'site');
for (const path of [rooms, earlier]) mkdirSync(path, { recursive: true, mode: 0o700 });
removeUnused(rooms);
const { metafile } = await build({
  entryPoints: positionals,
  bundle: true,
  format: 'esm',
  external: ['cloudflare:workers'],
  outfile: join(folder, 'worker.js'),
  metafile: true,
});
await stop();
// Every named export of a worker is a Durable Object class.
const [{ exports }] = Object.values(metafile.outputs);
const classes = exports.filter((name) => name !== 'default');

/** Cap'n Proto strings are written like JSON strings. */
const text = (value) => JSON.stringify(value);
const list = (items) => `[\n    ${items.join(',\n    ')},\n  ]`;
const namespaces = classes.map(
  (name) =>
    `(className = ${text(name)}, uniqueKey = ${text(name.toLowerCase())}, enableSql = true)`,
);
const bindings = [
  '(name = "ASSETS", service = "assets")',
  '(name = "EARLIER", service = "earlier")',
  ...classes.map((name) => `(name = ${text(name)}, durableObjectNamespace = ${text(name)})`),
  ...values.setting.map((name) => `(name = ${text(name)}, fromEnvironment = ${text(name)})`),
];
const config = join(folder, 'config.capnp');
writeFileSync(
  config,
  `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  v8Flags = ${list(V8_FLAGS.map(text))},
  services = [
    (name = "main", worker = .worker),
    (name = "rooms", disk = (path = ${text(rooms)}, writable = true)),
    (name = "assets", disk = (path = ${text(values.site)})),
    (name = "earlier", disk = (path = ${text(earlier)})),
  ],
  sockets = [(
    name = "http",
    address = ${text(`${values.host}:${Number(values.port)}`)},
    http = (forwardedProtoHeader = "X-Forwarded-Proto"),
    service = "main",
  )],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "2026-10-01",
  durableObjectNamespaces = ${list(namespaces)},
  durableObjectStorage = (localDisk = "rooms"),
  bindings = ${list(bindings)},
);
`,
);

// Run as our child: a program other than Node would outlive the process that started it.
const server = spawn(workerd.default, ['serve', config], {
  stdio: ['ignore', 'inherit', 'inherit'],
});
server.on('exit', (code) => process.exit(code ?? 1));
