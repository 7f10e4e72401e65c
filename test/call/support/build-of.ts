/** Builds of the sources with something changed, as after a commit. */
import assert from 'node:assert/strict';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { endOf, startNode } from '../../../scripts/children.mjs';

const SOURCES = [
  'src',
  'party',
  'scripts',
  'rollup',
  'demo',
  'package.json',
  'rollup.config.mjs',
  'tsconfig.json',
];

/** Copies the sources into a folder and changes them there; returns the path of the copy. */
function copyOf(scratch: string, name: string, change: (root: string) => void): string {
  const root = join(scratch, name);
  for (const path of SOURCES) cpSync(path, join(root, path), { recursive: true });
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  change(root);
  return root;
}

/** Builds what a page loads from a changed copy of the sources; resolves with the folder of the build. */
export async function buildOf(
  scratch: string,
  name: string,
  change: (root: string) => void,
): Promise<string> {
  const root = copyOf(scratch, name, change);
  const out = join(scratch, `${name}-out`);
  const rollup = ['node_modules/rollup/dist/bin/rollup', '--config', '--configDraft', '--silent'];
  const child = startNode(rollup, { cwd: root, env: { ...process.env, OUT_DIR: out } });
  assert.equal(await endOf(child), 0);
  return out;
}

/** Replaces a text in a file. It must occur exactly once. */
export function replace(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  assert.ok(text.includes(from), `${file} has ${from}`);
  writeFileSync(file, text.replaceAll(from, to));
}
