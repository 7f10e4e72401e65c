/** Bundles the element and the headless core, each whole and apart, so that neither loads a part of the other. */
import { readdirSync, readFileSync } from 'node:fs';

import minifyTemplates from '@lit-labs/rollup-plugin-minify-html-literals';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import esbuild, { minify } from 'rollup-plugin-esbuild';

const bundle = (name, input) => ({
  input: { [name]: input },
  // What a later part shares with the entry stays in it; a file of its own would have to be waited for.
  preserveEntrySignatures: 'allow-extension',
  output: {
    dir: 'dist',
    format: 'es',
    sourcemap: true,
    entryFileNames: '[name].js',
    // What is loaded later lies beside what loads it, and is named after it.
    chunkFileNames: `${name}-[name].js`,
    // So that the module can be imported where there is no page, such as in Node.
    intro: 'const { HTMLElement = class {}, document = { createTreeWalker() {} } } = globalThis;',
    banner: `/*! Licenses of what is inside: ${name}-licenses.txt */`,
  },
  plugins: [
    // Without "production" lit brings its development mode along.
    nodeResolve({ exportConditions: ['production', 'browser'] }),
    // Before esbuild, which would take the template literals apart.
    minifyTemplates({ failOnError: true }),
    esbuild({ target: 'es2022', tsconfig: 'tsconfig.json' }),
    // One after the other they save 1 % more than either alone.
    minify({ target: 'es2022' }),
    // What libraries say on the console is for their own developers, and 2 % of the whole. partysocket
    // says it by way of a method.
    terser({
      module: true,
      ecma: 2022,
      compress: {
        passes: 3,
        drop_console: true,
        pure_funcs: ['this._debug'],
        unsafe: true,
        unsafe_arrows: true,
        unsafe_methods: true,
        pure_getters: true,
        // Each of these is longer, and shorter once it is compressed.
        sequences: false,
        keep_fargs: false,
        hoist_vars: true,
        unsafe_symbols: true,
      },
      // The private names of partysocket; lit has shortened its own, which begin with _$.
      mangle: { properties: { regex: /^_[a-z]/ } },
      format: { comments: /^!/ },
    }),
    licenses(`${name}-licenses.txt`),
  ],
});

/** Writes down the licenses of all packages that went into a bundle, as they ask for. */
function licenses(fileName) {
  return {
    name: 'licenses',
    generateBundle(_options, chunks) {
      const modules = Object.values(chunks).flatMap((chunk) => Object.keys(chunk.modules ?? {}));
      const folders = modules.flatMap(
        (id) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? [],
      );
      const texts = [...new Set(folders)].sort().map((folder) => {
        const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
        return `${folder.replace(/^.*node_modules\//, '')}\n\n${readFileSync(`${folder}/${file}`, 'utf8')}`;
      });
      this.emitFile({ type: 'asset', fileName, source: texts.join('\n\n') });
    },
  };
}

export default [bundle('video-call', 'src/index.ts'), bundle('headless', 'src/headless.ts')];
