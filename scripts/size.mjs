/** `npm run size`: gzipped size of what a page loads, compared to its limits and to the libraries alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { endOnSignals } from './children.mjs';
import { readManifest } from './publish.mjs';
import { buildIfChanged, install } from './setup.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
/** Limits for what must load before the first render: a script and its static imports. In bytes; 1 kB is 1000 bytes. */
const FIRST_LOAD = { 'video-call.js': 46_000, 'headless.js': 29_000 };
/** Limit for each chunk with the texts of one language. */
const LANGUAGE = 7_000;
const STATIC_IMPORT = /\b(?:import|from)\s*"(\.\/[^"]+)"/g;

const gzipped = (bytes) => gzipSync(bytes, { level: 9 }).length;
const inKilobytes = (bytes) => `${(bytes / 1000).toFixed(1).padStart(6)} kB`;

/** The gzipped size of a script in `dist` and everything the browser must load before running it. */
function firstLoad(name, seen = new Set()) {
  if (seen.has(name)) return 0;
  seen.add(name);
  const code = readFileSync(join(dist, name), 'utf8');
  let size = gzipped(code);
  for (const [, imported] of code.matchAll(STATIC_IMPORT)) {
    size += firstLoad(join(dirname(name), imported), seen);
  }
  return size;
}

/** The newest build's chunks of the element or of the core, with their gzipped sizes. */
function chunksOf(name) {
  return readManifest(dist)[0]
    .filter((path) => basename(path).startsWith(`${name.replace('.js', '')}-`))
    .map((path) => ({ name: basename(path), bytes: gzipped(readFileSync(join(dist, path))) }));
}

/** The libraries alone, bundled for the same browsers: the lower bound for our own bundle. */
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

function report(bytes, text, limit) {
  const isTooLarge = limit !== undefined && bytes > limit;
  const goal = limit === undefined ? '' : `, of at most ${limit / 1000} kB`;
  console.log(`${inKilobytes(bytes)}  ${text}${goal}${isTooLarge ? ': TOO LARGE' : ''}`);
  if (isTooLarge) process.exitCode = 1;
}

async function size() {
  await install();
  await buildIfChanged();
  report(await libraries(), 'lit and partysocket alone');
  for (const [name, limit] of Object.entries(FIRST_LOAD)) {
    report(firstLoad(name), `${name} before anything is drawn`, limit);
  }
  const languages = readdirSync(join(root, 'src/ui/i18n/languages')).map(
    (file) => file.split('.')[0],
  );
  const isLanguage = ({ name }) =>
    languages.some((language) => name.startsWith(`video-call-${language}-`));
  for (const { name, bytes } of chunksOf('video-call.js').filter(isLanguage)) {
    report(bytes, name, LANGUAGE);
  }
  for (const name of Object.keys(FIRST_LOAD)) {
    const all = chunksOf(name);
    const sum = all.reduce((total, { bytes }) => total + bytes, 0);
    report(sum, `all ${all.length} chunks of ${name}, which no page loads together`);
  }
}

endOnSignals(1);
await size().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
