/** Builds what `dist` consists of: two scripts for pages, each whole and apart, and the modules for bundlers. */
import { join, relative, sep } from 'node:path';

import minifyTemplates from '@lit-labs/rollup-plugin-minify-html-literals';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import esbuild, { minify } from 'rollup-plugin-esbuild';
import license from 'rollup-plugin-license';

import { ownPolicy } from './scripts/own-policy.mjs';

/** Where `scripts/setup.mjs` puts a build together, before its files replace those that may be being served. */
const dir = process.env.OUT_DIR ?? 'dist';

const resolve = [
  // Without "production" lit brings its development mode along.
  nodeResolve({ exportConditions: ['production', 'browser'] }),
];
const compile = [
  // Before esbuild, which would take the template literals apart.
  minifyTemplates({ failOnError: true }),
  esbuild({ target: 'es2022', tsconfig: 'tsconfig.json' }),
];
const licenses = (name) =>
  license({ thirdParty: { output: { file: join(dir, `${name}-licenses.txt`) } } });

/** A script for pages, with everything that it needs; `name.js` loads its first chunk. */
const script = (name, input) => ({
  input: { [name]: input },
  // What a later part shares with the first stays in it; a file of its own would have to be waited for.
  preserveEntrySignatures: 'allow-extension',
  output: {
    dir,
    format: 'es',
    sourcemap: true,
    // Named by content: a page that is open keeps loading the chunks of its own build, whatever is deployed since.
    entryFileNames: 'chunks/[name]-[hash].js',
    chunkFileNames: (chunk) => `chunks/${name}-${subjectOf(chunk)}-[hash].js`,
    manualChunks: sharedChunks(name),
    onlyExplicitManualChunks: true,
    // So that the module can be imported where there is no page, such as in Node.
    intro: 'const { HTMLElement = class {}, document = { createTreeWalker() {} } } = globalThis;',
    banner: `/*! Licenses: ../${name}-licenses.txt */`,
  },
  plugins: [
    ...resolve,
    ownPolicy(),
    ...compile,
    // One after the other they save 1.5 % more than either alone.
    minify({ target: 'es2022' }),
    terser({
      module: true,
      ecma: 2022,
      // Longer without sequences, and shorter once compressed.
      compress: { passes: 3, sequences: false, drop_console: true },
      format: { comments: /^!/ },
    }),
    licenses(name),
    entry(name),
  ],
});

/** The same as modules for bundlers, which add the packages that the page may use too, such as lit. */
const modules = {
  input: { index: 'src/index.ts', headless: 'src/headless.ts' },
  external: /^(lit|partysocket|valibot)($|\/)/,
  output: {
    dir: join(dir, 'lib'),
    format: 'es',
    preserveModules: true,
    preserveModulesRoot: 'src',
    // npm leaves out every folder called `node_modules`.
    entryFileNames: ({ name }) => `${name.replace(/^.*node_modules\//, 'vendor/')}.js`,
  },
  plugins: [...resolve, ...compile, licenses('lib')],
};

const isLanguage = (id) => id?.includes('/i18n/languages/');

/** The name of a chunk without the script and the hash; the limits of `npm run size` know languages by it. */
const subjectOf = ({ name, facadeModuleId }) =>
  isLanguage(facadeModuleId) ? `language-${name}` : name;

/** The chunk for modules that several later parts share, by path. */
const SHARED = [
  ['link-stats', /^src\/call\//],
  // Apart from the rest: a page in another language needs it before anything is drawn.
  ['link-words', /^src\/ui\/i18n\/link-words\.ts$/],
  ['ui-common', /./],
];

/** Assigns shared modules to few chunks; by default, there is one for each combination of parts, named at random. */
function sharedChunks(name) {
  let partsOf;
  return (id, graph) => {
    partsOf ??= findParts(graph);
    const parts = partsOf(id);
    if (parts.some((part) => graph.getModuleInfo(part).isEntry)) return name;
    if (parts.length < 2) return null;
    const path = relative('.', id).split(sep).join('/');
    return SHARED.find(([, pattern]) => pattern.test(path))[0];
  };
}

/** Finds out which parts need a module: a part is the entry or what one `import()` loads. */
function findParts({ getModuleIds, getModuleInfo }) {
  const contents = new Map();
  for (const id of getModuleIds()) {
    const { isEntry, dynamicImporters } = getModuleInfo(id);
    // A language is loaded by a part that already has what both need.
    if (isLanguage(id) || (!isEntry && !dynamicImporters.length)) continue;
    const content = new Set([id]);
    for (const one of content) getModuleInfo(one).importedIds.forEach((next) => content.add(next));
    contents.set(id, content);
  }
  return (id) => {
    const parts = [...contents.keys()].filter((part) => contents.get(part).has(id));
    // A part that imports another part whole is not counted beside it.
    return parts.filter((part) => {
      return !parts.some((other) => other !== part && contents.get(part).has(other));
    });
  };
}

/**
 * Adds the files whose names stay the same: each only loads the first chunk. Chunks never import them: by then they may
 * be those of a newer build, and under a redirect or with a query they would be a second instance.
 */
function entry(name) {
  return {
    name: 'entry',
    generateBundle(_options, chunks) {
      const first = Object.values(chunks).find(({ isEntry }) => isEntry);
      const names = this.getModuleInfo(first.facadeModuleId).exports;
      const emit = (fileName, source) => this.emitFile({ type: 'asset', fileName, source });
      emit(`${name}.js`, `export { ${names.join(', ')} } from "./${first.fileName}";\n`);
      // For pages that can't use `type="module"`: modules can be imported by any script.
      if (name === 'video-call') {
        emit(
          `${name}.iife.js`,
          `import(new URL("${first.fileName}", document.currentScript.src));\n`,
        );
      }
    },
  };
}

export default [
  script('video-call', 'src/index.ts'),
  script('headless', 'src/headless.ts'),
  modules,
];
