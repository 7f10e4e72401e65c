/** Bundles the element and the headless core, each whole and apart, so that neither loads a part of the other. */
import minifyTemplates from '@lit-labs/rollup-plugin-minify-html-literals';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import esbuild from 'rollup-plugin-esbuild';

const bundle = (name, input) => ({
  input: { [name]: input },
  output: {
    dir: 'dist',
    format: 'es',
    sourcemap: true,
    entryFileNames: '[name].js',
    // What is loaded later lies beside what loads it, and is named after it.
    chunkFileNames: `${name}-[name].js`,
  },
  plugins: [
    // Without "production" lit brings its development mode along.
    nodeResolve({ exportConditions: ['production', 'browser'] }),
    // Before esbuild, which would take the template literals apart.
    minifyTemplates({ failOnError: true }),
    esbuild({ target: 'es2022', tsconfig: 'tsconfig.json' }),
    terser({ module: true, ecma: 2020, compress: { passes: 2 } }),
  ],
});

export default [bundle('video-call', 'src/index.ts'), bundle('headless', 'src/headless.ts')];
