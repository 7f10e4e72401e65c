/** Limits for the gzipped size of what a page loads before it draws anything, and of each language. */
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';

import { readManifest } from './scripts/publish.mjs';

const STATIC_IMPORT = /\b(?:import|from)\s*"(\.\/[^"]+)"/g;

/** A script in `dist` and everything that a browser must load before running it. */
function firstLoad(script) {
  const files = new Set([script]);
  for (const file of files) {
    for (const [, path] of readFileSync(file, 'utf8').matchAll(STATIC_IMPORT)) {
      files.add(posix.join(posix.dirname(file), path));
    }
  }
  return [...files];
}

const [newest] = readManifest('dist');
const languages = newest.filter((path) => path.includes('/video-call-language-'));

export default [
  { name: 'video-call.js, first load', path: firstLoad('dist/video-call.js'), limit: '47 kB' },
  { name: 'headless.js, first load', path: firstLoad('dist/headless.js'), limit: '30 kB' },
  ...languages.map((path) => ({
    name: /language-(.+)-[\w-]{8}\.js/.exec(path)[1],
    path: `dist/${path}`,
    limit: '7 kB',
  })),
].map((check) => ({ ...check, gzip: true }));
