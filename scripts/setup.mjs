/** Makes a checkout ready to run: installs the packages of the lockfile, builds `dist`; each only when needed. */
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { endOf, startChild, startNode } from './children.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const dist = join(root, 'dist');
/** Both hold the hash of what was installed or built, and vanish with it. */
const installed = join(modules, '.installed');
const built = join(dist, '.built');
/** What `dist` is made of. */
const SOURCES = ['src', 'demo', 'package-lock.json', 'rollup.config.mjs', 'tsconfig.json'];
SOURCES.push('tsconfig.build.json', 'scripts/setup.mjs');

/** Installs what the lockfile says, unless that is what was installed last. */
export async function install() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) throw new Error(`Node 20 or newer is needed; this is ${process.versions.node}.`);
  const hash = hashOf(['package-lock.json']);
  if (read(installed) === hash) return;
  console.log('Installing packages…');
  const windows = process.platform === 'win32';
  await succeed(startChild('npm', ['ci'], { cwd: root, shell: windows }), '`npm ci`');
  writeFileSync(installed, hash);
}

/** Builds, unless nothing changed since the last build. */
export async function buildIfChanged() {
  if (read(built) === hashOf(SOURCES)) await bundleServer();
  else await build();
}

/** Builds `dist` and the server that serves it. */
export async function build() {
  await Promise.all([buildSite(), bundleServer()]);
}

/** What `npm run serve` runs, and the reader of its settings: quick enough to be done each time. */
async function bundleServer() {
  const { build: bundle, stop } = await import('esbuild');
  const { outputFiles } = await bundle({
    entryPoints: { worker: 'party/serve.ts', settings: 'party/settings.ts' },
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    external: ['cloudflare:workers'],
    outdir: 'dist-server',
    write: false,
  });
  await stop();
  for (const { path, text } of outputFiles) {
    if (read(path) === text) continue;
    // Another that starts at the same time may be reading it: it finds all of the old one, or all of the new.
    mkdirSync(dirname(path), { recursive: true });
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, text);
    renameSync(draft, path);
  }
}

/** Builds the scripts, their types and the demo site, which is also what the server serves. */
async function buildSite() {
  console.log('Building…');
  const hash = hashOf(SOURCES);
  const start = Date.now();
  const rollup = [join(modules, 'rollup/dist/bin/rollup'), '--config', '--silent'];
  const types = [join(modules, 'typescript/bin/tsc'), '--project', 'tsconfig.build.json'];
  await Promise.all([
    succeed(startNode(rollup, { cwd: root }), 'rollup'),
    succeed(startNode(types, { cwd: root }), 'tsc'),
  ]);
  cpSync(join(root, 'demo'), dist, { recursive: true });
  writeFileSync(built, hash);
  removeOlder(start);
}

/** Removes what earlier builds left, and only now: a running server may be serving the rest. */
function removeOlder(time) {
  for (const name of readdirSync(dist, { recursive: true })) {
    const file = join(dist, name);
    const stats = statSync(file);
    // Some file systems keep no more than whole seconds.
    if (stats.isFile() && stats.mtimeMs < time - 1_000) rmSync(file);
  }
}

async function succeed(child, name) {
  const exit = await endOf(child);
  if (exit !== 0) throw new Error(`${name} failed (${exit}).`);
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesIn))
    hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** A file itself, or all files below a folder, in an order that is always the same. */
function filesIn(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full)
    .sort()
    .flatMap((name) => filesIn(`${path}/${name}`));
}
