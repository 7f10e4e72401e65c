/** Prepares a checkout to run: installs the packages of the lockfile and builds `dist`, each only when needed. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { endOf, startChild, startNode } from './children.mjs';
import { withLock } from './lock.mjs';
import { filesBelow, publish, write } from './publish.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const dist = join(root, 'dist');
/** Each contains the hash of what was installed or built. */
const installed = join(modules, '.installed');
const built = join(dist, '.built');
/** Where a build is assembled before it is published. */
const draft = join(root, '.build');
/** Several programs may start at the same time, and each installs and builds what is missing. */
const lock = join(root, '.setup-lock');
/** The sources of `dist`. */
const SOURCES = ['src', 'demo', 'package-lock.json', 'rollup.config.mjs', 'tsconfig.json'];
SOURCES.push('tsconfig.build.json', 'rollup', 'manifest/config.mjs');
SOURCES.push('scripts/setup.mjs', 'scripts/publish.mjs');

/** Installs the packages of the lockfile, unless it has not changed since the last installation. */
export async function install() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) throw new Error(`Node 20 is required. This is ${process.versions.node}.`);
  const hash = hashOf(['package-lock.json']);
  if (read(installed) === hash) return;
  await withLock(lock, async () => {
    if (read(installed) === hash) return;
    console.log('Installing packages…');
    const windows = process.platform === 'win32';
    await succeed(startChild('npm', ['ci'], { cwd: root, shell: windows }), '`npm ci`');
    writeFileSync(installed, hash);
  });
}

/** Builds, unless nothing changed since the last build. */
export async function buildIfChanged() {
  const isBuilt = () => read(built) === hashOf(SOURCES);
  if (!isBuilt()) await withLock(lock, async () => isBuilt() || (await buildSite()));
  await bundleServer();
}

/**
 * Builds `dist` and the server that serves it.
 * @param {{ onlyNewest?: boolean }} [options] `onlyNewest`: removes the chunks of earlier builds
 */
export async function build(options) {
  await withLock(lock, () => buildSite(options));
  await bundleServer();
}

/** Bundles the worker of `npm run serve` and its settings parser: fast enough to run every time. */
async function bundleServer() {
  const { build: bundle, stop } = await import('esbuild');
  const { outputFiles } = await bundle({
    entryPoints: { worker: 'party/runtimes/serve.ts', settings: 'party/gateway/settings.ts' },
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    external: ['cloudflare:workers'],
    outdir: 'dist-server',
    write: false,
  });
  await stop();
  // Another program that starts at the same time may be reading them.
  for (const { path, text } of outputFiles) if (read(path) !== text) write(path, text);
}

/** Builds the scripts, their types and the demo site, which is also what the server serves. */
async function buildSite(options) {
  console.log('Building…');
  const hash = hashOf(SOURCES);
  rmSync(draft, { recursive: true, force: true });
  const rollup = [join(modules, 'rollup/dist/bin/rollup'), '--config', '--silent'];
  const types = [join(modules, 'typescript/bin/tsc'), '--project', 'tsconfig.build.json'];
  const manifest = [
    join(modules, '@custom-elements-manifest/analyzer/cem.js'),
    'analyze',
    '--config',
    'manifest/config.mjs',
  ];
  const env = { ...process.env, OUT_DIR: draft };
  await Promise.all([
    succeed(startNode(rollup, { cwd: root, env }), 'rollup'),
    succeed(startNode(manifest, { cwd: root, env }), 'custom-elements-manifest'),
    succeed(startNode([...types, '--outDir', join(draft, 'types')], { cwd: root }), 'tsc'),
  ]);
  writeFileSync(join(draft, '.built'), hash);
  publish(draft, dist, options);
  rmSync(draft, { recursive: true, force: true });
}

async function succeed(child, name) {
  const exit = await endOf(child);
  if (exit !== 0) throw new Error(`${name} failed (${exit}).`);
}

const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);

/** A hash of the content of files, and of all files below folders. */
function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesBelow(join(root, path)).sort()) {
      hash.update(`${path}/${file}\0`).update(readFileSync(join(root, path, file)));
    }
  }
  return hash.digest('hex');
}
