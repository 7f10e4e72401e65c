/** Bundles a worker and serves it with `workerd`, its rooms on disk: a room server without an account anywhere. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { build, stop } from 'esbuild';
import workerd from 'workerd';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    host: { type: 'string', default: '*' },
    port: { type: 'string' },
    persist: { type: 'string' },
    // The names of environment variables: arguments can be read by everybody on the machine.
    setting: { type: 'string', multiple: true, default: [] },
  },
});
const folder = resolve(values.persist);
const rooms = join(folder, 'rooms');
mkdirSync(rooms, { recursive: true });
const { metafile } = await build({
  entryPoints: positionals,
  bundle: true,
  format: 'esm',
  external: ['cloudflare:workers'],
  outfile: join(folder, 'worker.js'),
  metafile: true,
});
await stop();
// All that a worker exports by a name is a class of Durable Objects.
const [{ exports }] = Object.values(metafile.outputs);
const classes = exports.filter((name) => name !== 'default');

/** Their strings are written as those of JSON. */
const text = (value) => JSON.stringify(value);
const list = (items) => `[\n    ${items.join(',\n    ')},\n  ]`;
const namespaces = classes.map(
  (name) =>
    `(className = ${text(name)}, uniqueKey = ${text(name.toLowerCase())}, enableSql = true)`,
);
const bindings = [
  '(name = "ASSETS", service = "assets")',
  ...classes.map((name) => `(name = ${text(name)}, durableObjectNamespace = ${text(name)})`),
  ...values.setting.map((name) => `(name = ${text(name)}, fromEnvironment = ${text(name)})`),
];
const assets = fileURLToPath(new URL('../dist', import.meta.url));
const config = join(folder, 'config.capnp');
writeFileSync(
  config,
  `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "rooms", disk = (path = ${text(rooms)}, writable = true)),
    (name = "assets", disk = (path = ${text(assets)})),
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

// A child of ours, for a program that is no Node's would outlive whoever started it.
const server = spawn(workerd.default, ['serve', config], {
  stdio: ['ignore', 'inherit', 'inherit'],
});
server.on('exit', (code) => process.exit(code ?? 1));
