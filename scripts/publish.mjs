/**
 * Replaces the previous build in a folder with a finished one, even while a server is serving it, and keeps the chunks
 * of earlier builds for pages that are still open.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** Lists the chunks of each build in the folder, the newest build first. */
export const MANIFEST = 'chunks.json';
/** How many different builds keep their chunks. */
export const KEPT_BUILDS = 10;
/** Files that reference other files of the build, and so must not be published before them. */
const isEntry = (path) => path.endsWith('.html') || /^[^/]*\.js$/.test(path);

/**
 * @param {string} from the new build
 * @param {string} to the served folder
 * @param {{ onlyNewest?: boolean }} [options] `onlyNewest`: keeps no chunks of other builds
 */
export function publish(from, to, { onlyNewest = false } = {}) {
  const files = filesBelow(from);
  const chunks = files.filter((path) => /^chunks\/.*\.js$/.test(path));
  const earlier = onlyNewest ? [] : readManifest(to);
  const builds = newestFirst([chunks, ...earlier]).slice(0, KEPT_BUILDS);

  for (const path of files.filter((path) => !isEntry(path))) replace(from, to, path);
  writeManifest(to, builds);
  for (const path of files.filter(isEntry)) replace(from, to, path);

  removeExcept(to, builds, files);
}

function removeExcept(folder, builds, files = []) {
  const kept = new Set([...files, ...builds.flat(), MANIFEST]);
  for (const path of filesBelow(folder)) if (!kept.has(path)) rmSync(join(folder, path));
}

/**
 * Adds the chunks of one folder to those that another keeps for pages that are still open.
 * @param {string} from the folder served now
 * @param {string} to the folder that keeps the chunks
 */
export function keepChunks(from, to) {
  const builds = newestFirst([...readManifest(from), ...readManifest(to)]).slice(0, KEPT_BUILDS);
  for (const path of readManifest(from).flat()) replace(from, to, path);
  writeManifest(to, builds);
  removeExcept(to, builds);
}

/**
 * The builds whose chunks a folder holds, each as a list of paths; none if there is no manifest.
 * @param {string} folder
 * @returns {string[][]}
 */
export function readManifest(folder) {
  const file = join(folder, MANIFEST);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).builds : [];
}

/**
 * @param {string} folder
 * @param {string[][]} builds
 */
export function writeManifest(folder, builds) {
  write(join(folder, MANIFEST), `${JSON.stringify({ builds }, undefined, 1)}\n`);
}

/**
 * Removes repetitions of a build that was made more than once.
 * @param {string[][]} builds
 */
export function newestFirst(builds) {
  const sorted = builds.map((chunks) => [...chunks].sort());
  return sorted.filter(
    (chunks, index) => index === sorted.findIndex((one) => `${one}` === `${chunks}`),
  );
}

/**
 * Writes a file atomically: a reader gets either the old content or the new.
 * @param {string} file
 * @param {string | Uint8Array} content
 */
export function write(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, content);
  renameSync(draft, file);
}

function replace(from, to, path) {
  const content = readFileSync(join(from, path));
  const target = join(to, path);
  // Servers detect by its modification time whether a file has changed.
  if (existsSync(target) && content.equals(readFileSync(target))) return;
  write(target, content);
}

/** The relative paths of all files below a folder, with forward slashes; that of a file is empty. */
export function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  if (statSync(folder).isFile()) return [''];
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => path.split(sep).join('/'));
}
