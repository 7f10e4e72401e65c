/** A plugin of web-test-runner that bundles the test files once, since a page loads hundreds of modules slowly. */
import { join, relative, sep } from 'node:path';

import { build } from 'esbuild';

/**
 * @param {string} root The folder that the test runner serves.
 * @param {string[]} files The test files.
 * @returns {import('@web/test-runner').TestRunnerPlugin}
 */
export function bundlePlugin(root, files) {
  /** The bundles and their source maps, by the path of their URL. */
  const outputs = new Map();
  const bundle = async (entryPoints) => {
    const { outputFiles } = await build({
      ...{ absWorkingDir: root, entryPoints, outdir: root, outbase: root, write: false },
      ...{ bundle: true, splitting: true, format: 'esm', target: 'es2022', sourcemap: true },
      conditions: ['production', 'browser'],
      // What the test runner itself serves.
      external: ['/__*'],
    });
    for (const { path, text } of outputFiles) {
      outputs.set(`/${relative(root, path).replaceAll(sep, '/')}`, text);
    }
  };
  return {
    name: 'bundle',
    serverStart: () => bundle(files),
    async serve({ path }) {
      const output = path.replace(/\.ts$/, '.js');
      // A module that a test loads by its URL is a second copy, independent of the first.
      if (output !== path && !outputs.has(output)) await bundle([join(root, path)]);
      const body = outputs.get(output);
      return body && { body, type: path.endsWith('.map') ? 'json' : 'js' };
    },
  };
}
