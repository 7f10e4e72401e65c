/** Builds what `dist` consists of: two scripts for pages, each whole and apart, and the modules for bundlers. */
import { join } from 'node:path';

import minifyTemplates from '@lit-labs/rollup-plugin-minify-html-literals';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import esbuild, { minify } from 'rollup-plugin-esbuild';
import license from 'rollup-plugin-license';

import { ownPolicy } from './rollup/own-policy.mjs';
import { pages } from './rollup/pages.mjs';
import { isLanguage, sharedChunks } from './rollup/shared-chunks.mjs';

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

/** The smallest code. */
const shrink = [
  // One after the other they save 1.5 % more than either alone.
  minify({ target: 'es2022' }),
  terser({
    module: true,
    ecma: 2022,
    // Longer without sequences, and shorter once compressed.
    compress: { passes: 3, sequences: false, drop_console: true },
    format: { comments: /^!/ },
  }),
];

/** A script for pages, with everything that it needs; `name.js` loads its first chunk. */
const script = (name, input, plugins) => ({
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
  plugins: [...resolve, ownPolicy(), ...compile, ...plugins, licenses(name), entry(name)],
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

/** The name of a chunk without the script and the hash; the limits of `npm run size` know languages by it. */
const subjectOf = ({ name, facadeModuleId }) =>
  isLanguage(facadeModuleId) ? `language-${name}` : name;

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

/** With `--configDraft`, only what a page loads, in a quarter of the time: the same chunks, not minified. */
export default ({ configDraft }) =>
  configDraft
    ? script('video-call', 'src/index.ts', [pages('demo')])
    : [
        script('video-call', 'src/index.ts', [...shrink, pages('demo')]),
        script('headless', 'src/headless.ts', shrink),
        modules,
      ];
