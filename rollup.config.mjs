/** Bundles the element and the headless core, each whole and apart, so that neither loads a part of the other. */
import { readdirSync, readFileSync } from 'node:fs';

import minifyTemplates from '@lit-labs/rollup-plugin-minify-html-literals';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import esbuild, { minify } from 'rollup-plugin-esbuild';

import { ownPolicy } from './scripts/own-policy.mjs';

/** Where `scripts/setup.mjs` puts a build together, before its files replace those that may be being served. */
const dir = process.env.OUT_DIR ?? 'dist';

const bundle = (name, input) => ({
  input: { [name]: input },
  // What a later part shares with the first stays in it; a file of its own would have to be waited for.
  preserveEntrySignatures: 'allow-extension',
  output: {
    dir,
    format: 'es',
    sourcemap: true,
    // Named by content: a page that is open keeps loading the chunks of its own build, whatever is deployed since.
    entryFileNames: 'chunks/[name]-[hash].js',
    chunkFileNames: `chunks/${name}-[name]-[hash].js`,
    // So that the module can be imported where there is no page, such as in Node.
    intro: 'const { HTMLElement = class {}, document = { createTreeWalker() {} } } = globalThis;',
    banner: `/*! Licenses: ../${name}-licenses.txt */`,
  },
  plugins: [
    // Without "production" lit brings its development mode along.
    nodeResolve({ exportConditions: ['production', 'browser'] }),
    ownPolicy(),
    // Before esbuild, which would take the template literals apart.
    minifyTemplates({ failOnError: true }),
    esbuild({ target: 'es2022', tsconfig: 'tsconfig.json' }),
    // One after the other they save 1.5 % more than either alone.
    minify({ target: 'es2022' }),
    terser({
      module: true,
      ecma: 2022,
      // Longer without sequences, and shorter once compressed.
      compress: { passes: 3, sequences: false, drop_console: true },
      format: { comments: /^!/ },
    }),
    licenses(`${name}-licenses.txt`),
    entry(`${name}.js`),
  ],
});

/**
 * Adds the one file whose name stays the same; it only passes on what the first chunk exports. Chunks never import it:
 * by then it may be that of a newer build, and under a redirect or with a query it would be a second instance.
 */
function entry(fileName) {
  return {
    name: 'entry',
    generateBundle(_options, chunks) {
      const first = Object.values(chunks).find(({ isEntry }) => isEntry);
      const names = this.getModuleInfo(first.facadeModuleId).exports;
      const source = `export { ${names.join(', ')} } from "./${first.fileName}";\n`;
      this.emitFile({ type: 'asset', fileName, source });
    },
  };
}

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
