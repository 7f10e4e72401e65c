/** Bundles a worker and serves it with `workerd`, its rooms on disk: a room server without an account anywhere. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { build } from 'esbuild';
import workerd from 'workerd';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string' },
    persist: { type: 'string' },
    var: { type: 'string', multiple: true, default: [] },
  },
});
const folder = values.persist;
const rooms = join(folder, 'rooms');
mkdirSync(rooms, { recursive: true });
await build({
  entryPoints: positionals,
  bundle: true,
  format: 'esm',
  external: ['cloudflare:workers'],
  outfile: join(folder, 'worker.js'),
});

/** Their strings are written as those of JSON. */
const text = (value) => JSON.stringify(value);
const bindings = values.var.map((setting) => {
  const [name, ...value] = setting.split('=');
  return `(name = ${text(name)}, text = ${text(value.join('='))}),`;
});
const config = join(folder, 'config.capnp');
writeFileSync(
  config,
  `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "rooms", disk = (path = ${text(rooms)}, writable = true)),
  ],
  sockets = [(name = "http", address = "*:${Number(values.port)}", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "2026-10-01",
  durableObjectNamespaces = [(className = "Main", uniqueKey = "main", enableSql = true), (className = "Directory", uniqueKey = "directory", enableSql = true)],
  durableObjectStorage = (localDisk = "rooms"),
  bindings = [(name = "Main", durableObjectNamespace = "Main"), (name = "Directory", durableObjectNamespace = "Directory"), ${bindings.join(' ')}],
);
`,
);

// A child of ours, for a program that is no Node's would outlive whoever started it.
const args = ['serve', config, '--experimental'];
const server = spawn(workerd.default, args, { stdio: ['ignore', 'inherit', 'inherit'] });
server.on('exit', (code) => process.exit(code ?? 1));
