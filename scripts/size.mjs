/** `npm run size`: what a page loads at first, gzipped, against its limit and against its libraries alone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { endOnSignals } from './children.mjs';
import { buildIfChanged, install } from './setup.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
/** In bytes; 1 kB is 1000 of them. */
const LIMITS = { 'video-call.js': 35_000, 'headless.js': 20_000 };
const STATIC_IMPORT = /\b(?:import|from)\s*"\.\/([^"]+)"/g;

const gzipped = (bytes) => gzipSync(bytes, { level: 9 }).length;
const inKilobytes = (bytes) => `${(bytes / 1000).toFixed(1).padStart(6)} kB`;

/** A script of `dist` and all that the browser must load before it runs. */
function firstLoad(name, seen = new Set()) {
  if (seen.has(name)) return 0;
  seen.add(name);
  const code = readFileSync(join(dist, name), 'utf8');
  let size = gzipped(code);
  for (const [, imported] of code.matchAll(STATIC_IMPORT)) size += firstLoad(imported, seen);
  return size;
}

/** The libraries alone, bundled for the same browsers: what no code of ours could go below. */
async function libraries() {
  const { build } = await import('esbuild');
  const result = await build({
    stdin: { contents: `export * from 'lit'; export * from 'partysocket';`, resolveDir: root },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['production', 'browser'],
  });
  return gzipped(result.outputFiles[0].contents);
}

async function size() {
  await install();
  await buildIfChanged();
  console.log(`${inKilobytes(await libraries())}  lit and partysocket alone`);
  for (const [name, limit] of Object.entries(LIMITS)) {
    const bytes = firstLoad(name);
    const verdict = bytes > limit ? ': TOO LARGE' : '';
    console.log(`${inKilobytes(bytes)}  ${name}, of at most ${limit / 1000} kB${verdict}`);
    if (verdict) process.exitCode = 1;
  }
}

endOnSignals(1);
await size().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
